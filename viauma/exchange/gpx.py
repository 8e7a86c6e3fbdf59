"""GPX 1.1: places are waypoints, lines are tracks.

Waypoints come before tracks in the file, whatever order the features come in, so tracks wait in a
file of their own. GDAL's driver cannot write both kinds in one pass.
"""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Self

import shapely
from shapely.geometry.base import BaseGeometry

from viauma.exchange.captions import Caption, caption_of
from viauma.exchange.columns import Columns
from viauma.exchange.features import Batches, Feature, chosen, parse_features, shapes_of
from viauma.exchange.xml_text import DECLARATION, attribute, element
from viauma.geo.crs import Crs

ANTIMERIDIAN = 180.0

ROOT = (
    '<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="Via Uma" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://www.topografix.com/GPX/1/1 '
    'http://www.topografix.com/GPX/1/1/gpx.xsd">\n'
)


def write_gpx(
    columns: Columns,
    batches: Batches,
    target: Path,
    *,
    name: str,
    crs: Crs,
    attribution: str = "",
) -> None:
    """Write GPX 1.1; what has no position cannot be a waypoint and is left out."""
    del crs  # GPX knows WGS 84 only, and so does who calls: media_types.checked_file
    with target.open("wb") as out, GpxWriter(out, columns, name, attribution) as writer:
        for batch in batches:
            writer.write(parse_features(batch))


class GpxWriter:
    """Writes waypoints at once and tracks when it is closed; use it as a context manager."""

    def __init__(self, out: BinaryIO, columns: Columns, name: str, attribution: str = "") -> None:
        self._out = out
        self._names = [column.name for column in columns if column.is_property]
        self._name = name
        self._attribution = attribution

    def __enter__(self) -> Self:
        """Begin the file."""
        self._tracks = tempfile.TemporaryFile()
        about = element("name", self._name) + element("desc", self._attribution)
        metadata = f"<metadata>{about}</metadata>\n"
        self._out.write((DECLARATION + ROOT + metadata).encode())
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        """Add the tracks and end the file."""
        with self._tracks:
            if failure is None:
                self._tracks.seek(0)
                shutil.copyfileobj(self._tracks, self._out)
                self._out.write(b"</gpx>\n")

    def write(self, features: Sequence[Feature]) -> None:
        """Write a page of Features in EPSG:4326, lon before lat."""
        waypoints, tracks = [], []
        for feature, shape in zip(features, shapes_of(features), strict=True):
            if shape is None or shape.is_empty:
                continue
            caption = caption_of(chosen(feature, self._names))
            if shape.geom_type in {"LineString", "MultiLineString"}:
                tracks.append(_track(caption, shape))
            else:
                waypoints.append(_waypoint(caption, shape))
        self._out.write("".join(waypoints).encode())
        self._tracks.write("".join(tracks).encode())


def _waypoint(caption: Caption, shape: BaseGeometry) -> str:
    lon, lat = shapely.point_on_surface(shape).coords[0][:2]
    return f"<wpt {position(lon, lat)}>{words(caption)}</wpt>\n"


def _track(caption: Caption, shape: BaseGeometry) -> str:
    segments = "".join(
        "<trkseg>{}</trkseg>".format(
            "".join(f"<trkpt {position(lon, lat)}/>" for lon, lat, *_ in part.coords)
        )
        for part in shapely.get_parts(shape)
    )
    return f"<trk>{words(caption)}{segments}</trk>\n"


def words(caption: Caption) -> str:
    """Write a caption's elements, in the order of the schema."""
    link = f'<link href="{attribute(caption.link)}"/>' if caption.link else ""
    return (
        element("name", caption.name)
        + element("desc", caption.description)
        + element("src", caption.source)
        + link
        + element("type", caption.kind)
    )


def position(lon: float, lat: float) -> str:
    """Write a position's attributes; degrees."""
    # GPX ends before the antimeridian in the east, which is the same meridian as in the west.
    lon = -ANTIMERIDIAN if lon == ANTIMERIDIAN else lon
    return f'lat="{round(lat, 7)!r}" lon="{round(lon, 7)!r}"'
