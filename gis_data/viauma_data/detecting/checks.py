"""Check one geometry that is more than a point; repair it only where the repair changes nothing."""

from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from viauma.exchange.findings import Finding, Severity
from viauma_data.reading.table import Row

MOST_VERTICES: Final = 1_000_000
_KEPT: Final = 0.001
"""So small a part of its area or length may change by a repair."""
_RING: Final = 4

Checked = tuple[BaseGeometry | None, tuple[Finding, ...]]


def check_shape(shape: BaseGeometry, row: Row, column: str | None) -> Checked:
    """Give a geometry that is fit to be stored, or None, with what was found.

    Parameters
    ----------
    shape
        EPSG:4326; a part of a thousandth of its area or length may change.
    """

    def found(code: str, severity: Severity, message: str) -> tuple[Finding, ...]:
        return (Finding(code, severity, message, row.number, column),)

    if shape.is_empty:
        return None, found(
            "geometry-empty", Severity.ERROR, "The geometry is empty; give a position."
        )
    vertices = int(shapely.get_num_coordinates(shape))
    if vertices > MOST_VERTICES:
        message = f"The geometry has {vertices:,} vertices; at most {MOST_VERTICES:,} are taken."
        return None, found("too-many-vertices", Severity.ERROR, message)
    if shape.geom_type == "GeometryCollection":
        return _of_collection(shape, row, column)
    if not shape.is_valid:
        return _repaired(shape, row, column)
    if shape.geom_type == "LineString" and shape.is_closed and len(shape.coords) >= _RING:
        message = "The line is closed: it may be the outline of an area, and is kept as a line."
        return shape, found("closed-line", Severity.NOTE, message)
    return shape, ()


def _of_collection(shape: BaseGeometry, row: Row, column: str | None) -> Checked:
    """Take a collection apart where it holds one geometry; the register stores one kind a place."""
    parts = shapely.get_parts(shape)
    if len(parts) == 1 and parts[0].geom_type != "GeometryCollection":
        return check_shape(parts[0], row, column)
    is_nested = any(one.geom_type == "GeometryCollection" for one in parts)
    code = "geometry-nested" if is_nested else "geometry-mixed"
    message = (
        f"The geometry is a collection of {len(parts)} geometries; give points, lines or areas of"
        " one kind."
    )
    return None, (Finding(code, Severity.ERROR, message, row.number, column),)


def _repaired(shape: BaseGeometry, row: Row, column: str | None) -> Checked:
    reason = shapely.is_valid_reason(shape).partition("[")[0].lower()
    # What collapses to a line or a point was never part of the area.
    repaired = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    if _is_kept(shape, repaired):
        message = f"The geometry was invalid ({reason}) and was repaired without changing its size."
        return repaired, (Finding("geometry-repaired", Severity.NOTE, message, row.number, column),)
    message = f"The geometry is invalid ({reason}) and no repair keeps its size; draw it anew."
    return None, (Finding("geometry-invalid", Severity.ERROR, message, row.number, column),)


def _is_kept(before: BaseGeometry, after: BaseGeometry) -> bool:
    def kind(shape: BaseGeometry) -> str:
        return shape.geom_type.removeprefix("Multi")

    if kind(before) != kind(after) or after.is_empty:
        return False
    # Of areas the rings count too: the area of a bow tie is the difference of its halves.
    return all(
        abs(now - then) <= _KEPT * max(then, now)
        for then, now in ((before.area, after.area), (before.length, after.length))
    )
