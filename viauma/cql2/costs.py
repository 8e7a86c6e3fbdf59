"""What a filter costs on a row that no index spares the reading, and how much that may be.

Bounds on length and depth do not bound time: five hundred comparisons without case and accents
fit into 25 kB and take seconds where a plain comparison takes none. Prices were measured on 20 000
places (PostgreSQL 15); tests/places/test_costs.py makes the dearest filter of each word and holds
it to a second.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import shapely

from viauma.cql2 import tree
from viauma.cql2.functions import DISTANCE
from viauma.cql2.queryables import Queryables
from viauma.cql2.tree import Expression
from viauma.errors import InvalidInput

MOST_POINTS = 1_500
FULL_PRICE_M = 25_000.0
"""A search within fewer metres looks closely at fewer places."""


@dataclass(frozen=True, slots=True)
class Price:
    """The points that a word of a filter costs."""

    word: str
    points: float
    per_vertex: float = 0.0
    remark: str = ""


PRICES = {
    one.word: one
    for one in (
        Price("ACCENTI", 140, remark="of a property; once for all LIKEs of the same joined by OR"),
        Price("CASEI", 60, remark="of a property; once for all LIKEs of the same joined by OR"),
        Price("LIKE", 3, remark="and 1 for each % and _ in the pattern"),
        Price("calculations", 25, remark="each + - * / div % ^ with a property in it"),
        Price(DISTANCE.name, 60, 4, "less for < and <= within 25 km, by how much nearer"),
        Price("length_m", 20),
        Price("area_m2", 20),
        Price("lower", 12),
        Price("upper", 12),
        Price("year", 6),
        Price("length", 3),
        Price("is_open", 100, remark="every text of hours there is has to be evaluated"),
        Price("is_closed", 100, remark="the same"),
        Price("S_CROSSES", 35, 10),
        Price("S_OVERLAPS", 35, 10),
        Price("S_TOUCHES", 35, 10),
        Price("S_CONTAINS", 5, 0.05),
        Price("S_DISJOINT", 5, 0.05),
        Price("S_EQUALS", 5, 0.05),
        Price("S_INTERSECTS", 5, 0.05),
        Price("S_WITHIN", 5, 0.05),
        Price("attributes", 5, remark="each that is named"),
        Price("everything else", 1, remark="each comparison, list and relation in time"),
    )
}
"""By word, in the order in which they are shown."""

CONDITIONS = (
    tree.Comparison, tree.Like, tree.Between, tree.In, tree.IsNull, tree.Temporal, tree.Arrays
)  # fmt: skip


def check_costs(expression: Expression, known: Queryables, argument: str = "filter") -> None:
    """Refuse a filter that would take long on every row.

    Raises
    ------
    InvalidInput
        With what it costs, what is allowed, and what the most of it is for.
    """
    points = points_of(expression, known)
    if points.total() > MOST_POINTS:
        ((word, _),) = points.most_common(1)
        raise InvalidInput(
            argument,
            f"would take too long: it costs {points.total():,.0f} points, most of them for {word}, "
            f"and {MOST_POINTS:,} are allowed; the prices stand at /functions",
        )


def points_of(expression: Expression, known: Queryables) -> Counter[str]:
    """Add up what a filter costs, by word."""
    return Counter(dict(_added(_charges(expression, known))))


def _added(charges: Iterable[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for word, points in charges:
        found[word] = found.get(word, 0.0) + points
    return found


def _charges(node: Any, known: Queryables) -> Iterator[tuple[str, float]]:
    if isinstance(node, tree.Or):
        yield from _of_alternatives(node.parts, known)
        return
    yield from _own(node, known)
    for part in parts_of(node):
        yield from _charges(part, known)


def _of_alternatives(parts: Iterable[Expression], known: Queryables) -> Iterator[tuple[str, float]]:
    # The compiler gathers them too: viauma.cql2.sql.patterns.
    folded: set[Expression] = set()
    for part in parts:
        if isinstance(part, tree.Like) and part.value in folded:
            yield from _own(part, known)
            continue
        if isinstance(part, tree.Like) and isinstance(part.value, tree.Folded):
            folded.add(part.value)
        yield from _charges(part, known)


def _own(node: Any, known: Queryables) -> Iterator[tuple[str, float]]:  # noqa: C901 - one per node
    """Charge a node without what stands in it."""
    match node:
        case tree.Property(name):
            if (one := known.get(name)) and "attributes" in one.sql:
                yield "attributes", PRICES["attributes"].points
        case tree.Like(_, pattern):
            yield "LIKE", PRICES["LIKE"].points + _wildcards(pattern)
        case tree.Folded(by):
            yield from _if_read(node, by.upper())
        case tree.Arithmetic():
            yield from _if_read(node, "calculations")
        case tree.Spatial(operator):
            yield operator.upper(), _of_shapes(PRICES[operator.upper()], node)
        case tree.Comparison(_, tree.Function(DISTANCE.name) as distance, tree.Literal(bound)):
            yield "everything else", 1
            if node.operator in {"<", "<="}:
                whole = _of_shapes(PRICES[DISTANCE.name], distance)
                yield DISTANCE.name, whole * (min(1.0, float(bound) / FULL_PRICE_M) - 1.0)
        case tree.Function(name):
            yield name, _of_shapes(PRICES[name], node)
        case _ if isinstance(node, CONDITIONS):
            yield "everything else", 1


def _if_read(node: Expression, word: str) -> Iterator[tuple[str, float]]:
    """Charge what has to be done for every row; what depends on none is done once."""
    if any(isinstance(one, tree.Property) for one in nodes_of(node)):
        yield word, PRICES[word].points


def _of_shapes(price: Price, node: Expression) -> float:
    vertices = sum(
        int(shapely.get_num_coordinates(part.shape))
        for part in parts_of(node)
        if isinstance(part, tree.Geometry)
    )
    return price.points + price.per_vertex * vertices


def _wildcards(pattern: Expression) -> int:
    while isinstance(pattern, tree.Folded):
        pattern = pattern.value
    text = str(pattern.value) if isinstance(pattern, tree.Literal) else ""
    return text.count("%") + text.count("_")


def nodes_of(node: Any) -> Iterator[Any]:
    """Walk over a filter, each node before what stands in it."""
    yield node
    for part in parts_of(node):
        yield from nodes_of(part)


def parts_of(node: Any) -> Iterator[Any]:
    """List what stands in a node."""
    if not is_dataclass(node):
        return
    for one in fields(node):
        value = getattr(node, one.name)
        yield from (value if isinstance(value, tuple) else (value,))
