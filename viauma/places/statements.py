"""A place's row as what a source says, field by field, and back.

What is only true together is one field: a street without its town, or a municipality without its
basis, would be a claim that nobody made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import shapely

from viauma.provenance.rules import REGISTER, Fields, Resolved, Statement

MAPS = ("names", "texts", "attributes", "identifiers")
GROUPS = {
    "category": ("category", "is_site", "is_facility"),
    "municipality": ("municipality", "municipality_basis"),
    "address": ("street", "postcode", "city"),
}
SINGLE = ("slug", "geom", "status", "opening_hours", "website")
FAMILIES = (*MAPS, *GROUPS, *SINGLE)
"""What trust may be spoken of, besides a single key of a map such as ``attributes.lit``."""

FIRST = ("category",)
"""Chosen first: which attributes and shapes a place may have depends on it."""

_KINDS = {"Point": "point", "LineString": "line", "Polygon": "polygon"}


def said_by(row: Mapping[str, Any]) -> dict[str, Any]:
    """Spell a row as fields; what it leaves open it does not say.

    `geom` is extended well-known binary in hex, which keeps every bit.
    """
    fields = {name: row[name] for name in SINGLE if row[name] is not None}
    for name, columns in GROUPS.items():
        if any(row[column] is not None for column in columns):
            fields[name] = {column: row[column] for column in columns}
    for name in MAPS:
        fields |= {f"{name}.{key}": value for key, value in row[name].items() if value is not None}
    return fields


def row_of(resolved: Resolved) -> dict[str, Any]:
    """Spell resolved fields as columns."""
    columns = [*SINGLE, *(column for group in GROUPS.values() for column in group)]
    row: dict[str, Any] = dict.fromkeys(columns) | {name: {} for name in MAPS}
    for name, value in resolved.fields.items():
        family, _, key = name.partition(".")
        if key:
            row[family] |= {} if value is None else {key: value}
        elif family in GROUPS:
            row |= value or {}
        else:
            row[family] = value
    return row | {
        "licence": resolved.licence,
        "attribution": resolved.attribution,
        "observed_on": resolved.observed_on,
    }


def without_kind(statement: Statement) -> Statement:
    """Leave out what an officer says of kind and shape."""
    return _without(statement, "category", "geom") if statement.source == REGISTER else statement


def of_what_is_there(said: Sequence[Statement]) -> list[Statement]:
    """Let a source that has a place no longer say nothing of its being open, while another has it.

    All else that it said stands: what is gone from a file is no reason to change a place.
    """
    has_it = any(not one.is_gone for one in said if one.source != REGISTER)
    return [_without(one, "status") if one.is_gone and has_it else one for one in said]


def rank(name: str, value: Any) -> int:
    """Put a municipality that somebody states before one that was worked out from the position."""
    bases = ("nearest", "computed", "stated")
    if name != "municipality" or not value:
        return 0
    # That there is none is something that an officer states.
    return bases.index(value["municipality_basis"] or "stated")


def _without(statement: Statement, *names: str) -> Statement:
    said = {name: value for name, value in statement.fields.items() if name not in names}
    return replace(statement, fields=said)


class Fitting:
    """Which statement may give a field, once the category is chosen.

    Parameters
    ----------
    kinds
        Kinds of geometry by category.
    allows
        Tells whether a category allows an attribute with a value.
    """

    def __init__(self, kinds: Mapping[str, frozenset[str]], allows: Any) -> None:
        self._kinds = kinds
        self._allows = allows

    def __call__(self, chosen: Fields, name: str, statement: Statement) -> bool:
        """Tell whether a statement may give a field."""
        family, _, key = name.partition(".")
        if name == "slug":
            # An address stays when another source turns out to speak of the place.
            return statement.is_lead
        category = (chosen.get("category") or {}).get("category")
        value = statement.fields[name]
        if category is None or value is None:
            return True
        if name == "geom":
            return kind_of(value) in self._kinds.get(category, frozenset())
        return family != "attributes" or self._allows(category, key, value)


def kind_of(ewkb: str) -> str:
    """Name the kind of a geometry as categories do: point, line, polygon or other."""
    return _KINDS.get(shapely.from_wkb(ewkb).geom_type.removeprefix("Multi"), "other")
