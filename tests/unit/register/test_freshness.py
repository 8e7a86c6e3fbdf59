"""How far a record can be trusted, by its dates, on a day that the test sets."""

from datetime import UTC, date, datetime, timedelta

import pytest

from viauma.register.freshness import Freshness, FreshnessPolicy, Trust, freshness, usual_policy
from viauma_data.taxonomies import read_taxonomy

TODAY = date(2026, 6, 20)
POLICY = FreshnessPolicy(100, {"water": 10, "guest_harbour": 1_000})
CULTURE, BEACH, HARBOUR = ("culture", "museum"), ("water", "beach"), ("water", "guest_harbour")


def judged(verified_at, observed_on, path=CULTURE) -> Freshness:
    return freshness(verified_at, observed_on, path, today=TODAY, policy=POLICY)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_what_somebody_checked_lately_is_verified():
    assert judged(at(ago(100)), None) == (Trust.VERIFIED, ago(100))


def test_what_nobody_checked_is_as_good_as_its_source_is_new():
    assert judged(None, ago(100).isoformat()) == (Trust.DATED, ago(100))


@pytest.mark.parametrize("dates", [(at(ago(101)), None), (None, ago(101).isoformat())])
def test_what_is_older_may_be_outdated(dates):
    assert judged(*dates) == (Trust.MAY_BE_OUTDATED, ago(101))


def test_the_newest_date_counts_and_a_check_counts_more_on_the_same_day():
    assert judged(at(ago(50)), ago(20).isoformat()) == (Trust.DATED, ago(20))
    assert judged(at(ago(20)), ago(20).isoformat()) == (Trust.VERIFIED, ago(20))


def test_the_nearest_category_that_has_an_age_decides():
    trusts = [judged(at(ago(50)), None, path).trust for path in (CULTURE, BEACH, HARBOUR, ())]

    assert trusts == [Trust.VERIFIED, Trust.MAY_BE_OUTDATED, Trust.VERIFIED, Trust.VERIFIED]


@pytest.mark.parametrize(
    "dates",
    [
        (None, None), (None, ""), (None, "last summer"), (None, "2026-13"), (None, "2025-02-30"),
        (None, "0000"), (at(ago(-1)), None), (None, "2027"), (None, "2026-06-21"),
    ],
)  # fmt: skip
def test_without_a_date_that_can_be_nothing_is_known(dates):
    assert judged(*dates) == (Trust.UNKNOWN, None)


@pytest.mark.parametrize(
    ("text", "day"), [("2026", date(2026, 1, 1)), ("2026-05", date(2026, 5, 1))]
)
def test_a_year_or_a_month_counts_from_its_first_day(text, day):
    assert judged(None, text).day == day


def test_a_check_late_in_the_evening_was_of_the_day_it_was_in_sweden():
    evening = datetime(2026, 6, 18, 22, 30, tzinfo=UTC)

    assert judged(evening, None).day == date(2026, 6, 19)


def test_the_shipped_policy_names_categories_that_there_are_and_two_years_for_others():
    policy = usual_policy()

    assert policy.days.keys() <= {one.key for one in read_taxonomy()}
    assert policy.days_for(("sport_indoor", "ice_hall")) == 730
    assert policy.days_for(("visitor_services", "cafe")) == 365
    assert freshness(None, "2024-06-21", ("culture",), today=TODAY).trust is Trust.DATED
