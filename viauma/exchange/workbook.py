"""Excel workbooks: typed cells, a codebook that explains each column, and the sources.

XlsxWriter writes row after row to the disk, so that memory holds no more than a page. Text is
always written as text, whatever it begins with: a cell that a stranger filled is never a formula.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from viauma.exchange.column import ColumnType
from viauma.exchange.credits import Credit
from viauma.exchange.csv_rows import LONGEST_CELL, fitting_outline

MOST_ROWS = 1_048_576
LONGEST_NAME = 31
FIRST_YEAR = 1900
"""Excel knows no day before it."""

_WIDTHS: Mapping[ColumnType, int] = {
    ColumnType.TEXT: 22, ColumnType.JSON: 22, ColumnType.GEOMETRY: 28, ColumnType.TIMESTAMP: 17,
}  # fmt: skip
# Always the same, so that the same rows make the same bytes.
_MADE_AT = datetime(2005, 1, 1, tzinfo=UTC).replace(tzinfo=None)


class Heading(NamedTuple):
    """A column of a sheet, and what the codebook says of it."""

    name: str
    type: ColumnType
    titles: Mapping[str, str]
    description: str = ""
    unit: str = ""
    codes: str = ""


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A sheet to be: its name and its columns."""

    name: str
    headings: Sequence[Heading]


class Workbook:
    """Writes sheets of rows, then the codebook and the sources; use it as a context manager."""

    def __init__(self, target: Path, plans: Sequence[SheetPlan], language: str | None) -> None:
        options = {"constant_memory": True, "tmpdir": str(target.parent)}
        self._book = xlsxwriter.Workbook(str(target), options)
        self._book.set_properties({"created": _MADE_AT, "comments": "Via Uma"})
        self._language = language
        self._formats = _Formats(self._book)
        self._plans = plans
        self._sheets = {one.name: _Sheet(self, one) for one in plans}

    def __enter__(self) -> Self:
        """Sheets are there already."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Finish the file."""
        self._book.close()

    def write(self, sheet: str, rows: Iterable[Sequence[Any]]) -> None:
        """Write rows, whose cells stand in the order of the sheet's columns."""
        for row in rows:
            self._sheets[sheet].write(row)

    def explain(self, credits_: Sequence[Credit]) -> None:
        """Write the codebook and the sources, after the last row."""
        is_english = self._language == "en"
        self._table(
            "Codebook" if is_english else "Kodbok",
            ("sheet", "column", "title_sv", "title_en", "type", "unit", "codes", "description"),
            (
                (plan.name, one.name, one.titles.get("sv", ""), one.titles.get("en", ""),
                 _told(one.type), one.unit, one.codes, one.description)
                for plan in self._plans for one in plan.headings
            ),
        )  # fmt: skip
        self._table("Sources" if is_english else "Källor", ("name", "licence", "rows"), credits_)

    def _table(self, name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        sheet = self.sheet(name, [24] * len(heads), heads)
        for number, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                put_number(sheet, number, at, value) if isinstance(value, int) else put_text(
                    sheet, number, at, value
                )

    def sheet(self, name: str, widths: Sequence[int], heads: Sequence[str]) -> Worksheet:
        """Add a sheet with its heading row."""
        sheet: Worksheet = self._book.add_worksheet(sheet_name(name))
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        sheet.freeze_panes(1, 0)
        for at, head in enumerate(heads):
            sheet.write_string(0, at, head, self._formats.head)
        return sheet

    def head_of(self, heading: Heading) -> str:
        """Spell a column's heading in the language of the book."""
        return heading.titles.get(self._language or "", heading.name)

    @property
    def formats(self) -> "_Formats":
        """How days and moments are shown."""
        return self._formats


class _Formats:
    def __init__(self, book: Any) -> None:
        self.head: Format = book.add_format({"bold": True, "bottom": 1})
        self.day: Format = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment: Format = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})


class _Sheet:
    """Rows of one plan; what does not fit on a sheet goes on another."""

    def __init__(self, book: Workbook, plan: SheetPlan) -> None:
        self._book, self._plan = book, plan
        self._number = 0
        self._parts = 0
        self._open()

    def _open(self) -> None:
        self._parts += 1
        more = f" {self._parts}" if self._parts > 1 else ""
        name = sheet_name(self._plan.name)[: LONGEST_NAME - len(more)] + more
        widths = [_WIDTHS.get(one.type, 11) for one in self._plan.headings]
        heads = [self._book.head_of(one) for one in self._plan.headings]
        self._sheet = self._book.sheet(name, widths, heads)
        self._number = 1

    def write(self, row: Sequence[Any]) -> None:
        if self._number == MOST_ROWS:
            self._open()
        for at, (heading, value) in enumerate(zip(self._plan.headings, row, strict=True)):
            if value is not None:
                _PUT[heading.type](self._sheet, self._number, at, value, self._book.formats)
        self._number += 1


def sheet_name(text: str) -> str:
    """Spell a name as Excel allows it."""
    plain = "".join(" " if sign in r"[]:*?/\'" else sign for sign in text).strip()
    return plain[:LONGEST_NAME] or "Blad"


def put_text(sheet: Worksheet, row: int, at: int, value: Any, _: Any = None) -> None:
    """Write text as text."""
    text = str(value)
    if len(text) > LONGEST_CELL:
        text = f"{text[: LONGEST_CELL - 1]}…"
    sheet.write_string(row, at, text)


def put_number(sheet: Worksheet, row: int, at: int, value: Any, _: Any = None) -> None:
    """Write a number."""
    sheet.write_number(row, at, value)


def _put_truth(sheet: Worksheet, row: int, at: int, value: Any, _: Any) -> None:
    sheet.write_boolean(row, at, value)


def _put_shape(sheet: Worksheet, row: int, at: int, value: Any, _: Any) -> None:
    sheet.write_string(row, at, fitting_outline(value) or "")


def _put_day(sheet: Worksheet, row: int, at: int, value: Any, formats: _Formats) -> None:
    day = date.fromisoformat(value)
    if day.year < FIRST_YEAR:
        put_text(sheet, row, at, value)
    else:
        sheet.write_datetime(row, at, day, formats.day)


def _put_moment(sheet: Worksheet, row: int, at: int, value: Any, formats: _Formats) -> None:
    moment = datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)
    sheet.write_datetime(row, at, moment, formats.moment)


_PUT: Mapping[ColumnType, Callable[[Worksheet, int, int, Any, _Formats], None]] = {
    ColumnType.TEXT: put_text,
    ColumnType.JSON: put_text,
    ColumnType.INTEGER: put_number,
    ColumnType.NUMBER: put_number,
    ColumnType.BOOLEAN: _put_truth,
    ColumnType.DATE: _put_day,
    ColumnType.TIMESTAMP: _put_moment,
    ColumnType.GEOMETRY: _put_shape,
}


def _told(type_: ColumnType) -> str:
    return {"timestamp": "timestamp (UTC)", "geometry": "WKT", "json": "JSON"}.get(type_, type_)
