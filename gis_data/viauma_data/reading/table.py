"""What every reader gives: a table of rows that can be read again and again, row after row."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from shapely.geometry.base import BaseGeometry

from viauma.exchange.findings import Evidence, Finding


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the file has it: nothing is converted that the format itself does not type."""

    number: int
    """As a person counts: the line a text's row begins at, the row of a sheet, else from 1."""
    values: Mapping[str, Any]
    """Text, number, boolean, None, date or datetime; nested JSON as dicts and lists. Columns that
    are nested in JSON are also given flat, joined by points (``properties.name``)."""
    shape: BaseGeometry | None = None
    """Two-dimensional, in the table's CRS, x before y; None: the format has none for this row."""
    findings: tuple[Finding, ...] = ()
    """What the reader found out about this row, such as repaired text."""


@dataclass(frozen=True, slots=True)
class Table:
    """A layer of a file."""

    name: str
    """Of the layer, or else of the file without its suffix."""
    format: str
    """Such as ``csv``, ``geojson``, ``xlsx``, ``gpkg``, ``osm.pbf``."""
    columns: tuple[str, ...]
    read: Callable[[], Iterator[Row]]
    """Reads the rows anew each time it is called, streaming where the format allows it."""
    has_shapes: bool = False
    """The format itself carries geometries; a table without has at most columns of coordinates."""
    crs: str | None = None
    """As the file states it, such as ``EPSG:3006``; None: it states none."""
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()
    """About the whole table, such as a file that ends in the middle of a row."""
    row_count: int | None = None
    """All rows, where the format knows it beforehand; for the progress bar."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """What the format says beside the rows: a title, a licence, a generator."""
