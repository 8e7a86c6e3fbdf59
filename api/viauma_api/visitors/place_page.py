"""What a place's page says, worked out from its Feature: where it is, facts, the trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely
from pyproj import Geod

from viauma.geo.crs import from_lonlat, parse_crs
from viauma_api.item_facts import Fact, Facts, Schemas, facts_of
from viauma_api.visitors.words import Voice
from viauma_maps.locator import start_of

TRAILS = "trails"
SWEREF_99_TM = parse_crs("[EPSG:3006]")
WGS84 = Geod(ellps="WGS84")

# Said in sections of their own; only that they are not known is said among the facts.
SAID_ELSEWHERE = frozenset(("street", "postcode", "city", "website"))
NEVER_SAID = frozenset(("slug", "version", "opening_hours", "status"))

OF_THE_TRAIL = frozenset(("length_km", "lit"))

LONGEST_DESCRIPTION = 160

Feature = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Position:
    """A point to go to: the start of a line, else a point inside."""

    lon: float
    lat: float
    northing: int
    easting: int
    is_start: bool
    is_inside: bool
    """Whether the place is an area, of which this is but one point."""

    @property
    def degrees(self) -> str:
        """As people and map apps write it: latitude first."""
        return f"{self.lat:.5f}, {self.lon:.5f}"

    @property
    def geo(self) -> str:
        """The address that a phone opens in its map app (RFC 5870)."""
        return f"geo:{self.lat:.6f},{self.lon:.6f}"

    @property
    def hash(self) -> str:
        """Where the visitor's map opens."""
        return f"#14/{self.lat:.5f}/{self.lon:.5f}"


@dataclass(frozen=True, slots=True)
class Trail:
    """What is known of a trail or a track as a way to go."""

    length: str
    is_measured: bool
    """Whether the length was measured along the line, not told by the source."""
    is_lit: bool | None
    is_point: bool


def position_of(feature: Feature) -> Position:
    """Find the point to go to, in degrees and in SWEREF 99 TM (EPSG:3006)."""
    geometry = feature["geometry"]
    start = start_of(geometry)
    shape = shapely.geometry.shape(geometry)
    lon, lat = start or shape.representative_point().coords[0]
    northing, easting = from_lonlat(shapely.Point(lon, lat), SWEREF_99_TM).coords[0]
    is_inside = geometry["type"] in {"Polygon", "MultiPolygon"}
    return Position(lon, lat, round(northing), round(easting), start is not None, is_inside)


def trail_of(feature: Feature, path: tuple[str, ...], voice: Voice) -> Trail | None:
    """Describe a place of the trail categories as a way to go; None for all others."""
    if TRAILS not in path:
        return None
    attributes = feature["properties"].get("attributes") or {}
    shape = shapely.geometry.shape(feature["geometry"])
    stated, measured_m = attributes.get("length_km"), WGS84.geometry_length(shape)
    is_measured = stated is None and measured_m > 0
    metres = measured_m if is_measured else 1000 * float(stated or 0)
    return Trail(
        length=voice.distance(metres) if metres else "",
        is_measured=is_measured,
        is_lit=attributes.get("lit"),
        is_point=shape.geom_type in {"Point", "MultiPoint"},
    )


def told_of(feature: Feature, schemas: Schemas, voice: Voice, *, is_trail: bool) -> Facts:
    """Word what the page says nowhere else, in its language."""
    told = {
        name: value
        for name, value in feature["properties"].items()
        if name not in NEVER_SAID and (value is None or name not in SAID_ELSEWHERE)
    }
    if is_trail:
        attributes = told.get("attributes") or {}
        told["attributes"] = {k: v for k, v in attributes.items() if k not in OF_THE_TRAIL}
    facts = facts_of("place", told, schemas, voice)
    return facts._replace(row=[_in_local_time(one, voice) for one in facts.row])


def _in_local_time(fact: Fact, voice: Voice) -> Fact:
    if "T" not in fact.instant:
        return fact
    return fact._replace(text=voice.moment(datetime.fromisoformat(fact.instant)))


def text_of(properties: Mapping[str, Any], voice: Voice) -> tuple[str, str]:
    """Find the description and its language: the page's, or the other one's."""
    for language in (voice.language, "sv", "en"):
        if properties.get(f"text_{language}"):
            return properties[f"text_{language}"], language
    return "", voice.language


def description_of(properties: Mapping[str, Any], voice: Voice) -> str:
    """Describe a place in a sentence for those who only read the head."""
    text, language = text_of(properties, voice)
    if not text or language != voice.language:
        where = properties.get("municipality_name") or voice("place_page.somewhere")
        return voice("place_page.description", voice.category(properties), where)
    short = text[:LONGEST_DESCRIPTION]
    return short if len(text) <= len(short) else f"{short.rpartition(' ')[0]} …"


def website_of(properties: Mapping[str, Any]) -> str:
    """Find the place's own page, if it is a web address and nothing else."""
    address = str(properties.get("website") or "")
    return address if address.lower().startswith(("https://", "http://")) else ""


def address_of(properties: Mapping[str, Any]) -> str:
    """Write the postal address on one line."""
    town = " ".join(filter(None, (properties.get("postcode"), properties.get("city"))))
    return ", ".join(filter(None, (properties.get("street"), town)))
