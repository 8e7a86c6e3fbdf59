"""Relations in time: every operand is a stretch from a first to a last moment, ends included.

A day stands against moments as the day in UTC, from its first to its last microsecond, which is
the finest that the database stores.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import NamedTuple, cast

from viauma.cql2.queryables import Kind
from viauma.cql2.sql.operands import Binds, Constant, Operand, Sql
from viauma.cql2.tree import ComparisonOperator, TemporalOperator

# s and e are the ends of the first operand, t and f those of the second; the definitions are
# those of OWL-Time, to which 21-065r2 refers.
_RELATIONS: dict[TemporalOperator, str] = {
    "t_after": "{s} > {f}",
    "t_before": "{e} < {t}",
    "t_contains": "{s} < {t} and {e} > {f}",
    "t_disjoint": "{e} < {t} or {s} > {f}",
    "t_during": "{s} > {t} and {e} < {f}",
    "t_equals": "{s} = {t} and {e} = {f}",
    "t_finishedby": "{s} < {t} and {e} = {f}",
    "t_finishes": "{s} > {t} and {e} = {f}",
    "t_intersects": "{s} <= {f} and {e} >= {t}",
    "t_meets": "{e} = {t}",
    "t_metby": "{s} = {f}",
    "t_overlappedby": "{s} > {t} and {s} < {f} and {e} > {f}",
    "t_overlaps": "{s} < {t} and {e} > {t} and {e} < {f}",
    "t_startedby": "{s} = {t} and {e} > {f}",
    "t_starts": "{s} = {t} and {e} < {f}",
}

_OF_A_DAY: dict[ComparisonOperator, str] = {
    "=": "{x} >= {first} and {x} <= {last}",
    "<>": "{x} < {first} or {x} > {last}",
    "<": "{x} < {first}",
    "<=": "{x} <= {last}",
    ">": "{x} > {last}",
    ">=": "{x} >= {first}",
}

MIRRORED: dict[ComparisonOperator, ComparisonOperator] = {
    "=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<=",
}  # fmt: skip


class Stretch(NamedTuple):
    """A stretch of time; its ends are dates or timestamps, both of one kind."""

    first: Operand
    last: Operand

    @property
    def kind(self) -> Kind:
        """Whether its ends are dates or timestamps."""
        return self.first.kind


def instant(operand: Operand) -> Stretch:
    """See an instant as the stretch that it begins and ends."""
    return Stretch(operand, operand)


def interval(first: Operand | None, last: Operand | None) -> Stretch:
    """Make a stretch of two ends, None for an open one."""
    kinds = {end.kind for end in (first, last) if end}
    kind = Kind.DATE if kinds == {Kind.DATE} else Kind.TIMESTAMP
    type_name = "date" if kind is Kind.DATE else "timestamptz"
    open_ends = (Sql(f"cast('{sign}infinity' as {type_name})", kind) for sign in ("-", ""))
    ends = (
        Stretch(end, end) if end else instant(other)
        for end, other in zip((first, last), open_ends, strict=True)
    )
    begin, end = (_as_moments(one) if one.kind is not kind else one for one in ends)
    return Stretch(begin.first, end.last)


def of_range(daterange: str) -> Stretch:
    """Read a daterange, which may be unbounded; an empty one is no stretch at all, but unknown."""
    known = f"{daterange} is not null and not isempty({daterange})"
    first = f"coalesce(lower({daterange}), cast('-infinity' as date))"
    last = f"coalesce(upper({daterange}) - 1, cast('infinity' as date))"
    return Stretch(
        *(Sql(f"(case when {known} then {end} end)", Kind.DATE) for end in (first, last))
    )


def relation(operator: TemporalOperator, left: Stretch, right: Stretch, binds: Binds) -> str:
    """Write a temporal relation."""
    if left.kind is not right.kind:
        left, right = _as_moments(left), _as_moments(right)
    ends = dict(zip("setf", (*left, *right), strict=True))
    return _filled(_RELATIONS[operator], ends, binds)


def comparison(operator: ComparisonOperator, left: Operand, right: Operand, binds: Binds) -> str:
    """Compare a moment with a day, in either order."""
    if left.kind is Kind.DATE:
        operator, left, right = MIRRORED[operator], right, left
    if isinstance(right, Sql) and isinstance(left, Constant):
        # On a column of days, the moment's day in UTC decides.
        day = Constant(_moment(left).date(), Kind.DATE)
        return f"{binds.spell(day)} {operator} {right.text}"
    first, last = _as_moments(instant(right))
    return _filled(_OF_A_DAY[operator], {"x": left, "first": first, "last": last}, binds)


def _filled(template: str, operands: Mapping[str, Operand], binds: Binds) -> str:
    used = {name: each for name, each in operands.items() if f"{{{name}}}" in template}
    return template.format(**{name: binds.spell(each) for name, each in used.items()})


def _as_moments(stretch: Stretch) -> Stretch:
    if stretch.kind is Kind.TIMESTAMP:
        return stretch
    return Stretch(_first_moment(stretch.first), _last_moment(stretch.last))


def _first_moment(day: Operand) -> Operand:
    if isinstance(day, Constant):
        return _at(day, time.min)
    return Sql(f"(cast({day.text} as timestamp) at time zone 'UTC')", Kind.TIMESTAMP)


def _last_moment(day: Operand) -> Operand:
    if isinstance(day, Constant):
        return _at(day, time.max)
    midnight = f"cast({day.text} + 1 as timestamp) at time zone 'UTC'"
    return Sql(f"({midnight} - interval '1 microsecond')", Kind.TIMESTAMP)


def _at(day: Constant, clock: time) -> Constant:
    return Constant(datetime.combine(cast("date", day.value), clock, UTC), Kind.TIMESTAMP)


def _moment(constant: Constant) -> datetime:
    return cast("datetime", constant.value).astimezone(UTC)
