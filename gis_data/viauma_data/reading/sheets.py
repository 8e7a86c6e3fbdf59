"""Spreadsheets by calamine: each sheet that has rows is a table."""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, load_workbook

from viauma.errors import UnknownName
from viauma.exchange.findings import Evidence
from viauma_data.reading.dialect import header_of, start_of
from viauma_data.reading.source import Source
from viauma_data.reading.whole_tables import named_columns
from viauma_data.reading.wire import Described, RawRow

_SAMPLE = 200
_CLOSED = ".closed.ods"


def described(source: Source) -> list[Described]:
    """Describe the sheets that have rows."""
    book = _workbook(source)
    names = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    if source.layer is not None:
        if source.layer not in names:
            raise UnknownName("--layer", source.layer, names[:5])
        names = [source.layer]
    if len(names) > source.limits.layers:
        source.refuse(f"It has {len(names)} sheets; at most {source.limits.layers} are read.")
    found = [one for name in names if (one := _described(source, book, name))]
    if not found:
        source.refuse("Its sheets have no rows.")
    return found


def rows(source: Source, number: int) -> Iterator[RawRow]:
    """Read the rows of a sheet, numbered as the sheet numbers them."""
    table = described(source)[number]
    cells = _workbook(source).get_sheet_by_name(table.name).iter_rows()
    first = int(table.extra["first_row"])
    for at, row in enumerate(cells, start=1):
        if at >= first and any(one not in {None, ""} for one in row):
            values = (None if one == "" else one for one in row)
            yield RawRow(at, dict(zip(table.columns, values, strict=False)))


def _workbook(source: Source) -> CalamineWorkbook:
    try:
        return load_workbook(source.path)
    except CalamineError as error:
        if "expecting 'table-cell'" in str(error).lower() and not source.path.name.endswith(
            _CLOSED
        ):
            return _workbook(source.at(_without_blanks(source)))
        source.refuse(f"The spreadsheet is damaged, or protected by a password ({error}).")


def _without_blanks(source: Source) -> Path:
    """Write a workbook of OpenDocument anew without blanks between its cells.

    GDAL, and so QGIS, puts each cell on a line of its own, which calamine takes for damage.
    """
    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)
    with zipfile.ZipFile(source.path) as archive:
        try:
            root = etree.fromstring(archive.read("content.xml"), parser)
        except etree.XMLSyntaxError as error:
            source.refuse(f"The spreadsheet is damaged ({error}).")
        with NamedTemporaryFile(dir=source.scratch, suffix=_CLOSED, delete=False) as file:
            with zipfile.ZipFile(file, "w") as closed:
                for name in archive.namelist():
                    is_content = name == "content.xml"
                    closed.writestr(
                        name, etree.tostring(root) if is_content else archive.read(name)
                    )
            return Path(file.name)


def _described(source: Source, book: CalamineWorkbook, name: str) -> Described | None:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_width > source.limits.columns:
        source.refuse(
            f"Sheet '{name}' has {sheet.total_width} columns; at most "
            f"{source.limits.columns} are read."
        )
    sample: list[list[str]] = []
    filled = 0
    for row in sheet.iter_rows():
        if len(sample) < _SAMPLE:
            sample.append([_text(cell) for cell in row])
        filled += any(one not in {None, ""} for one in row)
    if not filled:
        return None
    start = start_of(sample, max(len(_trimmed(row)) for row in sample))
    has_names, why = header_of(sample[start], sample[start + 1 :])
    before = sum(any(row) for row in sample[:start])
    width = max(len(_trimmed(row)) for row in sample[start:])
    columns, renamed = named_columns(sample[start][:width] if has_names else [""] * width)
    said = [Evidence("header", "yes" if has_names else "none", why)]
    if before:
        said.append(Evidence("first row", f"row {start + 1}", "what stands before is no row"))
    return Described(
        name=name,
        format=source.path.suffix.lower().lstrip(".") or "xlsx",
        columns=columns,
        row_count=filled - before - has_names,
        evidence=tuple(said),
        findings=renamed,
        extra={"first_row": start + 1 + has_names},
    )


def _trimmed(row: Sequence[str]) -> Sequence[str]:
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
