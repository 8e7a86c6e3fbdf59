"""Areas a person can ask about, read from text and checked before any other code sees them.

Everything is EPSG:4326 with longitude before latitude; distances are geodesic metres.
"""

import json
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from viauma.errors import InvalidInput
from viauma.geo.bbox import BBox, parse_numbers

MOST_BYTES = 1_000_000
MOST_VERTICES = 50_000
MOST_METRES = 1_000_000.0
# Between opposite ends of the earth there is no shortest way to measure along.
LONGEST_STEP_M = 19_000_000.0

WGS84 = Geod(ellps="WGS84")

# Coordinates that fall in here only when swapped were swapped: (63.8, 20.3) is the Arabian Sea,
# (20.3, 63.8) is Umeå.
NORTHERN_EUROPE = BBox(4.0, 54.0, 32.0, 72.0)


@dataclass(frozen=True, slots=True)
class Point:
    """A position in degrees."""

    lon: float
    lat: float

    @property
    def geometry(self) -> BaseGeometry:
        """The position as a geometry."""
        return shapely.Point(self.lon, self.lat)


@dataclass(frozen=True, slots=True)
class Within:
    """All within a geodesic distance of a shape: a circle, a corridor, a neighbourhood."""

    shape: BaseGeometry
    distance_m: float


def parse_point(text: str, argument: str = "near") -> Point:
    """Read ``lon,lat`` in degrees.

    Raises
    ------
    InvalidInput
        Not two finite numbers, out of bounds, or plainly latitude first.
    """
    values = parse_numbers(text, argument)
    if len(values) != 2:  # noqa: PLR2004
        raise InvalidInput(argument, f"needs lon,lat, two numbers, got {len(values)}")
    return checked_point(values[0], values[1], argument)


def parse_circle(text: str, argument: str = "circle") -> Within:
    """Read ``lon,lat,metres``: everything within that geodesic distance of the position."""
    values = parse_numbers(text, argument)
    if len(values) != 3:  # noqa: PLR2004
        raise InvalidInput(argument, f"needs lon,lat,metres, three numbers, got {len(values)}")
    point = checked_point(values[0], values[1], argument)
    return Within(point.geometry, checked_metres(values[2], argument))


def checked_point(lon: float, lat: float, argument: str) -> Point:
    """Accept a position, or say what is wrong with it."""
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise InvalidInput(argument, "numbers must be finite")
    if not (abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004
        raise InvalidInput(argument, _out_of_bounds(lon, lat))
    if _inside(lat, lon, NORTHERN_EUROPE) and not _inside(lon, lat, NORTHERN_EUROPE):
        raise InvalidInput(argument, _swapped(lon, lat))
    return Point(lon, lat)


def checked_metres(metres: float, argument: str) -> float:
    """Accept a distance in metres: more than 0, at most 1 000 km."""
    if not math.isfinite(metres) or metres <= 0:
        raise InvalidInput(argument, "the distance must be more than 0 metres")
    if metres > MOST_METRES:
        raise InvalidInput(argument, f"the distance may be {MOST_METRES:,.0f} metres at most")
    return metres


def parse_polygon(text: str, argument: str = "within") -> BaseGeometry:
    """Read a GeoJSON Polygon or MultiPolygon, bare or in a Feature or FeatureCollection.

    Raises
    ------
    InvalidInput
        Too large, not GeoJSON, another kind of geometry, empty, out of bounds, crossing itself,
        or plainly latitude first.
    """
    shapes = _parse_geometries(text, argument, {"Polygon", "MultiPolygon"})
    for shape in shapes:
        if not shape.is_valid:
            raise InvalidInput(argument, f"the polygon is not valid: {explain_validity(shape)}")
    return _united(shapes)


def parse_line(text: str, argument: str = "along") -> BaseGeometry:
    """Read a GeoJSON LineString or MultiLineString, bare or in a Feature or FeatureCollection."""
    shape = _united(_parse_geometries(text, argument, {"LineString", "MultiLineString"}))
    if shape.length == 0:
        raise InvalidInput(argument, "the line has no length")
    if _longest_step_m(shape) > LONGEST_STEP_M:
        raise InvalidInput(argument, "two neighbouring points lie half the world apart")
    return shape


def _longest_step_m(line: BaseGeometry) -> float:
    return max(
        float(np.max(WGS84.line_lengths(*shapely.get_coordinates(part).T), initial=0.0))
        for part in shapely.get_parts(line)
    )


def _parse_geometries(text: str, argument: str, kinds: set[str]) -> list[BaseGeometry]:
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise InvalidInput(
            argument, f"is larger than {MOST_BYTES / 1e6:.0f} MB; simplify it before asking"
        )
    shapes = [_shape(part, argument, kinds) for part in _geometries(_loaded(text, argument))]
    if not shapes:
        raise InvalidInput(argument, f"holds no {' or '.join(sorted(kinds))}")
    _check_coordinates(shapely.GeometryCollection(shapes), argument)
    return shapes


def _united(shapes: list[BaseGeometry]) -> BaseGeometry:
    return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)


