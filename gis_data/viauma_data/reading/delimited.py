"""CSV, TSV and their like: text of which each record is a row, read line after line."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from viauma.exchange.findings import Evidence, Finding, Severity
from viauma.progress import EVERY
from viauma_data.reading.dialect import Dialect, dialect_of
from viauma_data.reading.encodings import Encoded, encoding_of
from viauma_data.reading.source import Source, counted
from viauma_data.reading.table import Row, Table
from viauma_data.reading.whole_tables import named_columns, round_count

_SAMPLE_LINES, _SAMPLE_CHARS = 500, 1 << 20
# Is given as the last line of every file: if it is not a record of its own, a quote is still open.
_END = "\x03\x04\x03"
_END_OF_DOS = "\x1a"
_FEW = 0.2


@dataclass(frozen=True, slots=True)
class _Text:
    source: Source
    encoded: Encoded
    dialect: Dialect

    def open(self) -> TextIO:
        return self.source.path.open(
            encoding=self.encoded.encoding, errors=self.encoded.errors, newline=""
        )


@dataclass(slots=True)
class _Survey:
    """What only the whole file tells."""

    rows: int = 0
    short: int = 0
    last: int = 0
    """Fields in the last row."""
    last_line: int = 0
    open_quote: int | None = None
    """The line at which the quote opens that is never closed."""
    odd: Counter[str] | None = None


def open_delimited(source: Source) -> list[Table]:
    """Read a delimited text as a table.

    Raises
    ------
    Ambiguous
        Encoding or delimiter cannot be told.
    InvalidInput
        A line, a field or the number of columns is beyond the bounds.
    """
    encoded = encoding_of(source)
    with source.path.open(encoding=encoded.encoding, errors=encoded.errors, newline="") as file:
        lines, is_whole = _sample(source, file)
    dialect = _dialect(source, lines, is_whole=is_whole)
    text = _Text(source, encoded, dialect)
    header = _header(text)
    columns, renamed = named_columns(header)
    if dialect.header is not None and not any(cell.strip() for cell in header):
        source.refuse("It holds nothing but blank lines.")
    survey = _survey(text)
    if survey.rows == 0 and dialect.header is None:
        source.refuse("It has no rows.")
    table = Table(
        name=source.stem,
        format="tsv" if dialect.delimiter == "\t" else "csv",
        columns=columns,
        read=lambda: _rows(text, columns, short_is_usual=survey.short > _FEW * survey.rows),
        evidence=(*source.evidence, encoded.evidence, *dialect.evidence, *_index(text, columns)),
        findings=(*encoded.findings, *renamed, *_cut(survey, dialect), *round_count(survey.rows)),
        row_count=survey.rows,
    )
    return [table]


def _dialect(source: Source, lines: list[str], *, is_whole: bool) -> Dialect:
    csv.field_size_limit(source.limits.cell_chars)
    try:
        dialect = dialect_of(lines, asked=source.delimiter, is_whole=is_whole)
    except csv.Error as error:
        source.refuse(f"Its first lines are no delimited text ({error}).")
    if dialect.width > source.limits.columns:
        source.refuse(
            f"It has {counted(dialect.width)} columns; at most "
            f"{counted(source.limits.columns)} are read."
        )
    return dialect


def _sample(source: Source, file: TextIO) -> tuple[list[str], bool]:
    lines: list[str] = []
    size = 0
    for line in _lines(source, file):
        lines.append(line)
        size += len(line)
        if len(lines) >= _SAMPLE_LINES or size >= _SAMPLE_CHARS:
            return lines, False
    return lines, True


def _lines(source: Source, file: TextIO) -> Iterator[str]:
    """Read lines, but never more of one than the bounds allow."""
    most = source.limits.line_chars
    number = 0
    while line := file.readline(most):
        number += 1
        if len(line) == most and not line.endswith("\n"):
            source.refuse(f"Line {counted(number)} is longer than {counted(most)} characters.")
        # What DOS programs write at the end of a text is no row.
        if line.strip("\r\n") != _END_OF_DOS:
            yield line


def _records(text: _Text, lines: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    """Part lines into records, each with the number of the line at which it begins."""
    csv.field_size_limit(text.source.limits.cell_chars)
    reader = csv.reader(
        lines, delimiter=text.dialect.delimiter, skipinitialspace=text.dialect.skips_blanks
    )
    line = 1
    try:
        for record in reader:
            yield line, record
            line = reader.line_num + 1
    except csv.Error:
        most = counted(text.source.limits.cell_chars)
        text.source.refuse(
            f"A field that begins at line {counted(line)} is longer than {most} characters; "
            "perhaps a quote is never closed."
        )


def _header(text: _Text) -> list[str]:
    if text.dialect.header is None:
        return [""] * text.dialect.width
    with text.open() as file:
        for number, (_, record) in enumerate(_records(text, _lines(text.source, file))):
            if number == text.dialect.header:
                return record
    return []


def _survey(text: _Text) -> _Survey:
    found = _Survey()
    with text.open() as file:
        closed = False
        for number, (line, record) in enumerate(_records(text, _with_end(text.source, file))):
            if record and record[-1].endswith(_END):
                closed = record == [_END]
                found.open_quote = None if closed else line
                break
            if number >= text.dialect.first and any(record):
                found.rows += 1
                if found.rows % EVERY == 0:
                    text.source.surveyed(found.rows, file.buffer.tell())
                found.last, found.last_line = len(record), line
                found.short += len(record) < text.dialect.width
    found.rows += not closed
    return found


def _with_end(source: Source, file: TextIO) -> Iterator[str]:
    last = "\n"
    for last in _lines(source, file):
        yield last
    # A last line without its end would swallow the mark; the mark closes it instead.
    if not last.endswith(("\n", "\r")):
        yield "\n"
    yield _END


def _rows(text: _Text, columns: tuple[str, ...], *, short_is_usual: bool) -> Iterator[Row]:
    width = len(columns)
    with text.open() as file:
        for number, (line, record) in enumerate(_records(text, _lines(text.source, file))):
            if number < text.dialect.first or not any(record):
                continue
            values = dict(zip(columns, [cell or None for cell in record], strict=False))
            if len(record) == width:
                yield Row(line, values)
            else:
                yield _uneven(line, record, values, columns, short_is_usual=short_is_usual)


def _uneven(
    line: int,
    record: list[str],
    values: dict[str, str | None],
    columns: tuple[str, ...],
    *,
    short_is_usual: bool,
) -> Row:
    width = len(columns)
    filled = dict.fromkeys(columns) | values
    beyond = {f"column_{n + 1}": record[n] or None for n in range(width, len(record))}
    if not any(beyond.values()) and len(record) > width:
        return Row(line, filled)
    few = len(record) < width
    severity = Severity.NOTE if few and short_is_usual else Severity.DOUBT
    hint = "the row may be cut" if few else "a delimiter within a text may lack its quotes"
    finding = Finding(
        "too-few-fields" if few else "too-many-fields", severity,
        f"The row has {len(record)} fields and the table {width} columns; {hint}.", row=line,
    )  # fmt: skip
    return Row(line, filled | beyond, findings=(finding,))


def _cut(survey: _Survey, dialect: Dialect) -> tuple[Finding, ...]:
    if survey.open_quote is not None:
        message = f"The quote that opens at line {survey.open_quote} is never closed"
        line = survey.open_quote
    elif survey.rows > 1 and survey.last < dialect.width and survey.short <= _FEW * survey.rows:
        message = f"The last row has {survey.last} of {dialect.width} fields"
        line = survey.last_line
    else:
        return ()
    message += ": the file was cut."
    return (Finding("truncated", Severity.DOUBT, message, row=line),)


def _index(text: _Text, columns: tuple[str, ...]) -> tuple[Evidence, ...]:
    """Recognise the column of row numbers that pandas writes unless told otherwise."""
    if text.dialect.header is None or not columns or columns[0] != "column_1":
        return ()
    with text.open() as file:
        rows = _records(text, _lines(text.source, file))
        wanted = range(text.dialect.first, text.dialect.first + 3)
        first = [one[0] for number, (_, one) in zip(range(wanted.stop), rows, strict=False)
                 if number in wanted and one]  # fmt: skip
    if first and first == [str(number) for number in range(len(first))]:
        why = "it has no name and counts the rows from 0"
        return (Evidence("index column", columns[0], why),)
    return ()
