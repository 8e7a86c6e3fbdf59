"""The syntax tree of CQL2: what a filter says, before anybody asks whether it can be answered.

Own types rather than a library's, because everything a stranger may ask for must be a node that
the compilers know; there is nothing else to fall through to. Bounds on length, depth and vertices
are kept by the readers (viauma.cql2.limits), so whoever walks a tree may recurse.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal as OneOf
from typing import TypeAlias

from shapely.geometry.base import BaseGeometry

ComparisonOperator = OneOf["=", "<>", "<", ">", "<=", ">="]
ArithmeticOperator = OneOf["+", "-", "*", "/", "%", "div", "^"]
SpatialOperator = OneOf[
    "s_contains", "s_crosses", "s_disjoint", "s_equals", "s_intersects", "s_overlaps",
    "s_touches", "s_within",
]  # fmt: skip
TemporalOperator = OneOf[
    "t_after", "t_before", "t_contains", "t_disjoint", "t_during", "t_equals", "t_finishedby",
    "t_finishes", "t_intersects", "t_meets", "t_metby", "t_overlappedby", "t_overlaps",
    "t_startedby", "t_starts",
]  # fmt: skip
ArrayOperator = OneOf["a_containedby", "a_contains", "a_equals", "a_overlaps"]


@dataclass(frozen=True, slots=True)
class Property:
    """A property by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, a number or a truth value."""

    value: str | int | float | bool


@dataclass(frozen=True, slots=True)
class Instant:
    """A day, or a moment in UTC."""

    value: date | datetime


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time, ends included; None is an open end."""

    start: "Instant | Property | None"
    end: "Instant | Property | None"


@dataclass(frozen=True, slots=True)
class Geometry:
    """A geometry in EPSG:4326, longitude before latitude, whatever CRS it was written in."""

    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Array:
    """A list of values."""

    items: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Function:
    """A call of a function that the server advertises; its name in lower case."""

    name: str
    arguments: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without regard to case (``casei``) or to accents (``accenti``)."""

    by: OneOf["casei", "accenti"]
    value: "Expression"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A calculation."""

    operator: ArithmeticOperator
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold; two or more."""

    parts: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """Some part holds; two or more."""

    parts: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold; the negation of unknown is unknown."""

    part: "Expression"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two scalars or instants compared."""

    operator: ComparisonOperator
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Like:
    """A text follows a pattern: ``%`` any letters, ``_`` one, a backslash takes their meaning."""

    value: "Expression"
    pattern: "Expression"


@dataclass(frozen=True, slots=True)
class Between:
    """A number lies between two others, ends included."""

    value: "Expression"
    lower: "Expression"
    upper: "Expression"


@dataclass(frozen=True, slots=True)
class In:
    """A scalar is one of a list."""

    value: "Expression"
    items: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class IsNull:
    """A value is not known."""

    value: "Expression"


@dataclass(frozen=True, slots=True)
class Spatial:
    """Two geometries in a relation (DE-9IM)."""

    operator: SpatialOperator
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Temporal:
    """Two stretches of time in a relation (Allen)."""

    operator: TemporalOperator
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Arrays:
    """Two lists in a relation; order and repeats do not matter."""

    operator: ArrayOperator
    left: "Expression"
    right: "Expression"


Expression: TypeAlias = (
    Property | Literal | Instant | Interval | Geometry | Array | Function | Folded | Arithmetic
    | And | Or | Not | Comparison | Like | Between | In | IsNull | Spatial | Temporal | Arrays
)  # fmt: skip
