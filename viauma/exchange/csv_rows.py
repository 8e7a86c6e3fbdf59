"""Comma-separated rows (RFC 4180) that a spreadsheet can open without being harmed."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from viauma.exchange.columns import Column, Columns, ColumnType
from viauma.exchange.features import Feature, Shapes, parse_features, shapes_of, values_of
from viauma.geo.crs import CRS84, Crs

LONGEST_CELL = 32_767
"""Characters that a cell of Excel holds."""

SEMICOLON = ";"
"""What parts cells where the comma parts decimals."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet would run, and what would be read as such a text with its guard."""


class CsvRows:
    """Encodes Features as rows of UTF-8, after a header line.

    The geometry comes twice: as the position of a point inside (`lon` and `lat`, or northing `N`
    and easting `E` in the order of a projected CRS) and as Well-Known Text. Nested values are JSON
    text; text that a spreadsheet would run as a formula follows an apostrophe.
    """

    def __init__(self, columns: Columns, _name: str = "", crs: Crs = CRS84) -> None:
        self._columns = [one for one in columns if one.type is not ColumnType.GEOMETRY]
        self._crs = crs

    def begin(self) -> bytes:
        """Write the header line."""
        return _rows([[*self._names(), "geometry"]])

    def batch(self, features: Sequence[bytes]) -> bytes:
        """Write a row for each Feature."""
        if not features:
            return b""
        parsed = parse_features(features)
        shapes = shapes_of(parsed)
        cells = self._cells(parsed, shapes)
        return _rows(zip(*cells, shapely.to_wkt(shapes, -1), strict=True))

    def end(self) -> bytes:
        """Nothing stands after the last row."""
        return b""

    def _names(self) -> list[str]:
        pair = ["lon", "lat"]
        if not self._crs.is_geographic:
            pair = ["N", "E"] if self._crs.is_swapped else ["E", "N"]
        return [*(one.name for one in self._columns), *pair]

    def _cells(self, features: Sequence[Feature], shapes: Shapes) -> list[list[Any]]:
        x, y = positions(shapes, self._crs.decimals)
        turned = self._crs.is_swapped and not self._crs.is_geographic
        return [*(_cells(one, features) for one in self._columns), *((y, x) if turned else (x, y))]


class ExcelRows(CsvRows):
    """The same rows as Excel in Swedish opens them with a double click.

    A byte order mark says UTF-8, semicolons part the cells, numbers have decimal commas. A cell
    holds 32 767 characters; of a longer shape only the kind is told.
    """

    def begin(self) -> bytes:
        """Write the mark and the header line."""
        return codecs.BOM_UTF8 + _rows([[*self._names(), "geometry"]], SEMICOLON)

    def batch(self, features: Sequence[bytes]) -> bytes:
        """Write a row for each Feature."""
        if not features:
            return b""
        parsed = parse_features(features)
        shapes = shapes_of(parsed)
        cells = self._cells(parsed, shapes)
        outlines = map(fitting_outline, shapely.to_wkt(shapes, -1))
        rows = zip(*cells, outlines, strict=True)
        return _rows((map(with_comma, row) for row in rows), SEMICOLON)


def fitting_outline(text: str | None) -> str | None:
    """Give a shape's text as a cell can hold it: of one that is too long, the kind."""
    if text is None or len(text) <= LONGEST_CELL:
        return text
    return f"{text.partition('(')[0].strip()} …"


def write_table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], key: str) -> bytes:
    """Write rows as the format of that key: ``csv``, or ``csv-excel``."""
    cells = ([harmless(row.get(name)) for name in columns] for row in rows)
    if key == "csv":
        return _rows([columns, *cells])
    return codecs.BOM_UTF8 + _rows([columns, *(map(with_comma, row) for row in cells)], SEMICOLON)


def with_comma(value: Any) -> Any:
    """Write a number with a decimal comma."""
    return repr(value).replace(".", ",") if isinstance(value, float) else value


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Write rows as CSV (RFC 4180 with line feeds), for people at a terminal."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: harmless(row.get(name)) for name in columns} for row in rows)
    return text.getvalue()


def harmless(value: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet would run as a formula.

    Text that begins like one that was guarded gets another, so that each can be told from the other
    when the first apostrophe is taken away again.
    """
    if not isinstance(value, str):
        return value
    # A lone carriage return ends a row to many readers, and Python before 3.13 does not quote it.
    text = value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
    return f"'{text}" if _FORMULA.match(value) else text


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


def positions(shapes: Shapes, decimals: int) -> tuple[list[Any], list[Any]]:
    """Find a point inside each shape, as columns of x and of y; None where there is no shape."""
    inside = shapes.copy()
    wide = ~np.isin(shapely.get_type_id(shapes), (shapely.GeometryType.POINT, -1))
    inside[wide] = shapely.point_on_surface(shapes[wide])
    positions = np.round(np.stack([shapely.get_x(inside), shapely.get_y(inside)]), decimals)
    x, y = np.where(np.isnan(positions), None, positions).tolist()  # type: ignore[call-overload]
    return x, y


def _rows(rows: Iterable[Iterable[Any]], delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
