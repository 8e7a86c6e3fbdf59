from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours

from tests.unit.register.independent import EVES, LAW, quarters, state_of
from viauma.register.evaluation import ZONE, is_eve, moment
from viauma.register.hours import (
    FIRST_YEAR,
    LAST_YEAR,
    HoursState,
    is_readable,
    next_change,
    state_at,
    week_of,
)
from viauma_data.region.places import read_places

OPEN, CLOSED, UNKNOWN = HoursState.OPEN, HoursState.CLOSED, HoursState.UNKNOWN

SIMPLE = (
    "Mo-Su 08:00-20:00",
    "Mo-Fr 10:00-18:00; Sa 10:00-14:00",
    "Mo-Fr 09:00-12:00,13:00-17:30; PH off",
    "Mo-Fr 06:00-24:00; Sa,Su,PH 08:00-24:00",
    "Mo-Th 11:00-22:00; Fr 18:00-02:30; Sa 12:00-01:00",
    "Mo-Su 18:00-02:00; PH off",
    "Fr-Mo 20:00-04:00; Su off",
    "Jun-Aug Mo-Su 10:00-18:00; Sep Sa,Su 11:00-15:00",
    "Nov-Mar 15:00-21:00; Dec PH off",
    "Mo-Su 00:00-24:00; PH 12:00-16:00",
    "PH 10:00-16:00",
    "22:15-22:15",
)

# A Tuesday in summer, noon in Sweden.
NOON = datetime(2026, 6, 16, 10, tzinfo=UTC)


@pytest.mark.parametrize("hours", SIMPLE)
@pytest.mark.parametrize("year", [2026, 2027])
def test_two_evaluators_agree_at_every_quarter_of_two_years(hours, year):
    walls = quarters(date(year, 1, 1), date(year + 1, 1, 1))

    differing = [
        wall for wall in walls if state_at(hours, moment(wall)) != state_of(hours, wall)
    ]  # fmt: skip

    # In the last Sunday of March an hour is on no wall; at three it is still two.
    assert [wall for wall in differing if not is_left_out(wall)] == []


def is_left_out(wall):
    return moment(wall).astimezone(ZONE).replace(tzinfo=None) != wall


def test_holidays_are_those_of_the_law_and_only_eves_are_in_dispute():
    days = [date(2000, 1, 1) + timedelta(days=number) for number in range(28_100)]

    found = {day: state_at("PH 00:00-24:00", noon_of(day)) for day in days if day.year <= LAST_YEAR}

    expected = {day: UNKNOWN if day in EVES else OPEN if day in LAW else CLOSED for day in found}
    assert expected == found


def test_the_library_takes_three_eves_for_holidays_and_knows_all_years_it_is_asked_about():
    library = OpeningHours("PH", country="SE", auto_country=False, auto_timezone=False)
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    noons = [
        datetime.combine(date(year, 1, 1) + timedelta(days=number), time(12))
        for year in years
        for number in range(366)
    ]

    found = {noon.date() for noon in noons if library.is_open(noon)}

    assert found == (LAW.keys() | EVES) & {noon.date() for noon in noons}
    assert all(map(is_eve, EVES))


def noon_of(day):
    return datetime.combine(day, time(12), ZONE)


@pytest.mark.parametrize(
    "hours",
    [
        None, "", "   ", ";", "\x00", "nonsense", "Öppet när vi är här", "Mo-Fr", "Jun-Aug",
        "May 15-Sep 15", "May-Sep open", "2026", "Mo-Fr 10-18", "08:00-16:00 Mo-Fr", "25:00-26:00",
        "unknown", "24/7 unknown", 'Mo-Su 00:00-24:00 "by appointment"', '"by appointment"',
        'Mo-Fr 10:00-18:00 "', "sunrise-sunset", "Mo-Su 10:00-(sunset-01:00)", "10:00+",
        "10:00-16:00+", "SH 10:00-16:00; 10:00-16:00", "Mo-Fr 08:00-12:00 || unknown",
        "Mo-Su 10:00-16:00; PH +1 day off", "10:00-16:00/01:30", "Tu", "Mo 08:00-10:00, Tu",
        "10:00-16:00; Jun", "Mo-Su 10:00-16:00\n", "Mo-Su 10:00-16:00;" * 30,
    ],
)  # fmt: skip
def test_what_is_not_known_is_unknown_and_never_open(hours):
    assert state_at(hours, NOON) == UNKNOWN


