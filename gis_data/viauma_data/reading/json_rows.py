"""One object of JSON as a row: a Feature's properties, or the members of any other object."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from shapely.geometry.base import BaseGeometry

from viauma.exchange.findings import Finding
from viauma_data.reading.limits import Limits
from viauma_data.reading.shapes import geojson_shape
from viauma_data.reading.table import Row
from viauma_data.reading.whole_tables import MARK

_GEOMETRIES = {"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon",
               "GeometryCollection"}  # fmt: skip
_OF_FEATURE = {"type", "geometry", "properties", "bbox"}


class Kind(StrEnum):
    """What the objects of a text are."""

    GEOJSON = "geojson"
    JSON_LD = "json-ld"
    JSON = "json"

    @property
    def because(self) -> str:
        """What tells it."""
        return {
            Kind.GEOJSON: "its objects are Features of GeoJSON",
            Kind.JSON_LD: "its objects have @type, or the text has @context",
            Kind.JSON: "its objects are neither Features nor linked data",
        }[self]


def kind_of(first: Any, extra: Mapping[str, Any]) -> Kind:
    """Tell from the first object and from what stands beside the list."""
    members = first if isinstance(first, Mapping) else {}
    if members.get("type") == "Feature" or _is_geometry(members):
        return Kind.GEOJSON
    linked = {"@context", "@type", "@id"}
    if linked & members.keys() or any(key.startswith("@context") for key in extra):
        return Kind.JSON_LD
    return Kind.JSON


def json_row(one: Any, number: int, kind: Kind, limits: Limits, *, with_shape: bool = True) -> Row:
    """Make a row of an object; what is nested is given whole, and flat as well."""
    members: Mapping[str, Any] = _clean(one) if isinstance(one, Mapping) else {"value": one}
    if kind is Kind.JSON_LD:
        members = _listed(members)
    if kind is not Kind.GEOJSON:
        return Row(number, dict(_flat(members)))
    geometry, properties = _feature(members)
    shape: BaseGeometry | None = None
    findings: tuple[Finding, ...] = ()
    if with_shape:
        shape, findings = geojson_shape(geometry, limits, number)
    return Row(number, dict(_flat(properties)), shape, findings)


def has_mark(one: Any) -> set[str]:
    """Find names with a byte order mark within, as they are called without it."""
    if not isinstance(one, Mapping):
        return set()
    own = {key.replace(MARK, "") for key in one if MARK in key}
    inner = one.get("properties")
    return own | (has_mark(inner) if inner else set())


def _feature(members: Mapping[str, Any]) -> tuple[Any, Mapping[str, Any]]:
    if _is_geometry(members):
        return members, {}
    stated = members.get("properties")
    properties = stated if isinstance(stated, Mapping) else {}
    others = {key: value for key, value in members.items() if key not in _OF_FEATURE}
    return members.get("geometry"), {**others, **properties}


def _is_geometry(members: Mapping[str, Any]) -> bool:
    kind = members.get("type")
    return isinstance(kind, str) and kind in _GEOMETRIES and "properties" not in members


def _listed(members: Mapping[str, Any]) -> Mapping[str, Any]:
    """Unwrap an element of schema.org's ItemList."""
    item = members.get("item")
    is_element = members.get("@type") == "ListItem" and isinstance(item, Mapping)
    return item if is_element and isinstance(item, Mapping) else members


def _clean(members: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key.replace(MARK, ""): _clean(value) if isinstance(value, Mapping) else value
        for key, value in members.items()
    }


def _flat(members: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in members.items():
        name = f"{before}{key}"
        yield name, value
        if isinstance(value, Mapping):
            yield from _flat(value, f"{name}.")
