"""Whether a place is open: hours in OSM syntax, in Swedish time, with Swedish holidays.

Three answers, and unknown is never open. How hours are evaluated, and why by a library, is told in
docs/decisions/0011-honest-hours.md.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from viauma.register.evaluation import (
    FARTHEST,
    ZONE,
    HoursState,
    Reading,
    Stretch,
    moment,
    read_hours,
    state_of,
    stretches_of,
)

__all__ = [
    "Change", "DayHours", "HoursState", "Stretch", "is_readable", "next_change", "state_at",
    "week_of",
]  # fmt: skip

FIRST_YEAR, LAST_YEAR = 2000, 2075
"""The years in which the holidays are known; hours of today say nothing about others."""

_DAY = timedelta(days=1)
_SOON = timedelta(days=8)
_END = datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)


class Change(NamedTuple):
    """When the state changes, in Swedish time, and to what."""

    at: datetime
    state: HoursState


class DayHours(NamedTuple):
    """A day in the table of a week."""

    day: date
    stretches: tuple[Stretch, ...]
    """When it is open and when that is unknown, in Swedish time; otherwise it is closed."""


def state_at(hours: str | None, instant: datetime) -> HoursState:
    """Tell whether hours say open or closed at a moment.

    Parameters
    ----------
    hours
        OSM syntax as stored; null, empty, longer than 500 characters or not understood: unknown.
    instant
        Aware, in any zone; before 2000 and after 2075 all is unknown. In the autumn night whose
        hour from two to three passes twice, what changes in it changes the second time.

    Examples
    --------
    >>> state_at("Mo-Fr 10:00-18:00", datetime(2026, 6, 22, 9, tzinfo=UTC))
    <HoursState.OPEN: 'open'>
    >>> state_at("May 15-Sep 15", datetime(2026, 6, 22, 9, tzinfo=UTC))
    <HoursState.UNKNOWN: 'unknown'>
    """
    reading = _read(hours, instant.year)
    return HoursState.UNKNOWN if reading is None else state_of(reading, instant)


def next_change(hours: str | None, instant: datetime) -> Change | None:
    """Find when the state changes next; None: not within a year, or nothing is known.

    To become unknown is a change as well.
    """
    if (reading := _read(hours, instant.year)) is None:
        return None
    instant = instant.astimezone(UTC)
    first = instant.astimezone(ZONE).date()
    for ahead in (_SOON, FARTHEST):
        for one in stretches_of(reading, first, min(instant + ahead, _END)):
            if one.start.astimezone(UTC) > instant:
                return Change(one.start, one.state)
    return None


def week_of(hours: str | None, day: date) -> tuple[DayHours, ...] | None:
    """Lay out the week, Monday to Sunday, that a day is in; None where nothing can be read.

    What runs over midnight stands at the day it began, if it is shorter than a day; what is longer
    is cut at each midnight.
    """
    if (reading := _read(hours, day.year)) is None or day.year == FIRST_YEAR:
        return None
    monday = day - timedelta(days=day.weekday())
    # The night before may reach into the week, and Sunday's hours beyond it.
    days = [monday + timedelta(days=number) for number in range(-1, 9)]
    midnights = [moment(datetime.combine(one, time())) for one in days]
    told = [
        part
        for one in stretches_of(reading, days[0], midnights[-1])
        if one.state is not HoursState.CLOSED
        for part in _by_day(one, midnights)
    ]
    return tuple(
        DayHours(one, tuple(part for part in told if part.start.date() == one)) for one in days[1:8]
    )


def is_readable(hours: str | None) -> bool:
    """Tell whether anything can be known from hours as they are written."""
    return hours is not None and read_hours(hours) is not None


def _read(hours: str | None, year: int) -> Reading | None:
    if hours is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return read_hours(hours)


def _by_day(stretch: Stretch, midnights: list[datetime]) -> Iterator[Stretch]:
    # Reckoned in UTC: of one zone Python would compare the clocks on the wall.
    start, end = stretch.start.astimezone(UTC), stretch.end.astimezone(UTC)
    inner = [edge for edge in midnights if start < edge < end] if end - start >= _DAY else []
    for first, last in pairwise([start, *inner, end]):
        yield Stretch(first.astimezone(ZONE), last.astimezone(ZONE), stretch.state)
