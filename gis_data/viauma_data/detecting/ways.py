"""Find every way in which a table may tell positions: shapes, pairs of columns, single cells."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from viauma_data.detecting.cells import Cell, parse_cell
from viauma_data.detecting.names import AxisName, axis_name, named_systems
from viauma_data.detecting.numbers import parse_number
from viauma_data.detecting.systems import Numbers
from viauma_data.reading.table import Row, Table

_CORNER: Final = re.compile(r"bounds|bbox|viewport|corner|extent|min|max", re.IGNORECASE)
"""Two corners say how far something reaches, not where it is."""
_FIRST_CELLS: Final = 20
_MOST: Final = 0.8
_NORTH: Final = ((54.5, 71.5), (6_000_000.0, 7_900_000.0))
_EAST: Final = ((4.0, 32.0), (50_000.0, 2_000_000.0))


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a table may tell positions, read for a sample of rows."""

    x: Numbers
    """What stands where easting or longitude belongs; NaN where a row says nothing."""
    y: Numbers
    because: str
    x_column: str | None = None
    y_column: str | None = None
    shape_column: str | None = None
    words: str = "letters"
    """Whether the axes are named as degrees, as a grid, by letters, or fixed by a format."""
    systems: tuple[int, ...] = ()
    """EPSG codes that names or cells allow; empty: they say nothing."""
    is_point: bool = True
    shapes: Sequence[BaseGeometry | None] = field(default=(), repr=False)

    @property
    def filled(self) -> int:
        """Count the rows that say something."""
        return int(np.isfinite(self.x).sum())

    @property
    def tells(self) -> str:
        """The columns, in words."""
        if self.x_column is None:
            return "the shapes of the file" if self.shape_column is None else self.shape_column
        return f"{self.x_column}, {self.y_column}"


def ways(table: Table, rows: Sequence[Row], decimal: str | None) -> list[Way]:
    """List the ways of a table, the most telling first."""
    found = [
        *_shapes(table, rows),
        *_cells(table, rows, decimal),
        *(pair(rows, x, y, decimal) for x, y in _named_pairs(table.columns)),
    ]
    found = [one for one in found if one.filled] or list(_unnamed_pair(table, rows, decimal))
    # Outlines say more than points; between points, the way that more rows fill.
    return sorted(found, key=lambda one: (one.words != "format", one.is_point, -one.filled))


def pair(rows: Sequence[Row], x: AxisName, y: AxisName, decimal: str | None) -> Way:
    """Read two columns as coordinates."""
    across, up = (column(rows, one.column, decimal) for one in (x, y))
    known = np.isfinite(across) & np.isfinite(up)
    return Way(
        np.where(known, across, np.nan),
        np.where(known, up, np.nan),
        "their names say so",
        x_column=x.column,
        y_column=y.column,
        words=x.words,
        systems=named_systems(x.column) or named_systems(y.column),
    )


def column(rows: Sequence[Row], name: str, decimal: str | None) -> Numbers:
    """Read the numbers of a column; NaN where there is none."""
    return np.array([parse_number(row.values.get(name), decimal) for row in rows], dtype=float)


def cells(rows: Sequence[Row], name: str, decimal: str | None) -> Way | None:
    """Read a column whose cells hold whole positions; None where they do not."""
    read = [parse_cell(row.values.get(name), decimal) for row in rows]
    found = [one for one in read if one is not None]
    if not found:
        return None
    srids = {one.srid for one in found if one.srid is not None}
    way = of_shapes([None if one is None else one.shape for one in read])
    systems = tuple(srids) if len(srids) == 1 else named_systems(name)
    words = "pair" if all(one.is_pair for one in found) else "text"
    because = f"its cells read as {_kind(found)}"
    return replace(way, shape_column=name, systems=systems, words=words, because=because)


