"""What filters may name, read from the taxonomy, and filters compiled against it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from viauma.cql2.filters import compiled_filter
from viauma.cql2.queryables import Compiled, Kind, Queryable
from viauma.cql2.tree import Comparison, Expression, Instant, Literal, Property
from viauma.errors import InvalidInput
from viauma.geo.bbox import parse_numbers
from viauma.geo.crs import CRS84, Crs
from viauma.municipalities.queryables import QUERYABLES as OF_MUNICIPALITIES
from viauma.places.queryables import attribute_kinds, place_queryables
from viauma.projects.queryables import QUERYABLES as OF_PROJECTS
from viauma.register.filtering import HoursThere
from viauma.taxonomy.rules import CategorySchema
from viauma_api.datetimes import parse_instant
from viauma_api.parameters import Parameter

MOST_FILTERS = 256
LONGEST_REMEMBERED = 2_000
"""Longer filters are read each time: a few hundred of them would fill memory."""
SIMPLE = frozenset(
    (Kind.STRING, Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN, Kind.DATE, Kind.TIMESTAMP)
)


class Vocabulary:
    """A taxonomy and the names it gives to filters; compared by identity."""

    def __init__(self, categories: list[CategorySchema]) -> None:
        self.categories = categories
        self.taxonomy = {one.key: one for one in categories}
        self.attributes = attribute_kinds(categories)
        self._queryables: dict[str, Mapping[str, Queryable]] = {
            "place": place_queryables(categories),
            "municipality": OF_MUNICIPALITIES,
            "project": OF_PROJECTS,
        }
        self._parameters = {
            record: {name: _parameter(one) for name, one in known.items() if one.kind in SIMPLE}
            for record, known in self._queryables.items()
        }

    def queryables(self, record: str) -> Mapping[str, Queryable]:
        """What a filter may name of a place, a municipality or a project."""
        return self._queryables[record]

    def parameters(self, record: str) -> dict[str, Parameter]:
        """A query parameter for each queryable with a simple value (Part 3, 7.2)."""
        return self._parameters[record]

    def compiled(
        self,
        record: str,
        text: str | None,
        language: str = "cql2-text",
        crs: Crs = CRS84,
        equal: tuple[tuple[str, Any], ...] = (),
        hours: HoursThere | None = None,
    ) -> Compiled | None:
        """Compile a filter and the queryables asked for by parameter, all of which must hold.

        `hours` are those that a filter may ask about; None where it does not mention any.

        Raises
        ------
        InvalidInput
            The filter cannot be read, names what is not queryable, or compares what does not fit.
        """
        if text is None and not equal:
            return None
        asked = _Asked(text, language, crs, equal)
        if text is not None and len(text) > LONGEST_REMEMBERED:
            return _compile(self, record, asked, hours)
        return _compiled(self, record, asked, hours)


class _Asked(NamedTuple):
    text: str | None
    language: str
    crs: Crs
    equal: tuple[tuple[str, Any], ...]


def _compile(
    vocabulary: Vocabulary, record: str, asked: _Asked, hours: HoursThere | None
) -> Compiled:
    known = vocabulary.queryables(record)
    text, language, crs, equal = asked
    also = tuple(Comparison("=", Property(name), value) for name, value in equal)
    resolve = hours.resolve if hours else None
    return compiled_filter(text, known, language=language, crs=crs, also=also, resolve=resolve)


_compiled = lru_cache(maxsize=MOST_FILTERS)(_compile)


def _parameter(one: Queryable) -> Parameter:
    schema = schema_of(one)
    if one.name == "municipality":
        # Beside the codes of the codelist, people write names.
        schema = {name: said for name, said in schema.items() if name != "pattern"}
        sentence = f"{schema['title']}, or a name or slug that stands for it: equal to this."
        return Parameter(one.name, schema, sentence, _reader(one))
    return Parameter(one.name, schema, f"{schema['title']}: equal to this.", _reader(one))


def schema_of(one: Queryable) -> dict[str, Any]:
    """Write a queryable as JSON Schema (OGC 23-058r2): a geometry has a format and no type."""
    typed: dict[Kind, dict[str, Any]] = {
        Kind.STRING: {"type": "string"},
        Kind.INTEGER: {"type": "integer"},
        Kind.NUMBER: {"type": "number"},
        Kind.BOOLEAN: {"type": "boolean"},
        Kind.DATE: {"type": "string", "format": "date"},
        Kind.TIMESTAMP: {"type": "string", "format": "date-time"},
        Kind.INTERVAL: {
            "type": "array", "format": "interval-array", "minItems": 2, "maxItems": 2,
            "items": {"type": "string", "format": "date"},
        },
        Kind.GEOMETRY: {"format": "geometry-any", "x-ogc-role": "primary-geometry"},
        Kind.STRINGS: {"type": "array", "items": {"type": "string"}},
    }  # fmt: skip
    return {**typed[one.kind], **one.schema}


def _reader(one: Queryable) -> Any:
    def read(text: str) -> Expression:
        if "\x00" in text:
            raise InvalidInput(one.name, "holds a zero byte")
        match one.kind:
            case Kind.BOOLEAN:
                return Literal(_truth(one.name, text))
            case Kind.INTEGER | Kind.NUMBER:
                (number, *more) = parse_numbers(text, one.name)
                if more:
                    raise InvalidInput(one.name, "needs one number")
                return Literal(number)
            case Kind.DATE:
                return Instant(parse_instant(text, one.name).date())
            case Kind.TIMESTAMP:
                return Instant(parse_instant(text, one.name))
            case _:
                return Literal(text)

    return read


def _truth(name: str, text: str) -> bool:
    # GDAL has no truth values in its filters, and sends 1 and 0.
    known = {"true": True, "false": False, "1": True, "0": False}
    if text not in known:
        raise InvalidInput(name, f"'{text[:20]}' must be true or false")
    return known[text]
