"""One spelling for each filter: what means the same is written the same, and reads back as it was.

Parentheses stand only where the grammar needs them, keywords are in upper case, functions in lower,
moments in UTC, coordinates in EPSG:4326 to a centimetre with longitude first.
"""

from collections.abc import Sequence
from functools import singledispatch
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from viauma.cql2 import tree
from viauma.cql2.instants import spell
from viauma.cql2.words import needs_quotes
from viauma.geo.crs import CRS84

DISJUNCTION, CONJUNCTION, NEGATION, PREDICATE, SUM, PRODUCT, POWER, VALUE = range(8)
"""The ladder of the grammar, loosest first."""

_LEVELS: dict[tree.ArithmeticOperator, int] = {
    "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "%": PRODUCT, "div": PRODUCT, "^": POWER,
}  # fmt: skip

_ESCAPES = str.maketrans({
    "'": "''", "\\": r"\\", "\a": r"\a", "\b": r"\b", "\t": r"\t", "\n": r"\n", "\v": r"\v",
    "\f": r"\f", "\r": r"\r",
})  # fmt: skip


class _Spelling(NamedTuple):
    text: str
    level: int = VALUE


def to_text(expression: tree.Expression) -> str:
    """Write an expression as CQL2 text.

    Examples
    --------
    >>> to_text(tree.Not(tree.IsNull(tree.Property("name"))))
    'name IS NOT NULL'
    """
    return _spelling(expression).text


def rounded(shape: BaseGeometry) -> BaseGeometry:
    """Round coordinates to what is worth writing, unless the shape would fall together."""
    coordinates = shapely.get_coordinates(shape)
    grid = np.round(coordinates, CRS84.decimals)
    if np.array_equal(grid, coordinates):
        return shape
    found = shapely.set_coordinates(shapely.from_wkb(shapely.to_wkb(shape)), grid)
    return found if found.is_valid else shape


@singledispatch
def _spelling(node: Any) -> _Spelling:
    raise TypeError(f"{type(node).__name__} is no node of a filter")


def _within(node: tree.Expression, level: int) -> str:
    spelled = _spelling(node)
    return spelled.text if spelled.level >= level else f"({spelled.text})"


def _listed(nodes: Sequence[tree.Expression]) -> str:
    return ", ".join(map(to_text, nodes))


@_spelling.register
def _(node: tree.Or) -> _Spelling:
    return _Spelling(" OR ".join(_within(part, DISJUNCTION) for part in node.parts), DISJUNCTION)


@_spelling.register
def _(node: tree.And) -> _Spelling:
    return _Spelling(" AND ".join(_within(part, CONJUNCTION) for part in node.parts), CONJUNCTION)


@_spelling.register
def _(node: tree.Not) -> _Spelling:
    if isinstance(node.part, tree.Like | tree.Between | tree.In | tree.IsNull):
        return _test(node.part, "NOT ")
    return _Spelling(f"NOT {_within(node.part, PREDICATE)}", NEGATION)


@_spelling.register
def _(node: tree.Comparison) -> _Spelling:
    sides = _within(node.left, SUM), _within(node.right, SUM)
    return _Spelling(f" {node.operator} ".join(sides), PREDICATE)


@_spelling.register(tree.Like)
@_spelling.register(tree.Between)
@_spelling.register(tree.In)
@_spelling.register(tree.IsNull)
def _test(node: tree.Like | tree.Between | tree.In | tree.IsNull, negation: str = "") -> _Spelling:
    value = _within(node.value, SUM)
    match node:
        case tree.Like(pattern=pattern):
            text = f"{value} {negation}LIKE {_within(pattern, SUM)}"
        case tree.Between(lower=lower, upper=upper):
            text = f"{value} {negation}BETWEEN {_within(lower, SUM)} AND {_within(upper, SUM)}"
        case tree.In(items=items):
            text = f"{value} {negation}IN ({_listed(items)})"
        case tree.IsNull():
            text = f"{value} IS {negation}NULL"
    return _Spelling(text, PREDICATE)


@_spelling.register
def _(node: tree.Arithmetic) -> _Spelling:
    level = _LEVELS[node.operator]
    # Operators of one level are read from the left; a power stands alone.
    left = _within(node.left, VALUE if level == POWER else level)
    return _Spelling(f"{left} {node.operator.upper()} {_within(node.right, level + 1)}", level)


@_spelling.register(tree.Spatial)
@_spelling.register(tree.Temporal)
def _(node: tree.Spatial | tree.Temporal) -> _Spelling:
    return _Spelling(f"{node.operator.upper()}({_listed((node.left, node.right))})")


@_spelling.register
def _(node: tree.Arrays) -> _Spelling:
    sides = [
        f"({_listed(side.items)})" if isinstance(side, tree.Array) else to_text(side)
        for side in (node.left, node.right)
    ]
    return _Spelling(f"{node.operator.upper()}({', '.join(sides)})")


@_spelling.register
def _(node: tree.Array) -> _Spelling:
    # Where anything may stand, (x) is x; only the comma makes it a list.
    comma = "," if len(node.items) == 1 else ""
    return _Spelling(f"({_listed(node.items)}{comma})")


@_spelling.register
def _(node: tree.Function) -> _Spelling:
    return _Spelling(f"{node.name}({_listed(node.arguments)})")


@_spelling.register
def _(node: tree.Folded) -> _Spelling:
    return _Spelling(f"{node.by.upper()}({to_text(node.value)})")


@_spelling.register
def _(node: tree.Property) -> _Spelling:
    return _Spelling(f'"{node.name}"' if needs_quotes(node.name) else node.name)


@_spelling.register
def _(node: tree.Literal) -> _Spelling:
    if isinstance(node.value, str):
        return _Spelling(f"'{node.value.translate(_ESCAPES)}'")
    return _Spelling(str(node.value).upper())


@_spelling.register
def _(node: tree.Instant) -> _Spelling:
    text = spell(node.value)
    return _Spelling(f"TIMESTAMP('{text}')" if "T" in text else f"DATE('{text}')")


@_spelling.register
def _(node: tree.Interval) -> _Spelling:
    return _Spelling(f"INTERVAL({_end(node.start)}, {_end(node.end)})")


def _end(end: tree.Instant | tree.Property | None) -> str:
    if isinstance(end, tree.Property):
        return to_text(end)
    return f"'{spell(end.value) if end else '..'}'"


@_spelling.register
def _(node: tree.Geometry) -> _Spelling:
    return _Spelling(shapely.to_wkt(rounded(node.shape), rounding_precision=-1, trim=True))
