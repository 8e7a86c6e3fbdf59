"""The texts of hours among public places: each once, and only those that strangers may see."""

import pytest
from sqlalchemy import text

from tests.factories import place_draft, store_small_world, writing
from viauma.places.actions import store_places
from viauma.places.rules import Visibility
from viauma.register.queries import hours_there


@pytest.fixture
def url(empty_database_url: str) -> str:
    with writing(empty_database_url) as session:
        store_small_world(session)
    return empty_database_url


def stored(url: str, **drafts: dict) -> tuple[str, ...]:
    places = [
        place_draft(slug=slug, source_id=slug, **draft) for slug, draft in drafts.items()
    ]  # fmt: skip
    with writing(url) as session:
        store_places(session, places)
    with writing(url) as session:
        return hours_there(session).texts


def test_each_text_is_there_once_and_no_text_is_no_text(url):
    hours = {"a": "24/7", "b": "24/7", "c": "10:00-12:00", "d": "Å; ä", "e": None}

    found = stored(url, **{slug: {"opening_hours": said} for slug, said in hours.items()})

    assert sorted(found) == ["10:00-12:00", "24/7", "Å; ä"]


def test_without_any_there_are_none(url):
    assert stored(url) == ()


def test_what_is_not_public_is_not_there(url):
    found = stored(
        url,
        seen={"opening_hours": "24/7"},
        hidden={"opening_hours": "10:00-12:00", "visibility": Visibility.INTERNAL},
    )

    assert found == ("24/7",)


def test_a_text_longer_than_any_hours_is_stored_and_left_out(url):
    found = stored(
        url, long={"opening_hours": "Mo-Fr 10:00-12:00; " * 900}, short={"opening_hours": "24/7"}
    )

    assert found == ("24/7",)


def test_in_the_region_they_are_what_a_plain_question_finds(session):
    plain = session.scalars(
        text("select distinct opening_hours from viauma.published_place where opening_hours <> ''")
    )

    assert sorted(hours_there(session).texts) == sorted(plain)
