"""OGC API Features Part 1, core: the parameter datetime, whose results the suite never sees."""

from datetime import date

import httpx
import pytest

from tests.fixtures.serving import problem_of
from tests.ogc.asking import COLLECTIONS, FEATURES_1, Asked, Feature

CORE = f"{FEATURES_1}core"

TIMES = [
    ("2005-06-01", "2005-06-01", "2005-06-01"),
    ("2005-06-01T12:00:00Z", "2005-06-01", "2005-06-01"),
    ("2005-06-01t12:00:00z", "2005-06-01", "2005-06-01"),
    ("2005-06-01T12:00:00.25+02:00", "2005-06-01", "2005-06-01"),
    ("2005-06-01T12:00:00 02:00", "2005-06-01", "2005-06-01"),
    ("2005-06-01T01:00:00+02:00", "2005-05-31", "2005-05-31"),
    ("2004-01-01/2004-12-31", "2004-01-01", "2004-12-31"),
    ("../2003-12-31", None, "2003-12-31"),
    ("/2003-12-31", None, "2003-12-31"),
    ("2006-01-01/..", "2006-01-01", None),
    ("2006-01-01/", "2006-01-01", None),
    ("1700-01-01/1700-01-02", "1700-01-01", "1700-01-02"),
]


@pytest.mark.abstract_test(CORE, "/conf/core/fc-time-response")
@pytest.mark.parametrize(("text", "first", "last"), TIMES)
def test_datetime_finds_the_projects_that_ran_then(
    asked: Asked, text: str, first: str | None, last: str | None
) -> None:
    """A.19; a project of unknown time matches every time."""
    expected = {one["id"] for one in asked.every("projects") if ran(one, first, last)}

    assert asked.ids("projects", datetime=text) == expected
    assert 0 < len(expected) < len(asked.every("projects"))


def ran(project: Feature, first: str | None, last: str | None) -> bool:
    starts, ends = project["properties"]["starts_on"], project["properties"]["ends_on"]
    if starts is None and ends is None:
        return True
    begins = date.fromisoformat(starts) if starts else date.min
    finishes = date.fromisoformat(ends) if ends else date.max
    asked_from = date.fromisoformat(first) if first else date.min
    asked_until = date.fromisoformat(last) if last else date.max
    return begins <= asked_until and asked_from <= finishes


@pytest.mark.abstract_test(CORE, "/conf/core/fc-time-response")
@pytest.mark.parametrize("name", [name for name in COLLECTIONS if name != "projects"])
@pytest.mark.parametrize("text", ["1700-01-01", "2005-06-01T12:00:00Z", "2020-01-01/.."])
def test_what_has_no_time_matches_every_time(asked: Asked, name: str, text: str) -> None:
    """A.19."""
    assert asked.items(name, datetime=text, limit="10000")["features"] == asked.every(name)


@pytest.mark.abstract_test(CORE, "/conf/core/fc-op")
def test_box_and_time_must_both_hold(asked: Asked) -> None:
    """A.13; projects lie in the municipalities that they concern."""
    box, time = "20,64.1,20.2,64.3", "2005-06-01"

    both = asked.ids("projects", bbox=box, datetime=time)

    assert both == asked.ids("projects", bbox=box) & asked.ids("projects", datetime=time)
    assert both != asked.ids("projects", bbox=box)
    assert both != asked.ids("projects", datetime=time)


@pytest.mark.parametrize("name", COLLECTIONS)
@pytest.mark.parametrize("text", ["../..", "/", "../", "..", "2005-01-01/2004-01-01", "2005", ""])
def test_a_time_that_is_none_is_refused(api: httpx.Client, name: str, text: str) -> None:
    refused = problem_of(api.get(f"/collections/{name}/items", params={"datetime": text}), 400)

    assert refused["parameter"] == "datetime"
