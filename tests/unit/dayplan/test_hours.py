"""Opening hours become windows, and what they leave open stays open."""

from datetime import date, timedelta

import pytest

from tests.unit.dayplan.days import A_SATURDAY, at, stop, trip
from viauma.dayplan.hours import windows_on
from viauma.dayplan.planning import plan
from viauma.dayplan.rules import Reason, Window

SUNDAY = A_SATURDAY + timedelta(days=1)


def test_hours_of_the_day_are_its_windows():
    assert (Window(at("10:00"), at("12:00")), Window(at("13:00"), at("16:00"))) == windows_on(
        "Mo-Fr 09:00-18:00; Sa 10:00-12:00,13:00-16:00", A_SATURDAY
    )


def test_a_day_on_which_it_is_closed_has_no_windows():
    assert windows_on("Mo-Fr 09:00-18:00", A_SATURDAY) == ()


@pytest.mark.parametrize("hours", [None, "", "when the flag is up", "sunrise-sunset"])
def test_hours_that_nobody_can_read_are_unknown(hours):
    assert windows_on(hours, A_SATURDAY) is None


def test_a_season_without_times_may_be_open():
    (found,) = windows_on("May 15-Sep 15", A_SATURDAY) or ()

    assert not found.is_known


def test_the_evening_before_reaches_into_the_day():
    found = windows_on("Sa 22:00-02:00", SUNDAY)

    assert (Window(at("22:00"), at("02:00", SUNDAY)),) == found


def test_a_monday_looks_into_the_week_before():
    monday = date(2026, 7, 6)

    assert (Window(at("22:00", SUNDAY), at("02:00", monday)),) == windows_on(
        "Su 22:00-02:00", monday
    )


def test_a_plan_by_written_hours_waits_for_the_door():
    open_late = stop("a", windows=windows_on("Sa 11:00-15:00", A_SATURDAY))
    shut = stop("b", windows=windows_on("Mo-Fr 09:00-18:00", A_SATURDAY))
    found = plan([open_late, shut], trip())

    assert [at("11:00")] == [visit.begins_at for visit in found.visits]
    assert [one.reason for one in found.left_out] == [Reason.CLOSED]
