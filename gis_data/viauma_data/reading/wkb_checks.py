"""Geometries that come as WKB from a native reader: checked in its process before they leave it."""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.errors import ShapelyError

from viauma.exchange.findings import Finding
from viauma_data.reading.limits import Limits
from viauma_data.reading.shapes import too_large, unreadable

Checked = tuple[str | None, tuple[Finding, ...]]
NONE: Checked = (None, ())
# Two coordinates of eight bytes; rings and parts add little, and a third may be there.
_VERTEX = 16
_COLLECTION = 7


def checked_batch(wkbs: Sequence[bytes | None], limits: Limits, first: int) -> list[Checked]:
    """Check the geometries of rows that follow each other, all at once if nothing is wrong."""
    small = all(one is None or len(one) <= _VERTEX * limits.vertices for one in wkbs)
    shapes = _shapes(wkbs) if small else None
    if shapes is None or (shapely.get_type_id(shapes) == _COLLECTION).any():
        return [checked_wkb(one, limits, first + n) for n, one in enumerate(wkbs)]
    shapes[shapely.is_empty(shapes)] = None
    return [(text, ()) for text in shapely.to_wkb(shapely.force_2d(shapes), hex=True)]


def checked_wkb(wkb: bytes | None, limits: Limits, row: int) -> Checked:
    """Give the geometry as two-dimensional WKB in hexadecimal, or the reason why there is none."""
    if wkb is None:
        return NONE
    grave = too_large(len(wkb) // (2 * _VERTEX), 0, limits, row)
    if grave:
        return None, (grave,)
    try:
        shape = shapely.force_2d(shapely.from_wkb(wkb))
    except ShapelyError as error:
        return None, (unreadable(row, str(error)),)
    if shape is None or shape.is_empty:
        return NONE
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


def _shapes(wkbs: Sequence[bytes | None]) -> "np.ndarray[tuple[int], np.dtype[np.object_]] | None":
    try:
        return np.asarray(shapely.from_wkb(np.array(wkbs, dtype=object)))
    except ShapelyError:
        return None
