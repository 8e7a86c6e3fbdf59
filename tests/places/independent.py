"""The area questions answered without a database: shapely and pyproj on the same rows."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import psycopg
import shapely
from pyproj import CRS, Geod, Transformer
from shapely.geometry.base import BaseGeometry

WGS84 = Geod(ellps="WGS84")


@dataclass(frozen=True, repr=False)
class Row:
    """A public place as its Feature says, with the stored shape to the last bit."""

    feature: dict[str, Any]
    shape: BaseGeometry

    def __repr__(self) -> str:
        return self.slug

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: FBT001 - Hypothesis asks so
        printer.text(self.slug)

    @property
    def slug(self) -> str:
        return self.feature["properties"]["slug"]

    @property
    def is_point(self) -> bool:
        return self.shape.geom_type == "Point"


def read_rows(url: str) -> list[Row]:
    with psycopg.connect(url) as connection:
        found = connection.execute("select feature, st_asbinary(geom) from viauma.published_place")
        return [Row(json.loads(feature), shapely.from_wkb(wkb)) for feature, wkb in found]


def slugs_where(rows: list[Row], holds: Callable[[Row], bool]) -> set[str]:
    return {row.slug for row in rows if holds(row)}


def distance_and_bearing(row: Row, lon: float, lat: float) -> tuple[float, float | None]:
    """Measure geodesically: exactly to points; to other shapes along azimuths from the origin.

    In the azimuthal equidistant projection around the origin, distances and directions from it
    are the geodesic ones; an edge between two vertices differs by less than a millimetre per
    kilometre at the sizes here.
    """
    if row.is_point:
        azimuth, _, metres = WGS84.inv(lon, lat, row.shape.x, row.shape.y)
        return metres, azimuth % 360 if metres else None
    flat = _flattened(row.shape, lon, lat)
    metres = flat.distance(shapely.Point(0, 0))
    if metres == 0:
        return 0.0, None
    x, y = shapely.shortest_line(shapely.Point(0, 0), flat).coords[1]
    return metres, math.degrees(math.atan2(x, y)) % 360


def metres_to_shape(row: Row, shape: BaseGeometry) -> float:
    """Measure between shapes, flattened around the middle of the second."""
    lon, lat = shape.centroid.x, shape.centroid.y
    return _flattened(row.shape, lon, lat).distance(_flattened(shape, lon, lat))


def _flattened(shape: BaseGeometry, lon: float, lat: float) -> BaseGeometry:
    return shapely.transform(shape, _to_flat(lon, lat).transform, interleaved=False)


@lru_cache(maxsize=8)
def _to_flat(lon: float, lat: float) -> Transformer:
    around = CRS.from_proj4(f"+proj=aeqd +lat_0={lat!r} +lon_0={lon!r} +datum=WGS84 +units=m")
    return Transformer.from_crs("EPSG:4326", around, always_xy=True)
