"""What a filter may name of a place: its columns, and the attributes of its category.

An attribute goes by its own key (``lit``, ``length_km``), which is also how it is asked for as a
query parameter. One key means one thing in the whole taxonomy; a test says so.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from rapidfuzz import fuzz, process

from viauma.cql2.queryables import Kind, Queryable
from viauma.errors import InvalidInput, UnknownName
from viauma.places.rules import Status
from viauma.taxonomy.rules import CategorySchema

TABLE = "published_place"
PUBLIC_STATUSES = [str(status) for status in Status if status != Status.MERGED]


ALWAYS_KNOWN = frozenset(
    ("id", "geometry", "slug", "category", "category_path", "is_site", "is_facility", "status",
     "source", "licence", "updated_at")
)  # fmt: skip

JSON_TYPES: Mapping[Kind, tuple[tuple[type, ...], str]] = {
    Kind.BOOLEAN: ((bool,), "true or false"),
    Kind.NUMBER: ((int, float), "a number, without quotes"),
    Kind.STRING: ((str,), "a text"),
    Kind.DATE: ((str,), "a date in quotes"),
    # One of a list is found by itself too.
    Kind.STRINGS: ((list, str), "a list of texts, or one of them"),
}
"""How an attribute's value is written in JSON."""

# Unified Code for Units of Measure (UCUM), where the taxonomy spells a unit for people.
UCUM = {"ha": "har", "m²": "m2", "°C": "Cel", "persons": "{person}"}


def _column(
    name: str, kind: Kind, title: str, sql: str | None = None, **schema: Any
) -> tuple[str, Queryable]:
    described = {"title": title, **schema}
    return name, Queryable(
        name, kind, sql or f"{TABLE}.{name}", described, is_known=name in ALWAYS_KNOWN
    )


COLUMNS: Mapping[str, Queryable] = dict(
    (
        _column("id", Kind.STRING, "Identifier", f"cast({TABLE}.id as text)", format="uuid"),
        _column("geometry", Kind.GEOMETRY, "Where it is", f"{TABLE}.geom"),
        _column("name", Kind.STRING, "Name", description="In Swedish, or else in English."),
        _column("name_sv", Kind.STRING, "Name in Swedish"),
        _column("name_en", Kind.STRING, "Name in English"),
        _column("slug", Kind.STRING, "Name in addresses"),
        _column("category", Kind.STRING, "Category"),
        _column("category_path", Kind.STRINGS, "Category and all above it",
                description="From the group to the category: A_CONTAINS finds a whole branch."),
        _column("municipality", Kind.STRING, "Municipality code", pattern="^[0-9]{4}$"),
        _column("municipality_name", Kind.STRING, "Name of the municipality"),
        _column("city", Kind.STRING, "Postal town"),
        _column("is_site", Kind.BOOLEAN, "Visitors go there"),
        _column("is_facility", Kind.BOOLEAN, "Somebody runs it for the public"),
        _column("status", Kind.STRING, "Status", enum=PUBLIC_STATUSES),
        _column("owner", Kind.STRING, "Owner"),
        _column("operator", Kind.STRING, "Who runs it",
                f"coalesce({TABLE}.operator, {TABLE}.attributes ->> 'operator')"),
        _column("opening_hours", Kind.STRING, "Opening hours", description="OSM syntax."),
        _column("website", Kind.STRING, "Website", format="uri"),
        _column("source", Kind.STRING, "Source"),
        _column("licence", Kind.STRING, "Licence",
                description="SPDX identifier, public-domain or not-stated."),
        _column("updated_at", Kind.TIMESTAMP, "Last change"),
        _column("verified_at", Kind.TIMESTAMP, "Last verification"),
    )
)  # fmt: skip


def place_queryables(categories: Iterable[CategorySchema]) -> dict[str, Queryable]:
    """Collect what filters may name: the columns, then the attributes of these categories.

    Parameters
    ----------
    categories
        Keys with the JSON Schema of their places' attributes; where a key occurs in several, its
        first schema describes it.
    """
    found = dict(COLUMNS)
    holders: dict[str, list[str]] = {}
    schemas: dict[str, Mapping[str, Any]] = {}
    for category in categories:
        for key, schema in category.attributes.items():
            holders.setdefault(key, []).append(category.key)
            schemas.setdefault(key, schema)
    for key, schema in schemas.items():
        if key not in found:
            found[key] = _attribute(key, schema, holders[key])
    return found


def attribute_kinds(categories: Iterable[CategorySchema]) -> dict[str, Kind]:
    """Collect what kind of value each attribute has, also those that are columns besides."""
    return {
        key: _typed(schema, TABLE, key)[0]
        for category in categories
        for key, schema in category.attributes.items()
    }


def checked_attributes(
    given: Mapping[str, Any], known: Mapping[str, Kind], argument: str = "attributes"
) -> Mapping[str, Any]:
    """Accept attributes that places may have, or say which of them can match none.

    Raises
    ------
    UnknownName
        No category has such an attribute; the nearest keys are suggested.
    InvalidInput
        A value is of another type than the attribute's.
    """
    for key, value in given.items():
        if key not in known:
            otherwise = "The queryables list the attributes there are."
            raise UnknownName(argument, key, _nearest(key, known), otherwise)
        types, noun = JSON_TYPES[known[key]]
        is_truth_value = isinstance(value, bool)
        if not isinstance(value, types) or (is_truth_value and bool not in types):
            raise InvalidInput(argument, f"'{key}' is {noun}")
    return given


def _nearest(key: str, known: Iterable[str]) -> list[str]:
    found = process.extract(
        key[:100].lower(), list(known), scorer=fuzz.ratio, limit=2, score_cutoff=60
    )
    return [str(name) for name, *_ in found]


def _attribute(key: str, schema: Mapping[str, Any], holders: list[str]) -> Queryable:
    kind, sql = _typed(schema, f"{TABLE}.attributes", key)
    kept = {"title": key} | {
        name: schema[name] for name in ("title", "enum", "minimum", "maximum") if name in schema
    }
    if "x-unit" in schema:
        kept["x-ogc-unit"] = UCUM.get(schema["x-unit"], schema["x-unit"])
    if schema.get("type") == "integer":
        kept["type"] = "integer"
    kept["description"] = f"Attribute of {_listed(holders)}."
    scalar = kind is not Kind.STRINGS
    return Queryable(
        key, kind, sql, kept, member_of=(f"{TABLE}.attributes", key) if scalar else None
    )


def _typed(schema: Mapping[str, Any], column: str, key: str) -> tuple[Kind, str]:
    """Choose kind and SQL; a value of another type than the schema's reads as unknown."""
    value, text = f"{column} -> '{key}'", f"{column} ->> '{key}'"
    match schema.get("type"):
        case "boolean":
            kind, json_type, sql = Kind.BOOLEAN, "boolean", f"cast({text} as boolean)"
        case "integer" | "number":
            kind, json_type, sql = Kind.NUMBER, "number", f"cast({text} as double precision)"
        case "array":
            elements = f"array(select jsonb_array_elements_text({value}))"
            kind, json_type, sql = Kind.STRINGS, "array", elements
        case _ if schema.get("format") == "date":
            return Kind.DATE, f"viauma.date_of({text})"
        case _:
            return Kind.STRING, f"({text})"
    return kind, f"(case when jsonb_typeof({value}) = '{json_type}' then {sql} end)"


def _listed(names: list[str], most: int = 8) -> str:
    more = f" and {len(names) - most} more categories" if len(names) > most else ""
    return ", ".join(names[:most]) + more
