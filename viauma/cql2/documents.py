"""From the JSON encoding to the tree: the one place where a filter gets its meaning.

CQL2 text is read into the same documents (viauma.cql2.text), so that both encodings have the same
bounds, the same rules and the same refusals. Two things JSON has no word for are marked there:
`Wkt` and `Grouped`.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from viauma.cql2 import tree
from viauma.cql2.geometries import parse_box, parse_geojson, parse_wkt
from viauma.cql2.instants import parse_day, parse_day_or_moment, parse_moment, runs_backwards
from viauma.cql2.limits import (
    DEEPEST_TREE,
    MOST_NODES,
    MOST_VERTICES,
    check_characters,
    check_number,
)
from viauma.cql2.operators import CONDITIONS, LISTS, OPERATORS, SCALARS, Operator
from viauma.cql2.words import check_function_name, check_property_name
from viauma.errors import InvalidInput
from viauma.geo.crs import Crs

OPEN = ".."


class Wkt(str):
    """A geometry as CQL2 text writes it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Grouped:
    """Something in parentheses: itself, or a list of it alone where a list is wanted."""

    inner: Any


@dataclass(slots=True)
class Reader:
    """Reads one document, and keeps count of what it holds."""

    crs: Crs
    argument: str
    _nodes: int = field(default=0, init=False)
    _vertices: int = field(default=0, init=False)

    def read(self, document: Any) -> tree.Expression:
        """Read a filter: a condition.

        Raises
        ------
        InvalidInput
            It is not CQL2, or holds more than is read.
        """
        condition = self._expression(document, 1)
        CONDITIONS.check(condition, "a filter", self.argument)
        return condition

    def _expression(self, document: Any, depth: int) -> tree.Expression:
        self._count(depth)
        while isinstance(document, Grouped):
            document = document.inner
        if isinstance(document, Wkt):
            return self._geometry(parse_wkt(document, self.crs, self.argument))
        if isinstance(document, str):
            return tree.Literal(self._text(document))
        if isinstance(document, bool):
            return tree.Literal(document)
        if isinstance(document, int | float):
            return tree.Literal(check_number(document, self.argument))
        if isinstance(document, list):
            return tree.Array(tuple(self._expression(item, depth + 1) for item in document))
        if isinstance(document, dict):
            return self._object(document, depth)
        raise self._refusal("null is not a value; isNull asks whether there is one")

    def _count(self, depth: int) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise self._refusal(f"holds more than {MOST_NODES:,} operators and values")
        if depth > DEEPEST_TREE:
            raise self._refusal(f"is nested more than {DEEPEST_TREE} levels deep")

    def _text(self, text: str) -> str:
        check_characters(text, self.argument)
        # A keyboard may send å as a and a ring; what is stored is composed.
        return unicodedata.normalize("NFC", text)

    def _object(self, document: dict[str, Any], depth: int) -> tree.Expression:
        if "op" in document:
            return self._operation(document["op"], document.get("args"), depth)
        for member, read in _MEMBERS.items():
            if member in document:
                return read(self, document[member], depth)
        if "type" in document:
            return self._geometry(parse_geojson(document, self.crs, self.argument))
        raise self._refusal("an object needs op and args, property, type, or " + _NAMED)

    def _operation(self, op: Any, args: Any, depth: int) -> tree.Expression:
        if not isinstance(op, str) or not isinstance(args, list):
            raise self._refusal("op must be a text, and args a list")
        name = op.lower()
        operator = OPERATORS.get(name)
        if operator is None:
            name = check_function_name(name, self.argument)
            return tree.Function(name, tuple(self._expression(arg, depth + 1) for arg in args))
        if not operator.accepts(len(args)):
            wanted = f"{len(operator.operands)}{' or more' if operator.is_chain else ''}"
            raise self._refusal(f"{name} takes {wanted} arguments, got {len(args)}")
        return self._built(name, operator, args, depth)

    def _built(self, name: str, operator: Operator, args: list[Any], depth: int) -> tree.Expression:
        operands: list[tree.Expression] = []
        for at, arg in enumerate(args):
            wanted = operator.operand(at)
            is_single = wanted is LISTS and isinstance(arg, Grouped)
            node = self._expression([arg.inner] if is_single else arg, depth + 1)
            wanted.check(node, name, self.argument)
            operands.append(node)
        built: tree.Expression = operator.build(*operands)
        if isinstance(built, tree.In):
            self._check_items(built)
        return built

    def _check_items(self, node: tree.In) -> None:
        if not node.items:
            raise self._refusal("in needs at least one value")
        for item in node.items:
            SCALARS.check(item, "in", self.argument)

    def _property(self, name: Any, _depth: int) -> tree.Property:
        return tree.Property(check_property_name(name, self.argument))

    def _date(self, text: Any, _depth: int) -> tree.Instant:
        return tree.Instant(parse_day(self._quoted("date", text), self.argument))

    def _timestamp(self, text: Any, _depth: int) -> tree.Instant:
        return tree.Instant(parse_moment(self._quoted("timestamp", text), self.argument))

    def _quoted(self, name: str, text: Any) -> str:
        if not isinstance(text, str):
            raise self._refusal(f"{name} takes one text in quotes")
        return text

    def _interval(self, ends: Any, depth: int) -> tree.Interval:
        if not isinstance(ends, list) or len(ends) != 2:  # noqa: PLR2004 - a start and an end
            raise self._refusal("interval takes a start and an end")
        start, end = (self._end(given, depth + 1) for given in ends)
        match start, end:
            case tree.Instant(first), tree.Instant(last) if runs_backwards(first, last):
                raise self._refusal("an interval ends before it starts")
        return tree.Interval(start, end)

    def _end(self, given: Any, depth: int) -> tree.Instant | tree.Property | None:
        if isinstance(given, str):
            self._count(depth)
            is_open = given == OPEN
            return None if is_open else tree.Instant(parse_day_or_moment(given, self.argument))
        node = self._expression(given, depth)
        if not isinstance(node, tree.Instant | tree.Property):
            raise self._refusal("an end of an interval is a day, a moment, '..' or a property")
        return node

    def _box(self, numbers: Any, _depth: int) -> tree.Geometry:
        if not isinstance(numbers, list) or not all(_is_number(number) for number in numbers):
            raise self._refusal("bbox takes 4 or 6 numbers")
        checked = [check_number(number, self.argument) for number in numbers]
        return self._geometry(parse_box(checked, self.crs, self.argument))

    def _geometry(self, shape: BaseGeometry) -> tree.Geometry:
        self._vertices += int(shapely.get_num_coordinates(shape))
        if self._vertices > MOST_VERTICES:
            raise self._refusal(f"holds more than {MOST_VERTICES:,} vertices; simplify it")
        return tree.Geometry(shape)

    def _refusal(self, reason: str) -> InvalidInput:
        return InvalidInput(self.argument, reason)


_MEMBERS: dict[str, Callable[[Reader, Any, int], tree.Expression]] = {
    "property": Reader._property,  # noqa: SLF001 - a table of its own methods
    "date": Reader._date,  # noqa: SLF001
    "timestamp": Reader._timestamp,  # noqa: SLF001
    "interval": Reader._interval,  # noqa: SLF001
    "bbox": Reader._box,  # noqa: SLF001
}
_NAMED = "date, timestamp, interval or bbox"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
