"""Places leave by the terminal as GeoJSON, CSV or GPX: the same Features, spelled differently."""

import io
import json
from collections.abc import Callable, Sequence
from typing import Any

import shapely

from viauma.exchange.columns import COLUMNS
from viauma.exchange.csv_rows import write_csv
from viauma.exchange.features import Feature
from viauma.exchange.gpx import GpxWriter

__all__ = ["CSV_COLUMNS", "WRITERS", "to_csv", "to_geojson", "to_gpx", "write_csv"]

CSV_COLUMNS = (
    "id", "slug", "name_sv", "name_en", "category", "is_site", "is_facility", "status",
    "municipality", "municipality_name", "municipality_basis", "lon", "lat", "distance_m",
    "bearing_deg", "street", "postcode", "city", "opening_hours", "website", "attributes",
    "identifiers", "source", "source_id", "licence", "attribution", "observed_on", "verified_at",
)  # fmt: skip


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


def to_gpx(features: Sequence[Feature]) -> str:
    """Write GPX 1.1 waypoints; lines become tracks."""
    out = io.BytesIO()
    with GpxWriter(out, COLUMNS["place"], "Via Uma") as writer:
        writer.write(features)
    return out.getvalue().decode()


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
