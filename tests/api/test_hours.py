"""Open or closed at a moment: what the database finds is what the hours of each place say."""

import csv
import io
import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.factories import place_draft, writing
from tests.fixtures.database import settings_for
from tests.fixtures.serving import ids_of, problem_of, serving
from viauma.places.actions import store_places
from viauma.register.hours import HoursState, state_at
from viauma_api import create_app

ITEMS = "/collections/places/items"
COUNTS = "/collections/places/counts"
VISIBLE_WITHIN_S = 1.5

MOMENTS = [datetime(2026, 3, 28, 23, 30, tzinfo=UTC) + timedelta(hours=461 * n) for n in range(24)]


@pytest.fixture(scope="module")
def hours(api: httpx.Client) -> dict[str, str]:
    """The hours of each place, as the API publishes them."""
    text = api.get(ITEMS, params={"f": "csv", "limit": 1000}).text
    return {row["id"]: row["opening_hours"] for row in csv.DictReader(io.StringIO(text))}


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
@pytest.mark.parametrize(
    ("name", "state"), [("is_open", HoursState.OPEN), ("is_closed", HoursState.CLOSED)]
)
def test_the_database_finds_what_each_text_says(api, hours, name, state, moment):
    asked = f"{name}(TIMESTAMP('{moment:%Y-%m-%dT%H:%M:%SZ}'))"

    found = ids_of(api.get(ITEMS, params={"filter": asked, "limit": 1000}))

    assert len(hours) == 374
    assert set(found) == {one for one, text in hours.items() if state_at(text, moment) is state}


def test_open_closed_and_neither_make_all(api, hours):
    noon = "TIMESTAMP('2026-06-20T10:00:00Z')"
    filters = [f"is_open({noon})", f"is_closed({noon})", f"NOT is_open({noon})"]
    filters.append(f"NOT is_open({noon}) AND NOT is_closed({noon})")

    is_open, closed, not_open, neither = (
        api.get(COUNTS, params={"filter": text}).json()["total"] for text in filters
    )

    assert is_open + closed + neither == is_open + not_open == len(hours)
    assert neither > sum(1 for text in hours.values() if not text)


@pytest.mark.parametrize(
    ("collection", "text", "reason"),
    [
        ("places", "is_open(DATE('2026-06-20'))", "takes a timestamp"),
        ("places", "is_open(TIMESTAMP('now'))", "is not a moment"),
        ("places", "is_open(updated_at)", "written out"),
        ("municipalities", "is_open(TIMESTAMP('2026-06-20T10:00:00Z'))", "opening_hours"),
        ("projects", "is_closed(TIMESTAMP('2026-06-20T10:00:00Z'))", "opening_hours"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_in_a_sentence(api, collection, text, reason):
    response = api.get(f"/collections/{collection}/items", params={"filter": text})

    assert reason in problem_of(response, 400)["detail"]


@pytest.mark.parametrize("year", ["0001", "1899", "9999"])
def test_far_years_are_answered_with_nothing(api, year):
    asked = f"is_open(TIMESTAMP('{year}-12-31T23:59:59Z'))"

    assert ids_of(api.get(ITEMS, params={"filter": asked})) == []


def test_the_functions_are_listed(api):
    listed = {one["name"]: one for one in api.get("/functions").json()["functions"]}

    for name in ("is_open", "is_closed"):
        assert listed[name]["returns"] == ["boolean"]
        assert listed[name]["arguments"] == [{"title": "moment", "type": ["datetime"]}]
    assert "is_open(moment)" in api.get("/functions", headers={"accept": "text/html"}).text


def test_new_hours_are_asked_about_at_once_though_answers_are_kept(database_url):
    app = create_app(settings_for(database_url))
    asked = {"filter": "is_open(TIMESTAMP('2026-06-20T01:17:00Z')) AND slug = 'nattugglan'"}
    with serving(settings_for(database_url), app=app) as base, httpx.Client(base_url=base) as api:
        until(lambda: app.state.service.changes.are_heard)
        for hours, expected in (("Sa 03:16-03:18", 1), ("Sa 03:10-03:12", 0), ("03:00-03:18", 1)):
            with writing(database_url) as session:
                store_places(
                    session, [place_draft(slug="nattugglan", source_id="owl", opening_hours=hours)]
                )

            until(lambda: len(ids_of(api.get(ITEMS, params=asked))) == expected)  # noqa: B023
            total = api.get(COUNTS, params=asked).json()["total"]
            assert total == expected


def until(is_so) -> None:
    deadline = time.monotonic() + 10 * VISIBLE_WITHIN_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)