@pytest.mark.parametrize(
    ("hours", "same"),
    [
        ("Mo-Sa 09:00-20:00,Su 12:00-20:00", "Mo-Sa 09:00-20:00; Su 12:00-20:00"),
        ("Mo-Fr 07:00-21:00, Sa, Su 08:00-21:00", "Mo-Fr 07:00-21:00; Sa,Su 08:00-21:00"),
        ("Mo-Fr 10:00-18:00;", "Mo-Fr 10:00-18:00"),
        ("Mo-Fr 10:00-12:00, 13:00-15:00", "Mo-Fr 10:00-12:00,13:00-15:00"),
        ('Mo-Fr 10:00-18:00 open "ring; vänta, tack"', "Mo-Fr 10:00-18:00"),
        ('Mo-Fr 10:00-18:00; Sa off "stängt"', "Mo-Fr 10:00-18:00"),
        ("Fr 22:00-26:00", "Fr 22:00-02:00"),
    ],
)
def test_what_people_write_means_the_same(hours, same):
    week = [NOON + timedelta(minutes=15 * number) for number in range(7 * 96)]

    assert [state_at(same, one) for one in week] == [state_at(hours, one) for one in week]


def test_a_season_without_times_says_when_a_place_is_closed():
    assert state_at("May 15-Sep 15", datetime(2026, 12, 1, 11, tzinfo=UTC)) == CLOSED
    assert state_at("May 15-Sep 15", datetime(2026, 7, 1, 2, tzinfo=UTC)) == UNKNOWN


def test_one_rule_without_times_does_not_spoil_the_others():
    hours = "Mo-Fr 10:00-18:00; Sa"

    assert state_at(hours, NOON) == OPEN
    assert state_at(hours, NOON + timedelta(days=4)) == UNKNOWN
    assert state_at(hours, NOON + timedelta(days=5)) == CLOSED


def test_a_night_out_does_not_end_because_the_next_day_is_free():
    ascension_day = datetime(2026, 5, 14, tzinfo=ZONE)

    assert state_at("Mo-Su 18:00-02:00; PH off", ascension_day.replace(hour=1)) == OPEN
    assert state_at("Mo-Su 18:00-02:00; PH off", ascension_day.replace(hour=19)) == CLOSED
    assert (
        state_at("Mo-Su 18:00-02:00; PH off", ascension_day.replace(hour=1) + timedelta(days=1))
        == CLOSED
    )


@pytest.mark.parametrize("day", [date(2026, 12, 24), date(2026, 6, 19), date(2026, 12, 31)])
def test_an_eve_is_in_dispute_only_where_it_makes_a_difference(day):
    noon = noon_of(day)

    assert state_at("Mo-Fr 10:00-18:00; PH off", noon) == UNKNOWN
    assert state_at("Mo-Su,PH 10:00-18:00", noon) == OPEN
    assert state_at("Mo-Su 10:00-18:00", noon) == OPEN
    assert state_at("Mo-Fr 14:00-18:00; PH off", noon) == CLOSED


def test_the_same_moment_in_any_zone_has_the_same_state():
    utc = datetime(2026, 3, 29, 6, 30, tzinfo=UTC)

    states = {state_at("08:30-08:31", utc.astimezone(zone)) for zone in (UTC, ZONE)}

    assert {OPEN} == states


@pytest.mark.parametrize("year", [1, 1899, 1999, 2076, 9999])
def test_of_far_years_nothing_is_known(year):
    instant = datetime(year, 12, 31, 23, 59, tzinfo=UTC)

    assert state_at("24/7", instant) == UNKNOWN
    assert next_change("10:00-12:00", instant) is None
    assert week_of("10:00-12:00", instant.date()) is None


def test_at_the_ends_of_the_known_years_there_are_answers():
    first, last = datetime(2000, 1, 1, tzinfo=UTC), datetime(2075, 12, 31, 23, 59, tzinfo=UTC)

    assert [state_at("24/7", one) for one in (first, last)] == [OPEN, OPEN]
    assert next_change("Mo-Su 10:00-12:00", last) is None
    assert week_of("24/7", last.date())


SHIPPED = sorted({one.opening_hours for one in read_places() if one.opening_hours})


def test_all_hours_of_the_region_can_be_read():
    assert [hours for hours in SHIPPED if not is_readable(hours)] == []


NIGHTS = (
    *SIMPLE, "00:00-02:30", "02:15-02:45", "02:30-09:00", "01:00-03:00", "Su 02:30-02:31",
    "Sa 22:00-02:30; Su 10:00-11:00", "24/7", "May 15-Sep 15",
)  # fmt: skip


@pytest.mark.parametrize("hours", [*NIGHTS, *SHIPPED[:8]])
@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 12, 24)])
def test_states_changes_and_tables_tell_one_story(hours, day):
    start = moment(datetime.combine(day - timedelta(days=1), time()))
    minutes = [start + timedelta(minutes=5 * number) for number in range(2 * 288)]
    states = [state_at(hours, minute) for minute in minutes]

    for minute, state in zip(minutes, states, strict=True):
        change = next_change(hours, minute)
        if change:
            assert minute < change.at
            assert state_at(hours, change.at) == change.state != state
            assert state == state_at(hours, change.at.astimezone(UTC) - timedelta(seconds=1))
    told = [part for one in week_of(hours, day) for part in one.stretches]
    within = [one for one in minutes if one.astimezone(ZONE).date() == day]
    for minute in within:
        (state,) = [part.state for part in told if covers(part, minute)] or [CLOSED]
        assert state == state_at(hours, minute) or is_of_the_night_before(hours, minute)


