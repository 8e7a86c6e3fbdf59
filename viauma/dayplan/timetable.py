"""What fits into a day: whole minutes after setting out, so that orders are tried quickly."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import cached_property
from typing import NamedTuple

from viauma.dayplan.distances import Matrix
from viauma.dayplan.rules import Stop, Trip, Window

_MINUTE = timedelta(minutes=1)

Minutes = tuple[int, int]
"""A half-open interval."""


class Cost(NamedTuple):
    """What makes one order worse than another: the first difference decides."""

    left_out: int
    lost_min: float
    """Travel, not rounded, and waiting: where nobody waits, the shortest way costs least."""


@dataclass(frozen=True)
class Timetable:
    """All that trying an order needs; stops are numbered from 1, and 0 is where the day begins."""

    distances: Matrix
    pace: float
    """Minutes for a metre as the crow flies."""
    stays: Sequence[int]
    windows: Sequence[Sequence[Minutes]]
    """For each stop, when a visit may begin: closed intervals, in order."""

    @cached_property
    def travel(self) -> list[list[int]]:
        """Whole minutes between any two, rounded up."""
        return [[math.ceil(metres * self.pace) for metres in row] for row in self.distances]

    @property
    def everything(self) -> range:
        """The numbers of all stops."""
        return range(1, len(self.stays))

    def begin(self, stop: int, arrival: int) -> int | None:
        """Find when a visit begins at the earliest; None: not that day any more."""
        for first, last in self.windows[stop]:
            if arrival <= last:
                return max(first, arrival)
        return None

    def latest(self, stop: int) -> float:
        """Tell until when a visit can begin; never if it cannot at all."""
        return max((last for _, last in self.windows[stop]), default=math.inf)

    def visited(self, order: Iterable[int]) -> list[int]:
        """Choose from an order what fits; what does not is passed by."""
        here, now, found = 0, 0, []
        for stop in order:
            begins = self.begin(stop, now + self.travel[here][stop])
            if begins is not None:
                here, now = stop, begins + self.stays[stop]
                found.append(stop)
        return found

    def cost(self, order: Iterable[int]) -> Cost:
        """Tell what an order costs."""
        here = now = waiting = left_out = 0
        metres = 0.0
        travel, distances, stays, windows = self.travel, self.distances, self.stays, self.windows
        # The innermost loop of all: `begin` is written out here.
        for stop in order:
            arrival = now + travel[here][stop]
            for first, last in windows[stop]:
                if arrival <= last:
                    begins = arrival if arrival > first else first  # noqa: FURB136 - max() is slow
                    break
            else:
                left_out += 1
                continue
            waiting += begins - arrival
            metres += distances[here][stop]
            here, now = stop, begins + stays[stop]
        return Cost(left_out, metres * self.pace + waiting)


def timetable(stops: Sequence[Stop], trip: Trip, distances: Matrix) -> Timetable:
    """Lay out a trip."""
    return Timetable(
        distances,
        pace=trip.detour * 60 / (trip.speed_kmh * 1000),
        stays=[0, *(stop.stay_min for stop in stops)],
        windows=[(), *(_beginnings(stop, trip) for stop in stops)],
    )


def windows_of(stop: Stop, trip: Trip, *, is_known: bool = False) -> list[Minutes]:
    """Lay out when a stop can be visited that day, in order; what touches is one.

    Minutes count from setting out, and before it they are negative. `is_known` leaves out when it
    only may be open.
    """
    found: list[Minutes] = []
    windows = [one for one in _all_windows(stop, trip) if one.is_known or not is_known]
    for start, end in sorted(_within(window, trip) for window in windows):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return found


def _all_windows(stop: Stop, trip: Trip) -> Sequence[Window]:
    if stop.windows is None:
        return (Window(trip.midnight, trip.ends_at, is_known=False),)
    return stop.windows


def _beginnings(stop: Stop, trip: Trip) -> list[Minutes]:
    return [
        (max(start, 0), end - stop.stay_min)
        for start, end in windows_of(stop, trip)
        if end - max(start, 0) >= stop.stay_min
    ]


def _within(window: Window, trip: Trip) -> Minutes:
    start = max(window.start.astimezone(UTC), trip.midnight) - trip.begins_at
    end = min(window.end.astimezone(UTC), trip.ends_at) - trip.begins_at
    # Rounded inwards: a window is never made longer than it is.
    return -(-start // _MINUTE), end // _MINUTE
