"""The land around the region, cut out of the world: without it neighbours would look like water."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape

from viauma_maps.assets import asset_text
from viauma_maps.extents import bounds_of
from viauma_maps.scene import Feature, Source

# How far around the region land is drawn, in degrees: what a wide screen shows, zoomed out.
MARGIN_LON, MARGIN_LAT = 9.0, 4.0

# Natural Earth is in the public domain and asks for nothing; it is named all the same.
LAND = Source("world-atlas", "Natural Earth", "public-domain")


def land_around(outlines: Iterable[Feature], margin_lat: float = MARGIN_LAT) -> dict[str, Any]:
    """Cut the land around the municipalities out of the world, as a GeoJSON geometry."""
    around = bounds_of(outlines) or (0.0, 0.0, 0.0, 0.0)
    west, south, east, north = around
    window = (west - MARGIN_LON, south - margin_lat, east + MARGIN_LON, north + margin_lat)
    land = shapely.clip_by_rect(_world(), *window)
    return dict(mapping(land))


@cache
def _world() -> shapely.Geometry:
    # The package cuts no shape at the antimeridian: Eurasia jumps from 180 to -180 degrees, and
    # would be closed by a line around the world. Counted on beyond 180 it is like any other.
    whole = shape(json.loads(asset_text("land/land.json")))
    parts = (
        shapely.Polygon(_unwrapped(part.exterior), [_unwrapped(hole) for hole in part.interiors])
        for part in shapely.get_parts(whole)
    )
    return shapely.union_all([shapely.make_valid(part) for part in parts])


def _unwrapped(ring: Any) -> Any:
    lon, lat = shapely.get_coordinates(ring).T
    onwards = np.unwrap(lon, period=360.0)
    # Most of it lies where it did; only the part beyond the antimeridian has moved.
    return np.column_stack([onwards - 360.0 * np.round(onwards.mean() / 360.0), lat])
