"""Read positions of many rows at once, as their file writes them, and bring them to degrees."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from viauma_data.detecting.cells import parse_cell
from viauma_data.detecting.layout import Layout
from viauma_data.detecting.numbers import parse_number
from viauma_data.detecting.systems import Numbers, system
from viauma_data.reading.table import Row

Shapes = npt.NDArray[Any]
"""Geometries, or None."""

_POINT: Final = 0


@dataclass(frozen=True, slots=True)
class Raw:
    """Positions of a batch: points as numbers, all else as geometries; x before y."""

    x: Numbers
    """NaN where a row has no point."""
    y: Numbers
    shapes: Shapes
    """What is not a point; None elsewhere."""

    def flipped(self) -> "Raw":
        """Exchange the axes."""
        return Raw(self.y, self.x, shapely.transform(self.shapes, lambda xy: xy[:, ::-1]))

    def in_degrees(self, crs: str) -> "Raw":
        """Bring positions to EPSG:4326, longitude first."""
        to_lonlat = system(crs).to_lonlat

        def transform(xy: Numbers) -> Numbers:
            return np.column_stack(to_lonlat(xy[:, 0], xy[:, 1]))

        lon, lat = to_lonlat(self.x, self.y)
        is_known = np.isfinite(lon) & np.isfinite(lat)
        shapes = self.shapes if not self.has_shapes else shapely.transform(self.shapes, transform)
        return Raw(np.where(is_known, lon, np.nan), np.where(is_known, lat, np.nan), shapes)

    @property
    def has_shapes(self) -> bool:
        """Whether any row has more than a point."""
        return bool((~shapely.is_missing(self.shapes)).any())

    def point_keys(self) -> list[int]:
        """Give every point a number that equal points share; zero for what is no point."""
        known = np.isfinite(self.x).tolist()
        pairs = zip(self.x.tolist(), self.y.tolist(), known, strict=True)
        return [hash((x, y)) if is_known else 0 for x, y, is_known in pairs]


def read_raw(rows: Sequence[Row], layout: Layout) -> Raw:
    """Read where rows lie, in the system of the file, x before y."""
    raw = _columns(rows, layout) if layout.x_column else _single(rows, layout)
    return raw.flipped() if layout.is_swapped else raw


def _columns(rows: Sequence[Row], layout: Layout) -> Raw:
    x, y = (_numbers(rows, name, layout.decimal) for name in (layout.x_column, layout.y_column))
    known = np.isfinite(x) & np.isfinite(y)
    return Raw(np.where(known, x, np.nan), np.where(known, y, np.nan), np.full(len(rows), None))


def _numbers(rows: Sequence[Row], name: str | None, decimal: str | None) -> Numbers:
    values = [row.values.get(name or "") for row in rows]
    return np.array([parse_number(one, decimal) for one in values], dtype=float)


def _single(rows: Sequence[Row], layout: Layout) -> Raw:
    name = layout.shape_column
    shapes = np.empty(len(rows), dtype=object)
    if name is None:
        shapes[:] = [row.shape for row in rows] if layout.has_shapes else None
    else:
        cells = (parse_cell(row.values.get(name), layout.decimal) for row in rows)
        shapes[:] = [None if one is None else one.shape for one in cells]
    is_point = (shapely.get_type_id(shapes) == _POINT) & ~shapely.is_empty(shapes)
    x, y = shapely.get_x(shapes), shapely.get_y(shapes)
    shapes[is_point] = None
    return Raw(x, y, shapes)
