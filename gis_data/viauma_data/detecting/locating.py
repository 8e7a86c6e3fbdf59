"""Say for each row where it lies, and what is doubtful about that; thousands of rows at a time."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from viauma.exchange.findings import Finding, Severity
from viauma_data.detecting.checks import check_shape
from viauma_data.detecting.layout import Layout, Located
from viauma_data.detecting.numbers import decimals_of
from viauma_data.detecting.raw import Raw, Shapes, read_raw
from viauma_data.detecting.stacking import batches
from viauma_data.detecting.systems import Numbers, system
from viauma_data.reading.table import Row

DISAGREEING_M: Final = 2.0
_GEOD: Final = Geod(ellps="WGS84")
_DEGREE_M: Final = 111_320.0
_NULL_DEG: Final = 0.01
_COARSE: Final = 100
_ROUNDING: Final = 1e-7
_QUOTED: Final = 60
_TOTAL: Final = re.compile(r"\s*(?:summa|total(?:t|s)?|sum|antal)\b", re.IGNORECASE)

Flags = npt.NDArray[np.bool_]


@dataclass(slots=True)
class _Batch:
    """Rows on their way, with what was found about each so far."""

    rows: Sequence[Row]
    layout: Layout
    raw: Raw
    """In the system of the file."""
    lonlat: Raw
    found: dict[int, list[Finding]] = field(default_factory=lambda: defaultdict(list))

    def note(self, at: int, code: str, severity: Severity, message: str) -> None:
        column = self.layout.shape_column or self.layout.y_column
        self.found[at].append(Finding(code, severity, message, self.rows[at].number, column))


def located(rows: Iterable[Row], layout: Layout) -> Iterator[Located]:
    """Give each row its position in EPSG:4326, in the order of the rows.

    A row whose position is unknown comes without a shape and with a finding that says why; a
    position that is doubtful comes with its doubt. Memory is bounded by a few thousand rows.
    """
    for batch in batches(rows):
        yield from _located(batch, layout)


def _located(rows: Sequence[Row], layout: Layout) -> Iterator[Located]:
    raw = read_raw(rows, layout)
    batch = _Batch(rows, layout, raw, raw.in_degrees(layout.crs))
    _drop_null_island(batch)
    elsewhere = [_in_degrees(rows, other) for other in layout.others]
    _stand_in(batch, elsewhere)
    _turn_swapped_rows(batch)
    shapes = _checked_shapes(batch)
    _report_missing(batch, shapes)
    _report_outside(batch, shapes)
    for other, there in zip(layout.others, elsewhere, strict=True):
        _report_disagreement(batch, other, there)
    _report_stacked(batch)
    _report_coarse(batch)
    found = batch.found
    for at, (row, shape) in enumerate(zip(rows, shapes.tolist(), strict=True)):
        yield Located(row, shape, tuple(found[at]) if at in found else ())


def _in_degrees(rows: Sequence[Row], layout: Layout) -> Raw:
    return read_raw(rows, layout).in_degrees(layout.crs)


def _drop_null_island(batch: _Batch) -> None:
    """Zero, zero is what programs write for nothing."""
    x, y = batch.raw.x, batch.raw.y
    near = _NULL_DEG if system(batch.layout.crs).is_geographic else 1.0
    with np.errstate(invalid="ignore"):
        at_null = (np.abs(x) < near) & (np.abs(y) < near)
    for at in np.flatnonzero(at_null).tolist():
        message = f"The position is {x[at]:g}, {y[at]:g}, which stands for none; give the real one."
        batch.note(at, "null-island", Severity.ERROR, message)
    batch.lonlat.x[at_null] = batch.lonlat.y[at_null] = np.nan


def _stand_in(batch: _Batch, elsewhere: Sequence[Raw]) -> None:
    """Where the first columns are empty, take the position from those that are not."""
    for other, there in zip(batch.layout.others, elsewhere, strict=True):
        lacking = ~np.isfinite(batch.lonlat.x) & shapely.is_missing(batch.lonlat.shapes)
        taken = lacking & np.isfinite(there.x)
        for at in np.flatnonzero(taken).tolist():
            message = f"{batch.layout.tells} say nothing; the position is taken from {other.tells}."
            batch.note(at, "other-position-taken", Severity.NOTE, message)
        batch.lonlat.x[taken], batch.lonlat.y[taken] = there.x[taken], there.y[taken]


def _turn_swapped_rows(batch: _Batch) -> None:
    """Turn single rows that lie in the region only when their axes are exchanged."""
    region = batch.layout.region
    lon, lat = batch.lonlat.x, batch.lonlat.y
    outside = np.isfinite(lon) & ~region.holds(lon, lat)
    lost = np.isfinite(batch.raw.x) & ~np.isfinite(lon)
    if region.is_world or not (outside | lost).any():
        return
    turned = batch.raw.flipped().in_degrees(batch.layout.crs)
    swapped = (outside | lost) & region.holds(turned.x, turned.y)
    for at in np.flatnonzero(swapped).tolist():
        message = (
            f"Only with its axes exchanged does the row lie in {region.name},"
            f" at {turned.y[at]:.5f} N, {turned.x[at]:.5f} E."
        )
        batch.note(at, "row-axes-swapped", Severity.DOUBT, message)
    lon[swapped], lat[swapped] = turned.x[swapped], turned.y[swapped]


def _checked_shapes(batch: _Batch) -> Shapes:
    lon, lat = batch.lonlat.x, batch.lonlat.y
    on_earth = np.isfinite(lon) & (np.abs(lon) <= 180) & (np.abs(lat) <= 90)  # noqa: PLR2004 - degrees
    shapes = np.full(len(batch.rows), None)
    shapes[on_earth] = shapely.points(lon[on_earth], lat[on_earth])
    for at in np.flatnonzero(~shapely.is_missing(batch.lonlat.shapes)).tolist():
        shapes[at] = _checked(batch, at, batch.lonlat.shapes[at])
    return shapes


def _checked(batch: _Batch, at: int, shape: BaseGeometry) -> BaseGeometry | None:
    if not shape.is_empty and not np.isfinite(shape.bounds).all():
        message = f"The geometry leaves the area where {batch.layout.crs} is defined."
        batch.note(at, "outside-system", Severity.ERROR, message)
        return None
    fit, findings = check_shape(shape, batch.rows[at], batch.layout.shape_column)
    batch.found[at].extend(findings)
    return fit


def _report_missing(batch: _Batch, shapes: Shapes) -> None:
    for at in np.flatnonzero(shapely.is_missing(shapes)).tolist():
        if any(one.severity is Severity.ERROR for one in batch.found.get(at, ())):
            continue
        row = batch.rows[at]
        if _is_header(row):
            message = "The row repeats the names of the columns; dismiss it."
            batch.note(at, "header-again", Severity.ERROR, message)
            continue
        if _is_total(row, batch.layout):
            message = "The row seems to be a total and no place; dismiss it, or give a position."
            batch.note(at, "total-row", Severity.ERROR, message)
            continue
        written = _written(row, batch.layout)
        if np.isfinite(batch.raw.x[at]):
            message = f"'{written}' lies nowhere in {batch.layout.crs}; correct it."
            batch.note(at, "outside-system", Severity.ERROR, message)
        elif written:
            message = f"'{written}' cannot be read as a position; write it as 63.8258 and 20.2630."
            batch.note(at, "unreadable-coordinate", Severity.ERROR, message)
        else:
            batch.note(at, "no-position", Severity.ERROR, "The row has no position; give one.")


def _is_header(row: Row) -> bool:
    said = {name: one for name, one in row.values.items() if one not in (None, "")}
    return len(said) > 1 and all(str(one).strip() == name for name, one in said.items())


def _is_total(row: Row, layout: Layout) -> bool:
    texts = [one for one in row.values.values() if isinstance(one, str)]
    return not _written(row, layout) and any(map(_TOTAL.match, texts))


def _written(row: Row, layout: Layout) -> str:
    """Repeat what a row says in the columns of its position."""
    names = [one for one in (layout.y_column, layout.x_column, layout.shape_column) if one]
    values = [str(row.values.get(one) or "").strip() for one in names]
    return ", ".join(values)[:_QUOTED] if any(values) else ""


def _report_outside(batch: _Batch, shapes: Shapes) -> None:
    region = batch.layout.region
    if region.is_world:
        return
    shapely.prepare(region.area)
    inside: Flags = shapely.intersects(region.area, shapes)
    for at in np.flatnonzero(~inside & ~shapely.is_missing(shapes)).tolist():
        lon, lat = shapely.get_coordinates(shapes[at])[0]
        message = f"The row lies at {lat:.5f} N, {lon:.5f} E, outside {region.name}."
        batch.note(at, "outside-region", Severity.DOUBT, message)


def _report_disagreement(batch: _Batch, other: Layout, there: Raw) -> None:
    far = _distances_m(batch.lonlat, there)
    with np.errstate(invalid="ignore"):
        doubtful = np.flatnonzero(far > DISAGREEING_M).tolist()
    for at in doubtful:
        row = batch.rows[at]
        if far[at] <= DISAGREEING_M + _rounding_m(row, batch.layout) + _rounding_m(row, other):
            continue
        message = (
            f"{batch.layout.tells} ({_written(row, batch.layout) or 'the shape'}) and {other.tells}"
            f" ({_written(row, other)}) lie {far[at]:,.0f} m apart; correct one of them."
        )
        batch.note(at, "two-positions-disagree", Severity.DOUBT, message)


def _distances_m(here: Raw, there: Raw) -> Numbers:
    """Measure how far one position of each row is from the other; NaN where there are not two."""
    far = np.full(here.x.size, np.nan)
    both = np.isfinite(here.x) & np.isfinite(there.x)
    # Most pairs are the same to the last digit: only the rest is worth a geodesic.
    apart = both & ((np.abs(here.x - there.x) > 1e-6) | (np.abs(here.y - there.y) > 1e-6))  # noqa: PLR2004 - a decimetre
    far[both] = 0.0
    if apart.any():
        *_, far[apart] = _GEOD.inv(here.x[apart], here.y[apart], there.x[apart], there.y[apart])
    for at in np.flatnonzero(~shapely.is_missing(here.shapes) & np.isfinite(there.x)).tolist():
        far[at] = _from_shape_m(here.shapes[at], shapely.Point(there.x[at], there.y[at]))
    return far


def _from_shape_m(shape: BaseGeometry, point: BaseGeometry) -> float:
    """A point may stand for a shape when it lies within what the shape spans."""
    hull = shape.convex_hull
    if hull.is_empty or hull.intersects(point):
        return 0.0
    near, _ = nearest_points(hull, point)
    (lon, lat), (lon_there, lat_there) = near.coords[0], point.coords[0]
    *_, metres = _GEOD.inv(lon, lat, lon_there, lat_there)
    return float(metres)


def _rounding_m(row: Row, layout: Layout) -> float:
    """Tell how far a position is off by having been rounded to the decimals it is written with."""
    names = [one for one in (layout.x_column, layout.y_column) if one]
    if not names:
        return 0.0
    unit = _DEGREE_M if system(layout.crs).is_geographic else 1.0
    # Programs leave zeros out: the longer of the two says how it was rounded.
    decimals = max(decimals_of(row.values.get(one)) for one in names)
    return float(unit * 10.0**-decimals)


def _report_stacked(batch: _Batch) -> None:
    if not batch.layout.stacked:
        return
    for at, key in enumerate(batch.raw.point_keys()):
        count = batch.layout.stacked.get(key)
        if count and np.isfinite(batch.lonlat.x[at]):
            message = (
                f"{count} rows lie exactly at {batch.lonlat.y[at]:.5f} N,"
                f" {batch.lonlat.x[at]:.5f} E, as if nobody knew where they are."
            )
            batch.note(at, "stacked-positions", Severity.DOUBT, message)


def _report_coarse(batch: _Batch) -> None:
    """Two decimals of a degree are a kilometre; a table in a grid writes metres."""
    if not system(batch.layout.crs).is_geographic:
        return
    with np.errstate(invalid="ignore", over="ignore"):
        x, y = batch.raw.x * _COARSE, batch.raw.y * _COARSE
        coarse = (np.abs(x - np.rint(x)) < _ROUNDING) & (np.abs(y - np.rint(y)) < _ROUNDING)
    for at in np.flatnonzero(coarse & np.isfinite(batch.lonlat.x)).tolist():
        message = f"{batch.raw.y[at]:g}, {batch.raw.x[at]:g} is known to a kilometre at best."
        batch.note(at, "low-precision", Severity.NOTE, message)
