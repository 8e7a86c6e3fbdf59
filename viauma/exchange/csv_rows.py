"""Comma-separated rows (RFC 4180) that a spreadsheet can open without being harmed."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from viauma.exchange.columns import Column, Columns, ColumnType
from viauma.exchange.features import Feature, Shapes, parse_features, shapes_of, values_of

DECIMALS = 7

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class CsvRows:
    """Encodes Features as rows of UTF-8, after a header line.

    The geometry comes twice: as `lon` and `lat` of a point inside, and as Well-Known Text. Nested
    values are JSON text; text that a spreadsheet would run as a formula follows an apostrophe.
    """

    def __init__(self, columns: Columns, _name: str = "") -> None:
        self._columns = [one for one in columns if one.type is not ColumnType.GEOMETRY]

    def begin(self) -> bytes:
        """Write the header line."""
        return _rows([[*(one.name for one in self._columns), "lon", "lat", "geometry"]])

    def batch(self, features: Sequence[bytes]) -> bytes:
        """Write a row for each Feature."""
        if not features:
            return b""
        parsed = parse_features(features)
        shapes = shapes_of(parsed)
        cells = [_cells(one, parsed) for one in self._columns]
        return _rows(zip(*cells, *_positions(shapes), shapely.to_wkt(shapes, -1), strict=True))

    def end(self) -> bytes:
        """Nothing stands after the last row."""
        return b""


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Write rows as CSV (RFC 4180 with line feeds), for people at a terminal."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: harmless(row.get(name)) for name in columns} for row in rows)
    return text.getvalue()


def harmless(value: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet would run as a formula."""
    if not isinstance(value, str):
        return value
    # A lone carriage return ends a row to many readers, and Python before 3.13 does not quote it.
    text = value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
    return f"'{text}" if value.startswith(_FORMULA) else text


def _cells(column: Column, features: Sequence[Feature]) -> list[Any]:
    values = values_of(column, features)
    match column.type:
        case ColumnType.TEXT:
            return [harmless(value) for value in values]
        case ColumnType.BOOLEAN:
            # As XML Schema and CSV on the Web spell them.
            return [None if value is None else "true" if value else "false" for value in values]
        case _:
            return values


def _positions(shapes: Shapes) -> tuple[list[Any], list[Any]]:
    inside = shapes.copy()
    wide = ~np.isin(shapely.get_type_id(shapes), (shapely.GeometryType.POINT, -1))
    inside[wide] = shapely.point_on_surface(shapes[wide])
    positions = np.round(np.stack([shapely.get_x(inside), shapely.get_y(inside)]), DECIMALS)
    lon, lat = np.where(np.isnan(positions), None, positions).tolist()  # type: ignore[call-overload]
    return lon, lat


def _rows(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
