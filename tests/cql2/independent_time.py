"""Relations in time said again without SQL, by counting days or microseconds."""

import math
import operator as op
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from viauma.cql2 import tree

EPOCH = datetime(1, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
DAY = 86_400_000_000
OPEN = object()

# The first stretch runs from s to e, the second from t to f; all comparisons must hold. What is
# disjoint does not intersect.
RELATIONS = {
    "t_after": "f<s", "t_before": "e<t", "t_intersects": "s≤f t≤e", "t_equals": "s=t e=f",
    "t_contains": "s<t f<e", "t_during": "t<s e<f", "t_finishes": "t<s e=f",
    "t_finishedby": "s<t e=f", "t_meets": "e=t", "t_metby": "s=f", "t_overlaps": "s<t t<e e<f",
    "t_overlappedby": "t<s s<f f<e", "t_starts": "s=t e<f", "t_startedby": "s=t f<e",
}  # fmt: skip
TESTS = {"<": op.lt, "=": op.eq, "≤": op.le}

Evaluate = Callable[[tree.Expression], Any]


def is_related(
    operator: str, left: tree.Expression, right: tree.Expression, evaluate: Evaluate
) -> bool | None:
    if operator == "t_disjoint":
        met = is_related("t_intersects", left, right, evaluate)
        return None if met is None else not met
    by_day = _is_by_day(left) and _is_by_day(right)
    ends = [
        _count(end, by_day=by_day, is_last=bool(at))
        for side in (left, right)
        for at, end in enumerate(_ends(side, evaluate))
    ]
    named = dict(zip("setf", ends, strict=True))
    found = [
        None if None in {named[one], named[other]} else TESTS[sign](named[one], named[other])
        for one, sign, other in RELATIONS[operator].split()
    ]
    return False if False in found else None if None in found else True


def _ends(node: tree.Expression, evaluate: Evaluate) -> tuple[Any, Any]:
    if isinstance(node, tree.Interval):
        first, last = (OPEN if end is None else evaluate(end) for end in (node.start, node.end))
        return first, last
    found = evaluate(node)
    if isinstance(found, tuple):
        first, last = (OPEN if end is None else end for end in found)
        return first, last
    return found, found


def _is_by_day(node: tree.Expression) -> bool:
    """Tell by the declared kinds whether days are fine enough."""
    match node:
        case tree.Interval(start, end):
            ends = [each for each in (start, end) if each]
            return bool(ends) and all(map(_is_by_day, ends))
        case tree.Property(name):
            return name in {"day", "until", "during"}
        case _:
            return not isinstance(node.value, datetime)


def _count(end: Any, *, by_day: bool, is_last: bool) -> float | None:
    if end is None:
        return None
    if end is OPEN:
        return math.inf if is_last else -math.inf
    if by_day:
        return end.toordinal()
    if isinstance(end, datetime):
        return (end - EPOCH) // TICK
    return (end - date.min).days * DAY + (DAY - 1 if is_last else 0)
