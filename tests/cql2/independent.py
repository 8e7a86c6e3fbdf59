"""What a filter means, said again without SQL: a row goes in, true, false or None comes out.

Written from 21-065r2, with shapely and pyproj for space. Numbers are calculated with as the
documentation of calculations says, between 1e-150 and 1e150.
"""

import math
import operator as op
import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import singledispatch
from typing import Any

import shapely
from pyproj import Geod

from tests.cql2.independent_time import is_related
from viauma.cql2 import tree

Row = Any
Truth = bool | None
EARTH = Geod(ellps="WGS84")
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": op.eq, "<>": op.ne, "<": op.lt, ">": op.gt, "<=": op.le, ">=": op.ge,
}  # fmt: skip
STROKES = str.maketrans("ØøĐđŁłĦħŦŧ", "OoDdLlHhTt")


@singledispatch
def value(node: Any, row: Row) -> Any:
    """Evaluate: a condition to a truth, anything else to a value; None is unknown."""
    raise NotImplementedError(node)


def is_match(node: tree.Expression, row: Row) -> bool:
    return value(node, row) is True


# Values


@value.register
def _(node: tree.Property, row: Row) -> Any:
    return getattr(row, node.name)


@value.register
def _(node: tree.Literal | tree.Instant, row: Row) -> Any:
    return node.value


@value.register
def _(node: tree.Geometry, row: Row) -> Any:
    return node.shape


@value.register
def _(node: tree.Array, row: Row) -> Any:
    items = [value(item, row) for item in node.items]
    return None if None in items else items


@value.register
def _(node: tree.Folded, row: Row) -> Any:
    text = value(node.value, row)
    if text is None:
        return None
    return text.casefold() if node.by == "casei" else _without_accents(text)


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    bare = "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", bare.translate(STROKES))


@value.register
def _(node: tree.Function, row: Row) -> Any:
    arguments = [value(argument, row) for argument in node.arguments]
    return None if None in arguments else FUNCTIONS[node.name](*arguments)


def _distance(one: Any, other: Any) -> float:
    return EARTH.inv(one.x, one.y, other.x, other.y)[2]


def _year(instant: date | datetime) -> int:
    return instant.astimezone(UTC).year if isinstance(instant, datetime) else instant.year


def _length(shape: Any) -> float:
    return EARTH.geometry_length(shape) if shape.geom_type.endswith("LineString") else 0.0


def _area(shape: Any) -> float:
    is_area = shape.geom_type.endswith("Polygon")
    return abs(EARTH.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) if is_area else 0.0


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "distance_m": _distance, "length_m": _length, "area_m2": _area, "lower": str.lower,
    "upper": str.upper, "length": len, "year": _year,
}  # fmt: skip


@value.register
def _(node: tree.Arithmetic, row: Row) -> float | None:
    left, right = value(node.left, row), value(node.right, row)
    if left is None or right is None:
        return None
    left, right = float(left), float(right)
    if any(number and not 1e-150 <= abs(number) <= 1e150 for number in (left, right)):
        return None
    return _calculated(node.operator, left, right)


def _calculated(operator: str, left: float, right: float) -> float | None:
    if operator in {"+", "-", "*"}:
        return {"+": op.add, "-": op.sub, "*": op.mul}[operator](left, right)
    if operator == "^":
        return _power(left, right)
    if right == 0:
        return None
    quotient = left / right
    whole = float(math.trunc(quotient))
    remainder = left - right * whole if abs(quotient) <= 2**53 else None
    return {"/": quotient, "div": whole, "%": remainder}[operator]


def _power(base: float, exponent: float) -> float | None:
    if base == 0:
        return None if exponent < 0 else 0.0**exponent
    if base < 0 and not exponent.is_integer():
        return None
    return None if abs(math.log(abs(base)) * exponent) > 340 else math.pow(base, exponent)


# Conditions


@value.register
def _(node: tree.And, row: Row) -> Truth:
    return _all(value(part, row) for part in node.parts)


@value.register
def _(node: tree.Or, row: Row) -> Truth:
    return _negated(_all(_negated(value(part, row)) for part in node.parts))


@value.register
def _(node: tree.Not, row: Row) -> Truth:
    return _negated(value(node.part, row))


def _all(truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    return False if False in found else None if None in found else True


def _negated(truth: Truth) -> Truth:
    return None if truth is None else not truth


@value.register
def _(node: tree.IsNull, row: Row) -> Truth:
    return value(node.value, row) is None


@value.register
def _(node: tree.Comparison, row: Row) -> Truth:
    return _compared(node.operator, value(node.left, row), value(node.right, row))


def _compared(operator: str, left: Any, right: Any) -> Truth:
    if left is None or right is None:
        return None
    if isinstance(left, date) and isinstance(left, datetime) != isinstance(right, datetime):
        left, right = (
            side.astimezone(UTC).date() if isinstance(side, datetime) else side
            for side in (left, right)
        )
    return COMPARE[operator](left, right)


@value.register
def _(node: tree.Between, row: Row) -> Truth:
    number = value(node.value, row)
    return _all(
        (
            _compared(">=", number, value(node.lower, row)),
            _compared("<=", number, value(node.upper, row)),
        )
    )


@value.register
def _(node: tree.In, row: Row) -> Truth:
    wanted = value(node.value, row)
    equal = [_compared("=", wanted, value(item, row)) for item in node.items]
    return True if True in equal else None if None in equal else False


@value.register
def _(node: tree.Like, row: Row) -> Truth:
    text, pattern = value(node.value, row), value(node.pattern, row)
    if text is None:
        return None
    pieces = re.findall(r"\\.|.", pattern, re.DOTALL)
    wild = {"%": ".*", "_": "."}
    expression = "".join(wild.get(piece) or re.escape(piece[-1]) for piece in pieces)
    return re.fullmatch(expression, text, re.DOTALL) is not None


@value.register
def _(node: tree.Spatial, row: Row) -> Truth:
    left, right = value(node.left, row), value(node.right, row)
    if left is None or right is None:
        return None
    if "GeometryCollection" in {left.geom_type, right.geom_type}:
        meets = any(a.intersects(b) for a in _simple(left) for b in _simple(right))
        return meets is (node.operator == "s_intersects")
    return bool(getattr(shapely, node.operator.removeprefix("s_"))(left, right))


def _simple(shape: Any) -> list[Any]:
    return (
        [each for part in shape.geoms for each in _simple(part)]
        if hasattr(shape, "geoms")
        else [shape]
    )


@value.register
def _(node: tree.Arrays, row: Row) -> Truth:
    left, right = value(node.left, row), value(node.right, row)
    if left is None or right is None:
        return None
    one, other = set(left), set(right)
    return {
        "a_contains": one >= other, "a_containedby": one <= other,
        "a_equals": one == other, "a_overlaps": not one.isdisjoint(other),
    }[node.operator]  # fmt: skip


@value.register
def _(node: tree.Temporal, row: Row) -> Truth:
    return is_related(node.operator, node.left, node.right, lambda end: value(end, row))
