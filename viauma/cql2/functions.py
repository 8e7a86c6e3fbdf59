"""The functions a filter may call beside the standard's own: what they take and what they give.

Distances, lengths and areas are geodesic, on the WGS 84 ellipsoid, as everywhere in Via Uma.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from viauma.cql2.queryables import Kind

GEOMETRY = frozenset({Kind.GEOMETRY})
TEXT = frozenset({Kind.STRING})
INSTANT = frozenset({Kind.DATE, Kind.TIMESTAMP})
MOMENT = frozenset({Kind.TIMESTAMP})

# The list of functions knows fewer types than a schema: a day and a moment are both datetime.
_TYPES: Mapping[Kind, str] = {
    Kind.STRING: "string", Kind.INTEGER: "integer", Kind.NUMBER: "number",
    Kind.BOOLEAN: "boolean", Kind.DATE: "datetime", Kind.TIMESTAMP: "datetime",
    Kind.GEOMETRY: "geometry",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Argument:
    """What a function takes in one place."""

    title: str
    kinds: frozenset[Kind]


@dataclass(frozen=True, slots=True)
class FunctionDefinition:
    """A function, as it is listed and as it is computed."""

    name: str
    description: str
    arguments: tuple[Argument, ...]
    returns: Kind
    sql: str = ""
    """SQL in which {0}, {1} … stand for the arguments; a moment comes as timestamp in UTC. It
    yields null where an argument is null, and whatever the arguments, it raises no error. Empty: a
    condition on a queryable stands for each call (viauma.cql2.resolving)."""
    about: str = ""
    """The queryable that such a condition asks about; where there is none, nobody may call."""

    @property
    def is_geodesic(self) -> bool:
        """Whether geometries are taken as shapes on the ellipsoid, where edges are geodesics."""
        return "geography(" in self.sql

    @property
    def signature(self) -> str:
        """The call as people write it."""
        return f"{self.name}({', '.join(argument.title for argument in self.arguments)})"

    def listed(self) -> dict[str, Any]:
        """Describe the function as the resource of functions lists it (Part 3, drafts)."""
        return {
            "name": self.name,
            "description": self.description,
            "arguments": [
                {"title": argument.title, "type": sorted({_TYPES[kind] for kind in argument.kinds})}
                for argument in self.arguments
            ],
            "returns": [_TYPES[self.returns]],
        }


DISTANCE = FunctionDefinition(
    "distance_m",
    "Shortest distance between two geometries, in metres.",
    (Argument("geometry", GEOMETRY), Argument("other", GEOMETRY)),
    Kind.NUMBER,
    "st_distance(geography({0}), geography({1}))",
)

FUNCTIONS: Mapping[str, FunctionDefinition] = {
    one.name: one
    for one in (
        DISTANCE,
        FunctionDefinition(
            "length_m", "Length of lines in metres; 0 for points and areas.",
            (Argument("geometry", GEOMETRY),), Kind.NUMBER,
            "st_length(geography({0}))",
        ),
        FunctionDefinition(
            "area_m2", "Area in square metres; 0 for points and lines.",
            (Argument("geometry", GEOMETRY),), Kind.NUMBER,
            "st_area(geography({0}))",
        ),
        FunctionDefinition(
            "lower", "The text in small letters.", (Argument("text", TEXT),), Kind.STRING,
            '(lower({0} collate "und-x-icu") collate "C")',
        ),
        FunctionDefinition(
            "upper", "The text in capitals.", (Argument("text", TEXT),), Kind.STRING,
            '(upper({0} collate "und-x-icu") collate "C")',
        ),
        FunctionDefinition(
            "length", "How many characters a text has.", (Argument("text", TEXT),), Kind.INTEGER,
            "cast(char_length({0}) as bigint)",
        ),
        FunctionDefinition(
            "is_open",
            "Whether opening hours say open at a moment; false too where that is not known.",
            (Argument("moment", MOMENT),), Kind.BOOLEAN, about="opening_hours",
        ),
        FunctionDefinition(
            "is_closed",
            "Whether opening hours say closed at a moment; false too where that is not known.",
            (Argument("moment", MOMENT),), Kind.BOOLEAN, about="opening_hours",
        ),
        FunctionDefinition(
            "year", "The year of a day, or of a moment in UTC.",
            (Argument("instant", INSTANT),), Kind.INTEGER,
            "(case when isfinite({0}) then cast(extract(year from {0}) as bigint) end)",
        ),
    )
}  # fmt: skip
"""By name, in the order in which they are listed."""
