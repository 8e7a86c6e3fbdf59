"""Places leave the house as GeoJSON, CSV or GPX: the same Features, spelled differently."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import gpxpy.gpx
import shapely

Feature = Mapping[str, Any]

CSV_COLUMNS = (
    "id", "slug", "name_sv", "name_en", "category", "is_site", "is_facility", "status",
    "municipality", "municipality_name", "municipality_basis", "lon", "lat", "distance_m",
    "bearing_deg", "street", "postcode", "city", "opening_hours", "website", "attributes",
    "identifiers", "source", "source_id", "licence", "attribution", "observed_on", "verified_at",
)  # fmt: skip

# Characters that XML 1.0 cannot carry in any spelling.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_geojson(features: Sequence[Feature]) -> str:
    """Write a FeatureCollection (RFC 7946)."""
    return json.dumps(
        {"type": "FeatureCollection", "features": list(features)}, ensure_ascii=False, indent=1
    )


def to_csv(features: Sequence[Feature]) -> str:
    """Write comma-separated rows in UTF-8 with a header; lon and lat are of a point inside.

    Text that a spreadsheet would run as a formula is preceded by an apostrophe.
    """
    return write_csv(CSV_COLUMNS, map(_csv_row, features))


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Write rows as CSV (RFC 4180 with line feeds)."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _harmless(row.get(name)) for name in columns} for row in rows)
    return text.getvalue()


def to_gpx(features: Sequence[Feature]) -> str:
    """Write GPX 1.1 waypoints; lines become tracks."""
    gpx = gpxpy.gpx.GPX()
    gpx.creator = "Via Uma"
    for feature in features:
        shape = shapely.geometry.shape(feature["geometry"])
        if shape.geom_type in {"LineString", "MultiLineString"}:
            gpx.tracks.append(_track(feature, shape))
        else:
            gpx.waypoints.append(_waypoint(feature, shape.representative_point()))
    return _NOT_XML.sub("", gpx.to_xml(version="1.1"))


WRITERS: dict[str, Callable[[Sequence[Feature]], str]] = {
    "geojson": to_geojson,
    "csv": to_csv,
    "gpx": to_gpx,
}


def _csv_row(feature: Feature) -> dict[str, Any]:
    point = shapely.geometry.shape(feature["geometry"]).representative_point()
    properties = feature["properties"]
    groups = {
        name: json.dumps(properties[name], ensure_ascii=False)
        for name in ("attributes", "identifiers")
    }
    place = {"id": feature["id"], "lon": round(point.x, 7), "lat": round(point.y, 7)}
    return {**properties, **groups, **place}


def _harmless(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    # A lone carriage return ends a row to many readers, and Python before 3.13 does not quote it.
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if value.startswith(_FORMULA) else text


def _waypoint(feature: Feature, point: shapely.Point) -> gpxpy.gpx.GPXWaypoint:
    properties = feature["properties"]
    return gpxpy.gpx.GPXWaypoint(
        latitude=point.y,
        longitude=point.x,
        name=properties["name"] or properties["category_sv"],
        description=properties["municipality_name"],
        type=properties["category"],
    )


def _track(feature: Feature, shape: shapely.Geometry) -> gpxpy.gpx.GPXTrack:
    track = gpxpy.gpx.GPXTrack(name=feature["properties"]["name"])
    for part in shapely.get_parts(shape):
        points = [gpxpy.gpx.GPXTrackPoint(lat, lon) for lon, lat, *_ in part.coords]
        track.segments.append(gpxpy.gpx.GPXTrackSegment(points))
    return track
