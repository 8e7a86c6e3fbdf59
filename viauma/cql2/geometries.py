"""Geometries in a filter: whatever they are written in, they arrive in EPSG:4326, lon before lat.

WKT and GeoJSON are read by GEOS, and GEOS says what is valid: PostGIS asks the same library.
"""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from viauma.cql2.limits import MOST_VERTICES
from viauma.errors import InvalidInput
from viauma.geo.bbox import BBox, rectangle
from viauma.geo.crs import Crs, to_lonlat

KINDS = (
    "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon",
    "GeometryCollection",
)  # fmt: skip

FARTHEST = 1e9
"""No CRS counts further; beyond it, lengths of edges overflow."""

WORLD = np.array([180.0, 90.0])

# A world in Web Mercator ends a rounding error beyond 180 degrees.
ROUNDING = 1e-9


def parse_wkt(text: str, crs: Crs, argument: str) -> BaseGeometry:
    """Read WKT in the axis order of its CRS.

    Raises
    ------
    InvalidInput
        Not well-formed, empty, not finite, not valid, too many vertices, or outside ±180/±90.
    """
    kind = text.partition("(")[0].split()[0].upper()
    try:
        # GEOS reads 1e400 as infinity, and numpy warns of it; it is refused below.
        with np.errstate(all="ignore"):
            shape = shapely.from_wkt(text)
    except (ShapelyError, ValueError):
        raise InvalidInput(argument, f"a {kind} is not well-formed WKT") from None
    return _checked(shape, crs, argument)


def parse_geojson(document: dict[str, Any], crs: Crs, argument: str) -> BaseGeometry:
    """Read a GeoJSON geometry in the axis order of its CRS; see `parse_wkt`."""
    kind = document.get("type")
    if kind not in KINDS:
        raise InvalidInput(argument, f"a geometry is one of {', '.join(KINDS)}")
    try:
        with np.errstate(all="ignore"):
            shape = shapely.from_geojson(json.dumps(document))
    except (ShapelyError, ValueError):
        raise InvalidInput(argument, f"a {kind} is not well-formed GeoJSON") from None
    return _checked(shape, crs, argument)


def parse_box(numbers: Sequence[float], crs: Crs, argument: str) -> BaseGeometry:
    """Read a box of 4 or 6 numbers, lower corner first, in the axis order of its CRS.

    West of its own west, in degrees, a box runs over the antimeridian and is two. A box without
    height or width is a line or a point. Heights are not looked at.
    """
    if len(numbers) not in {4, 6}:
        raise InvalidInput(argument, f"BBOX takes 4 or 6 numbers, got {len(numbers)}")
    low = [float(number) for number in numbers[:2]]
    high = [float(number) for number in numbers[len(numbers) // 2 :][:2]]
    if not crs.is_geographic:
        if low[0] > high[0] or low[1] > high[1]:
            raise InvalidInput(argument, "the first corner of a BBOX must be the lower one")
        return _checked(rectangle(*low, *high), crs, argument)
    if crs.is_swapped:
        low, high = low[::-1], high[::-1]
    if low[1] > high[1]:
        raise InvalidInput(argument, "the south of a BBOX lies north of its north")
    parts = BBox(*low, *high).parts()
    shapes = [rectangle(part.west, part.south, part.east, part.north) for part in parts]
    return _within_the_world(_united(shapes), argument)


def _united(shapes: list[BaseGeometry]) -> BaseGeometry:
    # A part without width on the antimeridian is the other part's edge.
    highest = max(shapely.get_dimensions(shapes))
    kept = [shape for shape in shapes if shapely.get_dimensions(shape) == highest]
    return shapely.union_all(kept)


def _checked(shape: BaseGeometry, crs: Crs, argument: str) -> BaseGeometry:
    flat = shapely.force_2d(shape)
    _check_parts(flat, argument)
    _check_coordinates(flat, argument)
    # Before it is moved: following edges in steps mends a polygon that crosses itself.
    _check_validity(flat, argument)
    try:
        return _within_the_world(to_lonlat(flat, crs, argument), argument)
    except ShapelyError:
        raise InvalidInput(argument, f"a {shape.geom_type} cannot be read in its CRS") from None


def _check_parts(shape: BaseGeometry, argument: str) -> None:
    parts = shapely.get_parts(shape)
    if (shapely.get_type_id(parts) == shapely.GeometryType.GEOMETRYCOLLECTION).any():
        raise InvalidInput(argument, "a GeometryCollection may not hold another")
    if shape.is_empty or shapely.is_empty(shapely.get_parts(parts)).any():
        raise InvalidInput(argument, f"a {shape.geom_type} is empty")


def _check_coordinates(shape: BaseGeometry, argument: str) -> None:
    coordinates = shapely.get_coordinates(shape)
    if len(coordinates) > MOST_VERTICES:
        raise InvalidInput(argument, f"holds more than {MOST_VERTICES:,} vertices; simplify it")
    if not np.isfinite(coordinates).all():
        raise InvalidInput(argument, f"a {shape.geom_type} has coordinates that are not finite")
    if np.abs(coordinates).max() > FARTHEST:
        raise InvalidInput(argument, f"a {shape.geom_type} lies outside every CRS")


def _check_validity(shape: BaseGeometry, argument: str) -> None:
    if not shape.is_valid:
        why = explain_validity(shape)
        raise InvalidInput(argument, f"a {shape.geom_type} is not valid: {why}")


def _within_the_world(shape: BaseGeometry, argument: str) -> BaseGeometry:
    _check_coordinates(shape, argument)
    _check_validity(shape, argument)
    coordinates = shapely.get_coordinates(shape)
    excess = (np.abs(coordinates) - WORLD).max(axis=1)
    if excess.max() <= 0:
        return shape
    if excess.max() <= ROUNDING:
        return shapely.transform(shape, lambda given: np.clip(given, -WORLD, WORLD))
    lon, lat = coordinates[excess.argmax()]
    where = f"longitude {lon:g}, latitude {lat:g}"
    raise InvalidInput(argument, f"a {shape.geom_type} leaves ±180/±90 degrees at {where}")
