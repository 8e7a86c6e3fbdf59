"""What strangers are told of places that are gone: what became of them, and never of a secret."""

import psycopg
import pytest

from tests.db.laws.ledger import connect_as, rows
from tests.factories import place_draft, store_small_world, writing
from viauma.places.actions import store_places

MERGE = (
    "update viauma.place set status = 'merged', merged_into = "
    "(select id from viauma.place where slug = %s) where slug = %s"
)


@pytest.fixture
def places(empty_database_url):
    with writing(empty_database_url) as session:
        store_small_world(session)
        store_places(session, [place_draft(slug=slug) for slug in ("a", "b", "c")])
        store_places(session, [place_draft(slug="secret", visibility="internal")])
    with connect_as(empty_database_url) as connection:
        yield connection


def told(connection) -> list[tuple[str, str, str | None]]:
    return rows(connection, "select slug, became, target from viauma.published_redirect order by 1")


def test_nothing_is_told_of_what_is_there_or_was_never_public(places):
    assert told(places) == []


def test_a_chain_of_mergers_ends_at_what_is_public(places):
    places.execute(MERGE, ["b", "a"])
    places.execute(MERGE, ["c", "b"])

    assert told(places) == [("a", "merged", "c"), ("b", "merged", "c")]


def test_a_merger_into_a_secret_tells_no_target(places):
    places.execute(MERGE, ["secret", "a"])

    assert told(places) == [("a", "merged", None)]


def test_a_secret_that_is_merged_stays_one(places):
    places.execute(MERGE, ["a", "secret"])

    assert told(places) == []


def test_mergers_in_a_circle_are_refused(places):
    places.execute(MERGE, ["b", "a"])
    places.execute(MERGE, ["c", "b"])
    with pytest.raises(psycopg.errors.CheckViolation, match="circle"):
        places.execute(MERGE, ["a", "c"])

    assert told(places) == [("a", "merged", "c"), ("b", "merged", "c")]


def test_what_is_withdrawn_is_told_until_it_is_public_again(places):
    places.execute("update viauma.place set visibility = 'partner' where slug = 'a'")
    withdrawn = told(places)
    places.execute("update viauma.place set visibility = 'public' where slug = 'a'")

    assert withdrawn == [("a", "withdrawn", None)]
    assert told(places) == []


def test_a_name_under_which_it_was_never_public_is_not_told(places):
    places.execute("update viauma.place set visibility = 'internal' where slug = 'a'")
    places.execute("update viauma.place set slug = 'a-secret-name' where slug = 'a'")

    assert told(places) == []


def test_inhabitants_are_told_as_they_are_stored(template_url):
    with connect_as(template_url) as connection:
        shown = rows(connection, "select * from viauma.published_population order by 1, 2")
        stored = rows(
            connection,
            "select municipality, year, population, source from viauma.municipality_population "
            "order by 1, 2",
        )

    assert shown == stored
    assert len(shown) > 600
