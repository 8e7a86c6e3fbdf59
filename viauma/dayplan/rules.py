"""What a day plan is: stops with their windows, a trip, visits, and what is left out and why.

Distances are geodesics, as the crow flies: Via Uma knows no roads. Only travel time is stretched,
by a detour factor that whoever shows the plan states beside it.
"""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from viauma.errors import InvalidInput

MOST_STOPS = 25
LONGEST_STAY_MIN = 24 * 60

_DAY = timedelta(days=1)


class Reason(StrEnum):
    """Why a stop is not in the plan."""

    CLOSED = "closed"
    """It is closed all that day."""
    TOO_BRIEF = "too_brief"
    """It is never open as long as the stay."""
    OUT_OF_REACH = "out_of_reach"
    """Even alone, it cannot be reached before it closes or the day ends."""
    NO_TIME_LEFT = "no_time_left"
    """The other stops leave no time for it."""


class Position(NamedTuple):
    """A place on the ground, EPSG:4326."""

    lon: float
    lat: float


class Window(NamedTuple):
    """A half-open time in which a stop can be visited; both moments are aware."""

    start: datetime
    end: datetime
    is_known: bool = True
    """Whether it is known to be open then; otherwise it may be."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A place that somebody wants to see."""

    id: str
    name: str
    lon: float
    lat: float
    stay_min: int
    windows: tuple[Window, ...] | None
    """When it can be visited, in any order; empty: closed all day; None: nothing is known."""

    def __post_init__(self) -> None:
        """Refuse what is nowhere or takes no time.

        Raises
        ------
        InvalidInput
            The position is off the earth, or the stay is not of this day.
        """
        check_position("stops", self.lon, self.lat)
        if not 1 <= self.stay_min <= LONGEST_STAY_MIN:
            raise InvalidInput("stay", f"must be from 1 to {LONGEST_STAY_MIN} minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """How somebody travels that day."""

    day: date
    starts_at: time
    zone: ZoneInfo
    speed_kmh: float
    detour: float
    """How much longer the way is than the crow's; it stretches travel time, never a distance."""
    origin: Position | None = None
    """Where the day begins; None: at the first stop."""

    def __post_init__(self) -> None:
        """Refuse a pace at which nobody arrives.

        Raises
        ------
        InvalidInput
            Speed or detour make no sense, or the origin is off the earth.
        """
        if not (math.isfinite(self.speed_kmh) and self.speed_kmh > 0):
            raise InvalidInput("speed_kmh", "must be above 0")
        if not (math.isfinite(self.detour) and self.detour >= 1):
            raise InvalidInput("detour", "must be 1 or more")
        if self.origin is not None:
            check_position("from", *self.origin)

    @property
    def midnight(self) -> datetime:
        """The beginning of the day, in UTC."""
        return datetime.combine(self.day, time(), self.zone).astimezone(UTC)

    @property
    def begins_at(self) -> datetime:
        """The moment of setting out, in UTC."""
        return datetime.combine(self.day, self.starts_at, self.zone).astimezone(UTC)

    @property
    def ends_at(self) -> datetime:
        """The midnight at which the day is over, in UTC."""
        return datetime.combine(self.day + _DAY, time(), self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A stop in the plan; moments are in the trip's zone, to the minute."""

    stop: Stop
    distance_m: float
    """From where one was before, as the crow flies; 0 where the day begins."""
    travel_min: int
    arrives_at: datetime
    begins_at: datetime
    """Later than the arrival if it is closed until then."""
    leaves_at: datetime
    are_hours_known: bool

    @property
    def waiting_min(self) -> int:
        """How long one waits for it to open."""
        waiting = self.begins_at.astimezone(UTC) - self.arrives_at.astimezone(UTC)
        return waiting // timedelta(minutes=1)


class LeftOut(NamedTuple):
    """A stop for which the plan has no time."""

    stop: Stop
    reason: Reason


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The visits in order, and what did not fit."""

    trip: Trip
    visits: tuple[Visit, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def distance_m(self) -> float:
        """The whole way, as the crow flies."""
        return math.fsum(visit.distance_m for visit in self.visits)

    @property
    def travel_min(self) -> int:
        """All travel."""
        return sum(visit.travel_min for visit in self.visits)


def check_position(argument: str, lon: float, lat: float) -> None:
    """Refuse what is no position in degrees, naming the argument that it came in.

    Raises
    ------
    InvalidInput
        It is not finite, or off the earth.
    """
    # Comparisons with NaN are false.
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # noqa: PLR2004 - degrees
        raise InvalidInput(
            argument, "must be a longitude and a latitude in degrees, as in 20.26,63.83"
        )
