"""Pieces that several descriptions in schema.org's words are made of."""

from collections.abc import Mapping
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from viauma_api.licences import LICENCE_PAGES

JsonObject = dict[str, Any]

DECIMALS = 6
"""A decimetre: more than any source promises."""


def known(**members: Any) -> JsonObject:
    """Keep what is known: what is None or empty is not said."""
    return {name: value for name, value in members.items() if value not in (None, "", [], {})}


def in_both(swedish: str | None, english: str | None) -> list[JsonObject]:
    """Say a text in the languages in which it is known."""
    given = (("sv", swedish), ("en", english))
    return [{"@language": code, "@value": text} for code, text in given if text]


def property_value(key: str, value: Any, unit: str | None = None, name: Any = None) -> JsonObject:
    """Say a property that schema.org has no word for; `name` is what people call it."""
    return {
        "@type": "PropertyValue",
        "propertyID": key,
        "value": value,
        **known(unitText=unit, name=name),
    }


def sibling(url: str, collection_id: str, feature_id: str) -> str:
    """Find the address of a feature of another collection from the address of this one."""
    home = url.rpartition("/collections/")[0]
    return f"{home}/collections/{collection_id}/items/{feature_id}"


def position(geometry: Mapping[str, Any] | None) -> JsonObject | list[JsonObject] | None:
    """Say where a feature lies: a point inside, and each line or area as a shape.

    Coordinates are latitude before longitude, as schema.org wants them. An area with holes has
    no shape in schema.org: its rim alone would say too much, so its point has to do.
    """
    if geometry is None:
        return None
    shape = shapely.geometry.shape(dict(geometry))
    if shape.is_empty:
        return None
    point = shape.representative_point()
    spot = {
        "@type": "GeoCoordinates",
        "latitude": round(point.y, DECIMALS),
        "longitude": round(point.x, DECIMALS),
    }
    parts = shapely.get_parts(shape)
    drawn = [one for part in parts if (one := _shape(part)) is not None]
    return [spot, *drawn] if len(drawn) == len(parts) else spot


def _shape(part: BaseGeometry) -> JsonObject | None:
    if isinstance(part, shapely.LineString):
        return {"@type": "GeoShape", "line": _path(part)}
    if isinstance(part, shapely.Polygon) and not part.interiors:
        return {"@type": "GeoShape", "polygon": _path(part.exterior)}
    return None


def _path(line: BaseGeometry) -> str:
    return " ".join(
        f"{round(lat, DECIMALS)},{round(lon, DECIMALS)}" for lon, lat, *_ in line.coords
    )


def record_of(properties: Mapping[str, Any], url: str) -> JsonObject:
    """Say what the row is as a work of its own: whose, since when, under which licence.

    Not on the place itself, which nobody licenses.
    """
    return {
        "@type": "CreativeWork",
        "url": url,
        **known(
            license=LICENCE_PAGES.get(properties.get("licence") or ""),
            creditText=properties.get("attribution"),
            dateModified=properties.get("updated_at"),
            version=properties.get("version"),
        ),
    }
