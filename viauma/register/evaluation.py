"""Hours as stretches of time: the library's evaluation, with what it cannot know made unknown.

Its holidays are those of the law (1989:253) and three eves besides: Midsummer, Christmas and New
Year's. Some who write ``PH`` mean the eves too and some do not, so on an eve both readings are
evaluated, and where they differ the state is unknown.

Hours are evaluated by the clock on the wall, as they are meant; only the stretches found are turned
into moments. In the autumn night whose hour from two to three passes twice, what changes in it
changes the second time; in spring, what changes in the hour that is left out changes with it.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # stubs

from viauma.register.hours_text import Rule, honest_rules, joined
from viauma.register.nights import after_midnight, runs_over_midnight, until_midnight

ZONE = ZoneInfo("Europe/Stockholm")
COUNTRY = "SE"

FARTHEST = timedelta(days=366)
"""A change that lies farther ahead is none."""

MOST_READ = 16_384
"""So many different texts are kept read, each a few kilobytes."""

_DAY = timedelta(days=1)


class HoursState(StrEnum):
    """What is known about a place at a moment."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Stretch(NamedTuple):
    """A time during which the state stays the same, half-open."""

    start: datetime
    end: datetime
    state: HoursState


class Schedule(NamedTuple):
    """Hours within single days: with the library's holidays, and with none if it matters."""

    usual: OpeningHours
    without_holidays: OpeningHours | None


class Reading(NamedTuple):
    """Hours that can be evaluated: each day's until midnight, and what they go on to after it."""

    days: Schedule
    nights: Schedule | None


_STATES = {
    State.OPEN: HoursState.OPEN,
    State.CLOSED: HoursState.CLOSED,
    State.UNKNOWN: HoursState.UNKNOWN,
}


@lru_cache(maxsize=MOST_READ)
def read_hours(hours: str) -> Reading | None:
    """Read hours in OSM syntax; None where nothing can be known from them."""
    if (rules := honest_rules(hours)) is None:
        return None
    try:
        if not runs_over_midnight(rules):
            return Reading(_schedule(rules), None)
        return Reading(_schedule(until_midnight(rules)), _schedule(after_midnight(rules)))
    except ParserError:
        return None


def state_of(reading: Reading, instant: datetime) -> HoursState:
    """Tell the state at a moment."""
    # In a zone of its own, Python would add time to the clock on the wall.
    instant = instant.astimezone(UTC)
    local = instant.astimezone(ZONE)
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        *_, last = stretches_of(reading, local.date(), instant + timedelta(microseconds=1))
        return last.state
    wall = local.replace(tzinfo=None)
    night = _state(reading.nights, wall - _DAY) if reading.nights else HoursState.CLOSED
    return _either(_state(reading.days, wall), night)


def stretches_of(reading: Reading, first: date, end: datetime) -> Iterator[Stretch]:
    """Divide the time from a day's beginning by state, without gaps, in Swedish time."""
    return _merged(_in_time(reading, first, end.astimezone(UTC)))


def moment(wall: datetime) -> datetime:
    """Tell when a clock on a wall in Sweden shows a time, in UTC."""
    found = wall.replace(tzinfo=ZONE, fold=1).astimezone(UTC)
    if found.astimezone(ZONE).replace(tzinfo=None) == wall:
        return found
    # The clock jumps over it, and does so on the hour.
    later = wall.replace(tzinfo=ZONE, fold=0).astimezone(UTC)
    return later.replace(minute=0, second=0, microsecond=0)


def is_eve(day: date) -> bool:
    """Tell whether a day is an eve that the library takes for a holiday and the law does not."""
    if (day.month, day.day) in {(12, 24), (12, 31)}:
        return True
    june, friday = 6, 4
    # Midsummer Day is the Saturday from 20 to 26 June.
    return day.month == june and day.weekday() == friday and 19 <= day.day <= 25  # noqa: PLR2004


def _schedule(rules: list[Rule]) -> Schedule:
    text = joined(rules)
    other = _evaluator(text, None) if "PH" in text.upper() else None
    return Schedule(_evaluator(text, COUNTRY), other)


def _evaluator(text: str, country: str | None) -> OpeningHours:
    return OpeningHours(
        text,
        country=country,
        auto_country=False,
        auto_timezone=False,
        # Without a bound the search for a day that never comes goes through eight thousand years.
        max_interval_days=FARTHEST.days,
    )


def _state(schedule: Schedule, wall: datetime) -> HoursState:
    state = _STATES[schedule.usual.state(wall)[0]]
    if schedule.without_holidays is None or not is_eve(wall.date()):
        return state
    return _both(state, _STATES[schedule.without_holidays.state(wall)[0]])


def _both(*states: HoursState) -> HoursState:
    return states[0] if len(set(states)) == 1 else HoursState.UNKNOWN


def _either(*states: HoursState) -> HoursState:
    for state in (HoursState.OPEN, HoursState.UNKNOWN):
        if state in states:
            return state
    return HoursState.CLOSED


def _in_time(reading: Reading, first: date, end: datetime) -> Iterator[Stretch]:
    until = end.astimezone(ZONE).date() + _DAY
    for start, stop, state in _on_the_wall(reading, _midnight(first), _midnight(until)):
        begins, ends = moment(start), min(moment(stop), end)
        # In spring there are hours on paper that are no time at all.
        if begins < ends:
            yield Stretch(begins.astimezone(ZONE), ends.astimezone(ZONE), state)


def _on_the_wall(reading: Reading, start: datetime, end: datetime) -> Iterable[Stretch]:
    days = _within(reading.days, start, end)
    if reading.nights is None:
        return days
    nights = _within(reading.nights, start - _DAY, end - _DAY)
    shifted = [Stretch(first + _DAY, last + _DAY, state) for first, last, state in nights]
    return _combined(days, shifted, lambda _, *states: _either(*states))


def _within(schedule: Schedule, start: datetime, end: datetime) -> list[Stretch]:
    usual = _evaluated(schedule.usual, start, end)
    if schedule.without_holidays is None:
        return usual
    other = _evaluated(schedule.without_holidays, start, end)
    days = (start + number * _DAY for number in range((end - start).days))
    eves = {day: day + _DAY for day in days if is_eve(day)}

    def agreed(at: datetime, state: HoursState, otherwise: HoursState) -> HoursState:
        return _both(state, otherwise) if is_eve(at) else state

    return list(_combined(usual, other, agreed, {*eves, *eves.values()} - {end}))


def _evaluated(hours: OpeningHours, start: datetime, end: datetime) -> list[Stretch]:
    found = hours.intervals(start, end)
    return [Stretch(first, last, _STATES[state]) for first, last, state, _ in found]


def _combined(
    one: list[Stretch],
    other: list[Stretch],
    choose: Callable[[datetime, HoursState, HoursState], HoursState],
    edges: Iterable[datetime] = (),
) -> Iterator[Stretch]:
    """Lay two divisions of the same time over each other."""
    starts = sorted({part.start for part in (*one, *other)} | set(edges))
    for start, end in pairwise([*starts, one[-1].end]):
        yield Stretch(start, end, choose(start, _at(one, start), _at(other, start)))


def _at(parts: list[Stretch], wall: datetime) -> HoursState:
    return parts[bisect_right(parts, wall, key=lambda part: part.start) - 1].state


def _merged(parts: Iterable[Stretch]) -> Iterator[Stretch]:
    for state, same in groupby(parts, key=attrgetter("state")):
        first, *more = same
        yield Stretch(first.start, (more or [first])[-1].end, state)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
