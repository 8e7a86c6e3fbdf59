"""Where features lie: their extent, and the middles at which names are written."""

from collections.abc import Iterable
from typing import Any

import shapely
from shapely.geometry import shape

from viauma_maps.scene import Bounds, Feature


def middles(outlines: Iterable[Feature]) -> dict[str, tuple[float, float]]:
    """Find where a label has most room in each municipality: (lat, lon) by code."""
    return {o["id"]: middle(o["geometry"]) for o in outlines if o["geometry"]}


def middle(geometry: dict[str, Any]) -> tuple[float, float]:
    """Find the middle of the widest circle inside the largest part of a polygon: (lat, lon)."""
    largest = max(shapely.get_parts(shape(geometry)), key=shapely.area)
    radius = shapely.maximum_inscribed_circle(largest, tolerance=0.01)
    lon, lat = radius.coords[0]
    return round(lat, 4), round(lon, 4)


def bounds_of(features: Iterable[Feature]) -> Bounds | None:
    """Find the extent of features; None when nothing has a geometry."""
    shapes = [shape(feature["geometry"]) for feature in features if feature["geometry"]]
    if not shapes:
        return None
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    return west, south, east, north
