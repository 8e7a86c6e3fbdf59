"""What type each value in a filter is of, and whether the database can compute it."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from viauma.cql2 import tree
from viauma.cql2.functions import FUNCTIONS, FunctionDefinition
from viauma.cql2.instants import runs_backwards
from viauma.cql2.kinds import (
    INSTANTS,
    NUMBERS,
    ArrayOf,
    Type,
    are_comparable,
    kind_of_instant,
    kind_of_literal,
    noun_of,
    phrase_of,
    type_of_property,
)
from viauma.cql2.limits import MOST_MEASURED_VERTICES, check_characters, check_number
from viauma.cql2.queryables import Kind, Queryables
from viauma.cql2.tree import Expression
from viauma.errors import InvalidInput, UnknownName
from viauma.geo.areas import LONGEST_STEP_M, WGS84


class Values:
    """The types of values, given the queryables."""

    def __init__(self, queryables: Queryables, argument: str) -> None:
        self.queryables = queryables
        self.argument = argument

    def type_of(self, node: Expression) -> Type:  # noqa: PLR0911 - one per node
        """Name the type of a value, or say what is wrong with it."""
        match node:
            case tree.Property(name):
                return self._property(name)
            case tree.Literal(value):
                return self._literal(value)
            case tree.Instant():
                return kind_of_instant(node)
            case tree.Interval(start, end):
                return self._interval(start, end)
            case tree.Geometry():
                return Kind.GEOMETRY
            case tree.Array(items):
                return self._array(items)
            case tree.Function(name, arguments):
                return self._function(name, arguments)
            case tree.Folded(by, value):
                return self._folded(by, value)
            case tree.Arithmetic(_, left, right):
                return self._arithmetic(left, right)
            case _:
                raise self.refusal("a condition stands where a value is asked for")

    def refusal(self, reason: str) -> InvalidInput:
        """Say no."""
        return InvalidInput(self.argument, reason)

    def _property(self, name: str) -> Type:
        if (queryable := self.queryables.get(name)) is None:
            nearest = _nearest(name, self.queryables)
            hint = "It would be a property; a text stands in single quotes."
            raise UnknownName(self.argument, name, nearest, hint)
        return type_of_property(queryable.kind)

    def _literal(self, value: str | float | bool) -> Type:  # noqa: FBT001
        if isinstance(value, str):
            check_characters(value, self.argument)
        else:
            check_number(value, self.argument)
        return kind_of_literal(value)

    def _interval(self, *ends: tree.Instant | tree.Property | None) -> Type:
        for end in ends:
            if end and (kind := self.type_of(end)) not in INSTANTS:
                raise self.refusal(
                    f"an interval ends in dates or timestamps, and {phrase_of(end, kind)} is none"
                )
        instants = [end.value for end in ends if isinstance(end, tree.Instant)]
        if len(instants) == len(ends) and runs_backwards(*instants):
            raise self.refusal("an interval ends before it starts")
        return Kind.INTERVAL

    def _array(self, items: tuple[Expression, ...]) -> Type:
        kinds = [self.type_of(item) for item in items]
        for item, kind in zip(items, kinds, strict=True):
            if isinstance(kind, ArrayOf) or not are_comparable(kind, kind):
                raise self.refusal(
                    f"a list holds single values, and {phrase_of(item, kind)} is none"
                )
        for one, other in pairwise(kinds):
            if one != other and not {one, other} <= NUMBERS:
                raise self.refusal(
                    f"a list holds values of one type, got {noun_of(one)} and {noun_of(other)}"
                )
        found = {kind for kind in kinds if isinstance(kind, Kind)}
        return ArrayOf(Kind.NUMBER if found & NUMBERS else next(iter(found), None))

    def _function(self, name: str, arguments: tuple[Expression, ...]) -> Type:
        if (function := FUNCTIONS.get(name)) is None:
            known = ", ".join(FUNCTIONS)
            raise self.refusal(f"there is no function '{name[:40]}'; there are {known}")
        if function.about and function.about not in self.queryables:
            raise self.refusal(
                f"{function.name}() asks about {function.about}, which is not known here"
            )
        if len(arguments) != len(function.arguments):
            count = len(function.arguments)
            raise self.refusal(
                f"{function.signature} takes {count}, got {len(arguments)} arguments"
            )
        for given, place in zip(arguments, function.arguments, strict=True):
            if (kind := self.type_of(given)) not in place.kinds:
                nouns = " or ".join(noun_of(each) for each in sorted(place.kinds))
                raise self.refusal(
                    f"{function.signature} takes {nouns} as {place.title}, "
                    f"got {phrase_of(given, kind)}"
                )
            self._check_measurable(given, function)
        return function.returns

    def _check_measurable(self, given: Expression, function: FunctionDefinition) -> None:
        if not (function.is_geodesic and isinstance(given, tree.Geometry)):
            return
        if shapely.get_num_coordinates(given.shape) > MOST_MEASURED_VERTICES:
            raise self.refusal(
                f"{function.signature} was given a geometry of more than "
                f"{MOST_MEASURED_VERTICES:,} vertices; simplify it"
            )
        # Between opposite ends of the earth there is no shortest way, and PostGIS fails.
        if _longest_edge_m(given.shape) > LONGEST_STEP_M:
            raise self.refusal(
                f"{function.signature} was given a geometry in which two neighbouring points "
                "lie half the world apart; put points between them"
            )

    def _folded(self, by: str, value: Expression) -> Type:
        if (kind := self.type_of(value)) is not Kind.STRING:
            raise self.refusal(f"{by.upper()} takes a text, got {phrase_of(value, kind)}")
        return Kind.STRING

    def _arithmetic(self, *operands: Expression) -> Type:
        for operand in operands:
            if (kind := self.type_of(operand)) not in NUMBERS:
                raise self.refusal(f"calculations take numbers, got {phrase_of(operand, kind)}")
        return Kind.NUMBER


def _nearest(name: str, queryables: Queryables) -> list[str]:
    from rapidfuzz import fuzz, process

    found = process.extract(
        name[:100].lower(), list(queryables), scorer=fuzz.ratio, limit=2, score_cutoff=60
    )
    return [str(known) for known, *_ in found]


def _longest_edge_m(shape: BaseGeometry) -> float:
    edges = (WGS84.line_lengths(*shapely.get_coordinates(line).T) for line in _lines(shape))
    return max((float(np.max(lengths, initial=0.0)) for lengths in edges), default=0.0)


def _lines(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    if isinstance(shape, shapely.LineString):
        yield shape
    elif isinstance(shape, shapely.Polygon):
        yield from shapely.get_rings(shape)
    else:
        for part in getattr(shape, "geoms", ()):
            yield from _lines(part)
