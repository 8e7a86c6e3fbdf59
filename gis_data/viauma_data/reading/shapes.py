"""Geometries from foreign files: two-dimensional, and never larger or deeper than is bearable."""

from collections.abc import Mapping
from typing import Any

import shapely
from shapely.errors import GEOSException, ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from viauma.exchange.findings import Finding, Severity
from viauma_data.reading.limits import Limits
from viauma_data.reading.source import counted

_WRONG = (GEOSException, ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError,
          NotImplementedError)  # fmt: skip


def geojson_shape(
    geometry: Any, limits: Limits, row: int
) -> tuple[BaseGeometry | None, tuple[Finding, ...]]:
    """Make a shape of a GeoJSON geometry; what cannot be one is told by a finding."""
    if geometry is None:
        return None, ()
    if not isinstance(geometry, Mapping):
        return None, (unreadable(row, "it is no object"),)
    grave = too_large(_vertices(geometry), _depth(geometry), limits, row)
    if grave:
        return None, (grave,)
    try:
        made = shapely.force_2d(shape(dict(geometry)))
    except _WRONG as error:
        return None, (unreadable(row, str(error) or type(error).__name__),)
    return (None, ()) if made.is_empty else (made, ())


def too_large(vertices: int, depth: int, limits: Limits, row: int) -> Finding | None:
    """Say that a geometry is beyond the bounds."""
    if vertices > limits.vertices:
        message = (
            f"The geometry has {counted(vertices)} vertices; at most "
            f"{counted(limits.vertices)} are stored."
        )
        return Finding("geometry-too-large", Severity.ERROR, message, row=row)
    if depth > limits.collection_depth:
        message = f"Collections of geometries lie more than {limits.collection_depth} deep."
        return Finding("geometry-too-deep", Severity.ERROR, message, row=row)
    return None


def unreadable(row: int, why: str) -> Finding:
    """Say that a geometry is none."""
    message = f"The geometry cannot be read: {why.rstrip('.')[:200]}."
    return Finding("geometry-unreadable", Severity.ERROR, message, row=row)


def _vertices(geometry: Mapping[str, Any]) -> int:
    parts = geometry.get("geometries")
    own = _positions(geometry.get("coordinates"))
    if not isinstance(parts, list):
        return own
    return own + sum(_vertices(one) for one in parts if isinstance(one, Mapping))


def _positions(coordinates: Any) -> int:
    if not isinstance(coordinates, list):
        return 0
    if coordinates and not isinstance(coordinates[0], list):
        return 1
    return sum(_positions(one) for one in coordinates)


def _depth(geometry: Mapping[str, Any]) -> int:
    parts = geometry.get("geometries")
    if not isinstance(parts, list):
        return 0
    return 1 + max((_depth(one) for one in parts if isinstance(one, Mapping)), default=0)
