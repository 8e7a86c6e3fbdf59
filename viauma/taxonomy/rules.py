"""A category as somebody wants it stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryDraft:
    """A node of the taxonomy with the geometry kinds it accepts."""

    key: str
    parent: str | None
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    geometry_kinds: frozenset[str]
    abstract: bool
    is_site: bool
    is_facility: bool
    icon: str
    colour: str
    shape: str
    attributes_schema: Mapping[str, Any]
    mappings: Mapping[str, Any]
    maturity: str


@dataclass(frozen=True, slots=True)
class CategoryRef:
    """Enough of a category to be asked for, drawn and listed."""

    key: str
    path: tuple[str, ...]
    labels: Mapping[str, str]
    abstract: bool
    icon: str
    colour: str
    shape: str