def _loaded(text: str, argument: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidInput(argument, "is not GeoJSON") from None


def _geometries(document: Any) -> list[Any]:
    if not isinstance(document, dict):
        return [document]
    features = document.get("features")
    if isinstance(features, list):
        return [_geometry_of(feature) for feature in features]
    return [_geometry_of(document)]


def _geometry_of(document: Any) -> Any:
    is_feature = isinstance(document, dict) and document.get("type") == "Feature"
    return document.get("geometry") if is_feature else document


def _shape(document: Any, argument: str, kinds: set[str]) -> BaseGeometry:
    kind = document.get("type") if isinstance(document, dict) else None
    if not isinstance(kind, str) or kind not in kinds:
        # A lone surrogate, which JSON can spell, would make the sentence itself unsendable.
        got = str(kind)[:40].encode(errors="replace").decode()
        raise InvalidInput(argument, f"must be a GeoJSON {' or '.join(sorted(kinds))}, got {got}")
    try:
        return shapely.force_2d(shapely.from_geojson(json.dumps(document)))
    except (shapely.errors.ShapelyError, ValueError, TypeError, RecursionError):
        raise InvalidInput(argument, f"is not a well-formed GeoJSON {kind}") from None


def _check_coordinates(shape: BaseGeometry, argument: str) -> None:
    if shape.is_empty:
        raise InvalidInput(argument, "the geometry is empty")
    if shapely.get_num_coordinates(shape) > MOST_VERTICES:
        raise InvalidInput(argument, f"has more than {MOST_VERTICES:,} vertices; simplify it")
    if not all(map(math.isfinite, shape.bounds)):
        raise InvalidInput(argument, "coordinates must be finite")
    for lon, lat in _suspects(shape):
        checked_point(lon, lat, argument)


def _suspects(shape: BaseGeometry) -> list[tuple[float, float]]:
    """Pick the first vertex out of bounds and the first that looks swapped."""
    lon, lat = shapely.get_coordinates(shape).T
    box = NORTHERN_EUROPE
    here = (lon >= box.west) & (lon <= box.east) & (lat >= box.south) & (lat <= box.north)
    turned = (lat >= box.west) & (lat <= box.east) & (lon >= box.south) & (lon <= box.north)
    outside = (np.abs(lon) > 180) | (np.abs(lat) > 90)  # noqa: PLR2004
    found = [np.flatnonzero(mask)[:1] for mask in (outside, turned & ~here)]
    return [(float(lon[at]), float(lat[at])) for at in np.concatenate(found)]


def checked_box(box: BBox, argument: str) -> BBox:
    """Refuse a box whose axes are plainly swapped; the standard's own parameter does not."""
    checked_point(box.west, box.south, argument)
    checked_point(box.east, box.north, argument)
    return box


def _inside(lon: float, lat: float, box: BBox) -> bool:
    return box.west <= lon <= box.east and box.south <= lat <= box.north


def _out_of_bounds(lon: float, lat: float) -> str:
    sentence = f"{lon:g},{lat:g} is outside ±180/±90 degrees"
    swappable = abs(lat) <= 180 and abs(lon) <= 90  # noqa: PLR2004
    return f"{sentence}; longitude comes first" if swappable else sentence


def _swapped(lon: float, lat: float) -> str:
    return (
        f"{lon:g},{lat:g} lies far from here; the axes look swapped. "
        f"Longitude comes first: {lat:g},{lon:g}"
    )
