"""What a column of an exchanged file is: a member of a Feature with its type and its meaning."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class ColumnType(StrEnum):
    """What kind of value a column holds; files that know no such type hold its text."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"
    JSON = "json"
    GEOMETRY = "geometry"


_SCHEMAS: Mapping[ColumnType, Mapping[str, str]] = {
    ColumnType.TEXT: {"type": "string"},
    ColumnType.INTEGER: {"type": "integer"},
    ColumnType.NUMBER: {"type": "number"},
    ColumnType.BOOLEAN: {"type": "boolean"},
    ColumnType.DATE: {"type": "string", "format": "date"},
    ColumnType.TIMESTAMP: {"type": "string", "format": "date-time"},
    ColumnType.JSON: {},
    # Common Part 3 wants a geometry without a type; the column says which format.
    ColumnType.GEOMETRY: {},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A member of a Feature: its id, its geometry, or one of its properties."""

    name: str
    type: ColumnType
    title: str
    description: str
    """One sentence, which names the unit where there is one."""
    nullable: bool = False
    keywords: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """JSON Schema beyond title, description and what the type says: enum, pattern, x-ogc-unit …"""

    @property
    def is_property(self) -> bool:
        """Whether it stands in the Feature's properties, not beside them."""
        return self.name not in {"id", "geometry"}

    @property
    def json_schema(self) -> dict[str, Any]:
        """Describe it as a property of a logical schema (OGC API Common Part 3).

        Such a schema says by `required`, not by its types, what may be null; see `nullable`.
        """
        head = {"title": self.title, "description": self.description}
        return {**head, **_SCHEMAS[self.type], **self.keywords}


def column(name: str, type_: ColumnType, title: str, description: str, **keywords: Any) -> Column:
    """Declare a column that is always known; a keyword's underscores stand for hyphens."""
    spelled = {key.replace("_", "-"): value for key, value in keywords.items()}
    return Column(name, type_, title, description, keywords=spelled)


def nullable(name: str, type_: ColumnType, title: str, description: str, **keywords: Any) -> Column:
    """Declare a column whose value may be unknown; otherwise as `column`."""
    spelled = {key.replace("_", "-"): value for key, value in keywords.items()}
    return Column(name, type_, title, description, nullable=True, keywords=spelled)
