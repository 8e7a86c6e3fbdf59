"""What a filter may name: a queryable has a name, a kind, a JSON Schema and an SQL expression.

The SQL is written by us, never by a caller; the compiler puts it into statements as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class Kind(StrEnum):
    """What kind of value a queryable holds, and an expression yields."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"
    INTERVAL = "interval"
    GEOMETRY = "geometry"
    STRINGS = "strings"


@dataclass(frozen=True, slots=True)
class Queryable:
    """A property that a filter may name."""

    name: str
    kind: Kind
    sql: str
    """SQL over the row, of the type that the kind says: text, bigint, double precision, boolean,
    date, timestamptz, daterange, geometry (EPSG:4326), text[]."""
    schema: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """Title, description, enum and the like; type and format follow from the kind."""
    is_known: bool = False
    """Whether every row has a value."""
    member_of: tuple[str, str] | None = None
    """The jsonb column and the key in it, where equality can be asked of an index as containment:
    ``published_place.attributes @> '{"lit": true}'``."""


Queryables = Mapping[str, Queryable]


class Compiled(NamedTuple):
    """A filter as SQL: one boolean expression in parentheses, and the values for its ``:names``."""

    sql: str
    values: Mapping[str, Any]
    names: frozenset[str] = frozenset()
    """The queryables it names."""
    is_spatial: bool = False
    """Whether a shape stands in it, which may cut through municipalities."""
