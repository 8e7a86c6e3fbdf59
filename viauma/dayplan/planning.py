"""The plan of a day: an order found, told as visits with times, and what is left out with why."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from viauma.dayplan.distances import distances_m
from viauma.dayplan.ordering import best_order
from viauma.dayplan.rules import (
    MOST_STOPS,
    DayPlan,
    LeftOut,
    Position,
    Reason,
    Stop,
    Trip,
    Visit,
)
from viauma.dayplan.timetable import Timetable, timetable, windows_of
from viauma.errors import InvalidInput


def plan(stops: Sequence[Stop], trip: Trip, *, keeps_order: bool = False) -> DayPlan:
    """Plan a day: as many stops as fit, with the least time lost to travel and waiting.

    Nobody is sent anywhere outside its windows, nor beyond midnight. The same input gives the same
    plan, and unless their order is kept it does not matter in which the stops were given.

    Parameters
    ----------
    stops
        At most 25, each with an id of its own; none makes an empty plan.
    trip
        When, from where and how fast.
    keeps_order
        Visit them as they are given, passing by what does not fit.

    Raises
    ------
    InvalidInput
        There are too many stops, or two have the same id.
    """
    if len(stops) > MOST_STOPS:
        raise InvalidInput("stops", f"a day holds at most {MOST_STOPS} places; {len(stops)} given")
    if len({stop.id for stop in stops}) < len(stops):
        raise InvalidInput("stops", "each place can be visited only once")
    if not keeps_order:
        stops = sorted(stops, key=lambda stop: stop.id)
    distances = distances_m(trip.origin, [Position(stop.lon, stop.lat) for stop in stops])
    table = timetable(stops, trip, distances)
    order = table.visited(table.everything) if keeps_order else best_order(table)
    left_out = [number for number in table.everything if number not in order]
    return DayPlan(
        trip,
        tuple(_visits(table, stops, trip, order)),
        tuple(
            LeftOut(stops[number - 1], _reason(table, number, stops[number - 1], trip))
            for number in left_out
        ),
    )


def _visits(
    table: Timetable, stops: Sequence[Stop], trip: Trip, order: Sequence[int]
) -> Iterator[Visit]:
    here = now = 0
    for number in order:
        stop, travel = stops[number - 1], table.travel[here][number]
        begins = table.begin(number, now + travel)
        assert begins is not None  # noqa: S101 - only what fits is in an order
        leaves = begins + stop.stay_min
        known = windows_of(stop, trip, is_known=True)
        yield Visit(
            stop=stop,
            distance_m=table.distances[here][number],
            travel_min=travel,
            arrives_at=_moment(trip, now + travel),
            begins_at=_moment(trip, begins),
            leaves_at=_moment(trip, leaves),
            are_hours_known=any(start <= begins and leaves <= end for start, end in known),
        )
        here, now = number, leaves


def _reason(table: Timetable, number: int, stop: Stop, trip: Trip) -> Reason:
    lengths = [end - start for start, end in windows_of(stop, trip)]
    if not lengths:
        return Reason.CLOSED
    if max(lengths) < stop.stay_min:
        return Reason.TOO_BRIEF
    if table.begin(number, table.travel[0][number]) is None:
        return Reason.OUT_OF_REACH
    return Reason.NO_TIME_LEFT


def _moment(trip: Trip, minutes: int) -> datetime:
    return (trip.begins_at + timedelta(minutes=minutes)).astimezone(trip.zone)
