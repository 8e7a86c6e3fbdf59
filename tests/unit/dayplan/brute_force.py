"""The best plan there is, by trying everything, in moments rather than minutes: an independent way.

Only what the standard library and pyproj know is used; nothing of viauma.dayplan but its values.
"""

import math
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import permutations

from pyproj import Geod

from viauma.dayplan.rules import Position, Stop, Trip

GEOD = Geod(ellps="WGS84")
MINUTE = timedelta(minutes=1)


def best(stops: Sequence[Stop], trip: Trip) -> tuple[int, float]:
    """Count the stops that must be left out, and the minutes lost at least."""
    return min((_tried(order, trip) for order in permutations(stops)), key=_rounded)


def _rounded(cost: tuple[int, float]) -> tuple[int, float]:
    return cost[0], round(cost[1], 6)


def _tried(order: Sequence[Stop], trip: Trip) -> tuple[int, float]:
    here, now = trip.origin, trip.begins_at
    left_out, lost = 0, 0.0
    for stop in order:
        metres = 0.0 if here is None else GEOD.inv(*here, stop.lon, stop.lat)[2]
        travel = metres * trip.detour / (trip.speed_kmh * 1000) * 60
        arrival = now + math.ceil(travel) * MINUTE
        begins = earliest(stop, trip, arrival)
        if begins is None:
            left_out += 1
            continue
        lost += travel + (begins - arrival) / MINUTE
        here, now = Position(stop.lon, stop.lat), begins + stop.stay_min * MINUTE
    return left_out, lost


def earliest(stop: Stop, trip: Trip, arrival: datetime) -> datetime | None:
    """Find the first whole minute from which the stop may be visited for the whole stay."""
    stay = stop.stay_min * MINUTE
    for start, end in open_times(stop, trip):
        waited = max(arrival, arrival + -((arrival - start) // MINUTE) * MINUTE)
        if waited + stay <= end:
            return waited
    return None


def open_times(stop: Stop, trip: Trip) -> list[tuple[datetime, datetime]]:
    """Lay the windows of the day together."""
    midnight = datetime.combine(trip.day, time(), trip.zone).astimezone(UTC)
    over = datetime.combine(trip.day + timedelta(days=1), time(), trip.zone).astimezone(UTC)
    if stop.windows is None:
        return [(midnight, over)]
    found: list[tuple[datetime, datetime]] = []
    for one in sorted(stop.windows):
        start, end = max(one.start, midnight), min(one.end, over)
        if found and start <= found[-1][1] and start < end:
            found[-1] = found[-1][0], max(found[-1][1], end)
        elif start < end:
            found.append((start, end))
    return found
