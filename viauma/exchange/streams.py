"""Formats that are written while they are sent: encoders that are given page after page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from viauma.errors import UnknownName
from viauma.exchange.columns import Columns
from viauma.exchange.csv_rows import CsvRows
from viauma.exchange.features import Batches
from viauma.exchange.json_seq import JsonSeq
from viauma.exchange.kml import Kml


class Encoder(Protocol):
    """Writes one answer: begin, then batch for each page, then end; nothing is kept meanwhile."""

    def begin(self) -> bytes:
        """Write what stands before the first feature."""
        ...

    def batch(self, features: Sequence[bytes]) -> bytes:
        """Write a page of stored Features in CRS84."""
        ...

    def end(self) -> bytes:
        """Write what stands after the last feature."""
        ...


ENCODERS: Mapping[str, Callable[[Columns, str], Encoder]] = {
    "jsonseq": JsonSeq,
    "csv": CsvRows,
    "kml": Kml,
}


def encoder(format_: str, columns: Columns, name: str) -> Encoder:
    """Make the encoder of a format for these columns; `name` is the title of the answer.

    Raises
    ------
    UnknownName
        No such format is written while it is sent.
    """
    if format_ not in ENCODERS:
        raise UnknownName("f", format_, list(ENCODERS))
    return ENCODERS[format_](columns, name)


def encoded(format_: str, columns: Columns, batches: Batches, name: str) -> Iterator[bytes]:
    """Write all pages, a piece for each."""
    writer = encoder(format_, columns, name)
    yield writer.begin()
    for batch in batches:
        yield writer.batch(batch)
    yield writer.end()
