"""What a popup says about a place: decided here, filled into the page's template by the browser.

Popups of ten thousand places as ready HTML in two languages would be twenty megabytes. The page
carries the popup once, as a template element, and the facts as compact JSON; the browser puts
them in as text, so that no name can become markup.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from viauma_maps.scene import Feature
from viauma_maps.words import Words

T = TypeVar("T")

COORDINATE_DIGITS = 6
"""About a decimetre; no source is better."""

_WEBSITE = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)


@dataclass(slots=True)
class Table(Generic[T]):
    """Values numbered in order of first appearance, so that each is written once per page."""

    values: list[T] = field(default_factory=list)
    numbers: dict[Any, int] = field(default_factory=dict)

    def number(self, key: object, value: T) -> int:
        """Find a value's number by its key, giving it one when it is new."""
        if key not in self.numbers:
            self.numbers[key] = len(self.values)
            self.values.append(value)
        return self.numbers[key]


def position(feature: Feature) -> tuple[float, float]:
    """Find where a place's marker stands: (lat, lon) in degrees, always on the place itself."""
    geometry = shape(feature["geometry"])
    if geometry.geom_type in {"LineString", "MultiLineString"}:
        point = _longest(geometry).interpolate(0.5, normalized=True)
    else:
        point = shapely.point_on_surface(geometry)
    return round(point.y, COORDINATE_DIGITS), round(point.x, COORDINATE_DIGITS)


def names(properties: Mapping[str, Any]) -> dict[str, str]:
    """Collect a place's names by language; empty when nobody has stated one."""
    found = {language: properties.get(f"name_{language}") for language in ("sv", "en")}
    return {language: name for language, name in found.items() if name}


def website(properties: Mapping[str, Any]) -> str | None:
    """Give the website when it is one; `javascript:` and its like are not."""
    given = str(properties.get("website") or "").strip()
    return given if _WEBSITE.fullmatch(given) else None


def address(properties: Mapping[str, Any]) -> str | None:
    """Write street, postcode and town on a line."""
    town = " ".join(filter(None, (properties.get("postcode"), properties.get("city"))))
    return ", ".join(filter(None, (properties.get("street"), town))) or None


def attribute_label(schema: Mapping[str, Any], name: str) -> tuple[Words, str]:
    """Find what an attribute is called in both languages, and its unit."""
    about = schema.get("properties", {}).get(name, {})
    plain = name.replace("_", " ")
    english = about.get("title", plain)
    return {"sv": about.get("x-title-sv", english), "en": english}, about.get("x-unit", "")


def details(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Collect what is said about a place apart from its attributes; the unknown is left out."""
    status = properties.get("status")
    known = {
        "name": properties.get("name_sv") or properties.get("name_en") or properties.get("name"),
        "name_en": _if_other(properties.get("name_en"), properties.get("name_sv")),
        "near": 1 if properties.get("municipality_basis") == "nearest" else None,
        "status": None if status == "active" else status,
        "address": address(properties),
        "hours": properties.get("opening_hours"),
        "web": website(properties),
        "text_sv": properties.get("text_sv"),
        "text_en": properties.get("text_en"),
        "seen": properties.get("observed_on"),
        "verified": str(properties.get("verified_at") or "")[:10] or None,
    }
    return {key: value for key, value in known.items() if value}


def _if_other(text: str | None, than: str | None) -> str | None:
    return text if text and than and text != than else None


def _longest(geometry: BaseGeometry) -> shapely.LineString:
    merged = shapely.line_merge(geometry)
    parts = [part for part in shapely.get_parts(merged) if isinstance(part, shapely.LineString)]
    return max(parts, key=shapely.length)
