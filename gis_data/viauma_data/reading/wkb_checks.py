"""Geometries that come as WKB from a native reader: checked in its process before they leave it."""

import shapely
from shapely.errors import ShapelyError

from viauma.exchange.findings import Finding
from viauma_data.reading.limits import Limits
from viauma_data.reading.shapes import too_large, unreadable

# Two coordinates of eight bytes; rings and parts add little.
_VERTEX = 16
_COLLECTION = 7


def checked_wkb(
    wkb: bytes | None, limits: Limits, row: int
) -> tuple[str | None, tuple[Finding, ...]]:
    """Give the geometry as two-dimensional WKB in hexadecimal, or the reason why there is none."""
    if wkb is None:
        return None, ()
    grave = too_large(len(wkb) // (2 * _VERTEX), 0, limits, row)
    if grave:
        return None, (grave,)
    try:
        shape = shapely.force_2d(shapely.from_wkb(wkb))
    except ShapelyError as error:
        return None, (unreadable(row, str(error)),)
    if shape is None or shape.is_empty:
        return None, ()
    grave = too_large(int(shapely.get_num_coordinates(shape)), depth_of(shape), limits, row)
    if grave:
        return None, (grave,)
    return str(shapely.to_wkb(shape, hex=True)), ()


def depth_of(shape: shapely.Geometry) -> int:
    """Count how deep collections lie within each other."""
    depth = 0
    level = [shape]
    while any(int(shapely.get_type_id(one)) == _COLLECTION for one in level):
        depth += 1
        level = [part for one in level if hasattr(one, "geoms") for part in one.geoms]
    return depth