def of_shapes(shapes: Sequence[BaseGeometry | None]) -> Way:
    """Take the first coordinate of each shape for its position."""
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    xy = np.full((len(shapes), 2), np.nan)
    coordinates, index = shapely.get_coordinates(array, return_index=True)
    firsts = np.unique(index, return_index=True)
    xy[firsts[0]] = coordinates[firsts[1]]
    types = shapely.get_type_id(array)
    is_point = bool(np.isin(types, (-1, 0)).all())
    because = "the format carries them"
    return Way(xy[:, 0], xy[:, 1], because, words="format", is_point=is_point, shapes=shapes)


def reaches(way: Way) -> Numbers:
    """Measure how far the shape of each row reaches, in its own units; nothing for points."""
    if not len(way.shapes):
        return np.zeros(way.x.size)
    array = np.empty(len(way.shapes), dtype=object)
    array[:] = way.shapes
    west, south, east, north = shapely.bounds(array).T
    with np.errstate(invalid="ignore"):
        reach: Numbers = np.nan_to_num(np.hypot(east - west, north - south), posinf=0.0)
    return reach


def _kind(found: Sequence[Cell]) -> str:
    if all(one.is_pair for one in found):
        return "pairs of numbers"
    return "WKT with a system" if any(one.srid for one in found) else "geometries"


def _shapes(table: Table, rows: Sequence[Row]) -> Iterator[Way]:
    if table.has_shapes:
        yield of_shapes([row.shape for row in rows])


def _cells(table: Table, rows: Sequence[Row], decimal: str | None) -> Iterator[Way]:
    for name in table.columns:
        values = (row.values.get(name) for row in rows)
        first = list(itertools.islice((one for one in values if _may_hold(one)), _FIRST_CELLS))
        if (
            sum(parse_cell(one, decimal) is not None for one in first)
            > _MOST * len(first) - 1e-9
            > 0
        ):
            way = cells(rows, name, decimal)
            if way is not None and (way.words != "pair" or _looks_like_positions(way)):
                yield way


def _may_hold(value: Any) -> bool:
    return isinstance(value, str | list | tuple | dict) and bool(value)


def _looks_like_positions(way: Way) -> bool:
    """Whether pairs of numbers are positions: of degrees beyond whole ones, or of a grid."""
    x, y = (one[np.isfinite(one)] for one in (way.x, way.y))
    is_grid = np.maximum(x, y).min() > _NORTH[1][0]
    in_degrees = np.abs(np.concatenate([x, y])).max() <= 180  # noqa: PLR2004 - the date line
    return bool(is_grid or (in_degrees and (x % 1 != 0).any() and (y % 1 != 0).any()))


def _named_pairs(columns: Sequence[str]) -> Iterator[tuple[AxisName, AxisName]]:
    """Pair the columns that differ by nothing but the word for their axis."""
    named = [one for one in map(axis_name, columns) if one is not None]
    named = [one for one in named if not _CORNER.search(one.column)] or named
    ups = {(one.key, one.words): one for one in reversed(named) if one.axis == "y"}
    for x in named:
        y = ups.get((x.key, x.words)) if x.axis == "x" else None
        if y is not None:
            yield x, y


def _unnamed_pair(table: Table, rows: Sequence[Row], decimal: str | None) -> Iterator[Way]:
    """Find two columns whose names say nothing, but whose values are positions in the north."""
    numbers = {name: column(rows, name, decimal) for name in table.columns}
    for norths, easts in zip(_NORTH, _EAST, strict=True):
        ups = [name for name, values in numbers.items() if _lies(values, norths)]
        acrosses = [name for name, values in numbers.items() if _lies(values, easts)]
        if len(ups) == len(acrosses) == 1:
            x = AxisName(acrosses[0], "x", "letters", "")
            y = AxisName(ups[0], "y", "letters", "")
            yield replace(pair(rows, x, y, decimal), because="of all columns only their values do")


def _lies(values: Numbers, bounds: tuple[float, float]) -> bool:
    known = values[np.isfinite(values)]
    if known.size < _MOST * values.size or not known.size:
        return False
    in_degrees = bounds in {_NORTH[0], _EAST[0]}
    # Whole numbers of this size are ages and counts far more often than degrees.
    if in_degrees and (known % 1 != 0).mean() < _MOST:
        return False
    return bool(((known >= bounds[0]) & (known <= bounds[1])).all())