def covers(part, minute):
    return part.start.astimezone(UTC) <= minute < part.end.astimezone(UTC)


def is_of_the_night_before(hours, minute):
    # The table of a week leaves to the week before what began there.
    return minute.astimezone(ZONE).weekday() == 0 and state_at(hours, minute) != CLOSED


def test_in_the_long_night_what_changes_between_two_and_three_changes_the_second_time():
    first, second = (datetime(2026, 10, 25, hour, 40, tzinfo=UTC) for hour in (0, 1))

    assert first.astimezone(ZONE).time() == second.astimezone(ZONE).time()
    assert [state_at("Sa 22:00-02:30", one) for one in (first, second)] == [OPEN, CLOSED]


def test_a_week_shows_what_runs_over_midnight_at_the_day_it_began():
    week = week_of("Fr 18:00-02:00; Sa 12:00-01:00; Su 10:00-11:00", date(2026, 10, 21))

    shown = [
        (one.day.isoformat(), f"{part.start:%H:%M}", f"{part.end:%d %H:%M}")
        for one in week
        for part in one.stretches
    ]
    assert [date(2026, 10, 19 + number) for number in range(7)] == [one.day for one in week]
    assert shown == [
        ("2026-10-23", "18:00", "24 02:00"),
        ("2026-10-24", "12:00", "25 01:00"),
        ("2026-10-25", "10:00", "25 11:00"),
    ]


def test_a_week_around_the_clock_is_cut_at_each_midnight():
    week = week_of("24/7", date(2026, 3, 29))

    assert [len(one.stretches) for one in week] == [1] * 7
    edges = [edge for one in week for part in one.stretches for edge in (part.start, part.end)]
    assert all(edge.time() == time() for edge in edges)


def test_a_week_shows_what_is_unknown():
    (*_, sunday) = week_of('Mo-Sa 10:00-12:00; Su 12:00-14:00 "ring"', date(2026, 6, 17))

    assert [part.state for part in sunday.stretches] == [UNKNOWN]


TOKENS = (
    "Mo", "Tu-Fr", "Sa,Su", "PH", "SH", "off", "open", "unknown", '"x"', "10:00", "-",
    "18:00-02:00", "08:00-16:00", ",", ";", "||", "+", "/", "24/7", "week 1-53", "2026",
    "2020-9999/7", "Jan", "Feb 29", "May 15-Sep 15", "easter", "+1 day", "-999999999 days", "[1]",
    "[-1]", "sunset", "(", ")", " ", ":", "å", "\x00", "99:99-99:99", "99999999999", "😀",
    "00:00-48:00",
)  # fmt: skip


@settings(max_examples=1_500, deadline=1_000)
@given(
    hours=st.one_of(st.text(max_size=600), st.lists(st.sampled_from(TOKENS)).map(" ".join)),
    instant=st.datetimes(timezones=st.just(UTC)),
)
def test_no_text_takes_long_or_fails(hours, instant):
    state = state_at(hours, instant)

    change = next_change(hours, instant)
    week_of(hours, instant.date())
    assert state in HoursState
    assert change is None or change.state != state


@pytest.mark.parametrize(
    "hours",
    [
        "week 53 Feb 29 Mo[5] 10:00-10:01", "2000-9999/7 week 53 Feb 29 PH 10:00-11:00",
        "(" * 499, '"' * 499, ("Mo," * 166)[:-1], "Mo-Fr 10:00-18:00; " * 26, "PH" + ",PH" * 160,
        ",".join(f"00:{minute:02}-00:{minute + 1:02}" for minute in range(0, 58, 2)),
        "easter +99999999999 days 10:00-12:00", "Mo +9223372036854775808 days 10:00-12:00",
        "18:00-02:00; " * 38,
    ],
)  # fmt: skip
def test_hostile_hours_are_answered_at_once(hours):
    started = datetime.now(UTC)

    for hour in range(24):
        state_at(hours, NOON + timedelta(hours=hour))
    next_change(hours, NOON)
    week_of(hours, NOON.date())

    assert datetime.now(UTC) - started < timedelta(seconds=0.5)


def test_stretches_of_a_day_have_no_gaps():
    week = week_of("Mo-Su 10:00-12:00,13:00-15:00; PH off", date(2026, 6, 17))

    for one in week:
        assert all(first.end <= second.start for first, second in pairwise(one.stretches))
