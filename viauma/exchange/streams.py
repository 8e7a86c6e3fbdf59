"""Formats that are written while they are sent: encoders that are given page after page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from viauma.errors import UnknownName
from viauma.exchange.columns import Columns
from viauma.exchange.csv_rows import CsvRows, ExcelRows
from viauma.exchange.features import Batches
from viauma.exchange.json_seq import JsonSeq
from viauma.exchange.kml import Kml
from viauma.geo.crs import CRS84, Crs


class Encoder(Protocol):
    """Writes one answer: begin, then batch for each page, then end; nothing is kept meanwhile."""

    def begin(self) -> bytes:
        """Write what stands before the first feature."""
        ...

    def batch(self, features: Sequence[bytes]) -> bytes:
        """Write a page of Features."""
        ...

    def end(self) -> bytes:
        """Write what stands after the last feature."""
        ...


ENCODERS: Mapping[str, Callable[[Columns, str, Crs, str], Encoder]] = {
    "jsonseq": lambda columns, name, *_: JsonSeq(columns, name),
    "csv": lambda columns, name, crs, _: CsvRows(columns, name, crs),
    "csv-excel": lambda columns, name, crs, _: ExcelRows(columns, name, crs),
    "kml": lambda columns, name, _, attribution: Kml(columns, name, attribution),
}


def encoder(
    format_: str, columns: Columns, name: str, crs: Crs = CRS84, attribution: str = ""
) -> Encoder:
    """Make the encoder of a format for these columns; `name` is the title of the answer.

    `attribution` names whom to name for it, in a format that has room for that.

    Coordinates come in `crs`, x before y, to a format that takes it; to others in CRS84.

    Raises
    ------
    UnknownName
        No such format is written while it is sent.
    """
    if format_ not in ENCODERS:
        raise UnknownName("f", format_, list(ENCODERS))
    return ENCODERS[format_](columns, name, crs, attribution)


def encoded(
    format_: str,
    columns: Columns,
    batches: Batches,
    name: str,
    crs: Crs = CRS84,
    attribution: str = "",
) -> Iterator[bytes]:
    """Write all pages, a piece for each."""
    writer = encoder(format_, columns, name, crs, attribution)
    yield writer.begin()
    for batch in batches:
        yield writer.batch(batch)
    yield writer.end()
