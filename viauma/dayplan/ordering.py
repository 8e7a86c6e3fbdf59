"""The order of a day: all orders of a few stops, and of more a good one that is quickly found.

Nearest neighbour makes a first order, and 2-opt (turning a part of it round) and moving single
stops improve it until neither helps. The travelling salesman with time windows is hard to solve in
general; up to seven stops all orders are tried, and no order is better.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, permutations

from viauma.dayplan.timetable import Cost, Timetable

MOST_EXACT = 7
MOST_TRIES = 3_000
"""So many changes are tried at most, counted and not timed, so that plans are the same anywhere."""

_TINY_MIN = 1e-9

Change = Callable[[list[int]], list[int]]


def best_order(table: Timetable) -> list[int]:
    """Order the stops that fit, so that most fit and the least time is lost on the way."""
    if len(table.everything) <= MOST_EXACT:
        return all_tried(table)
    firsts = (nearest_neighbours(table), by_closing_time(table))
    first = min(firsts, key=table.cost)
    return table.visited(improved(table, first))


def nearest_neighbours(table: Timetable) -> list[int]:
    """Go on to whatever is nearest, among what still fits; the rest comes last, nearest first."""
    here, now, left = 0, 0, list(table.everything)
    order: list[int] = []
    while left:
        fits = [one for one in left if table.begin(one, now + table.travel[here][one]) is not None]
        nearest = min(fits or left, key=table.distances[here].__getitem__)
        begins = table.begin(nearest, now + table.travel[here][nearest])
        if begins is not None:
            here, now = nearest, begins + table.stays[nearest]
        left.remove(nearest)
        order.append(nearest)
    return order


def by_closing_time(table: Timetable) -> list[int]:
    """Go first where it is soonest too late."""
    return sorted(table.everything, key=lambda stop: (table.latest(stop), stop))


def improved(table: Timetable, order: Sequence[int], tries: int = MOST_TRIES) -> list[int]:
    """Change an order as long as that makes it better, never worse than it was given."""
    best, cost, since = list(order), table.cost(order), 0
    changes = list(_changes(len(best)))
    for number in range(tries if changes else 0):
        other = changes[number % len(changes)](best)
        found = table.cost(other)
        if _is_better(found, cost):
            best, cost, since = other, found, 0
        elif (since := since + 1) == len(changes):
            break
    return best


def all_tried(table: Timetable) -> list[int]:
    """Try every order of the stops."""
    best = min(permutations(table.everything), key=table.cost)
    return table.visited(best)


def _is_better(one: Cost, other: Cost) -> bool:
    if one.left_out != other.left_out:
        return one.left_out < other.left_out
    # What differs in the last digits only would be changed to and fro.
    return one.lost_min < other.lost_min - _TINY_MIN


def _changes(size: int) -> Iterator[Change]:
    for first, last in combinations(range(size), 2):
        yield _turned(first, last)
    for here, there in permutations(range(size), 2):
        # Between neighbours, turning has done it.
        if abs(here - there) > 1:
            yield _moved(here, there)


def _turned(first: int, last: int) -> Change:
    return lambda order: [*order[:first], *order[first : last + 1][::-1], *order[last + 1 :]]


def _moved(here: int, there: int) -> Change:
    def moved(order: list[int]) -> list[int]:
        rest = [*order[:here], *order[here + 1 :]]
        return [*rest[:there], order[here], *rest[there:]]

    return moved
