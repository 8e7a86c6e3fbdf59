"""A table with a sample of its rows, and what is known of it before its columns are looked at."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from viauma_data.detecting.deciding import Fit
from viauma_data.detecting.layout import Layout
from viauma_data.detecting.numbers import has_decimal_comma
from viauma_data.detecting.region import Region
from viauma_data.detecting.stated import Statement, Stating, statement
from viauma_data.detecting.ways import Way
from viauma_data.reading.table import Row, Table

SAMPLE: Final = 2_000
"""By so many rows the system is decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person says of a table's coordinates; the rest is inferred."""

    crs: str | None = None
    lon_column: str | None = None
    lat_column: str | None = None
    shape_column: str | None = None
    decimal: str | None = None
    stated_at: Stating | None = None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A table with a sample of its rows, and what is known before looking."""

    table: Table
    rows: Sequence[Row]
    told: Told
    region: Region
    stated: Statement | None


def inquire(table: Table, told: Told, region: Region) -> Inquiry:
    """Read the first rows of a table, and where they say that they lie."""
    rows = list(itertools.islice(table.read(), SAMPLE))
    stated = statement(rows, table.name, table.columns, told.stated_at)
    return Inquiry(table, rows, told, region, stated)


def layout_of(way: Way, fit: Fit, inquiry: Inquiry) -> Layout:
    """Write down one way in one system."""
    sample = inquiry.rows
    names = [one for one in (way.x_column, way.y_column) if one]
    commas = any(has_decimal_comma(row.values.get(name)) for row in sample for name in names)
    return Layout(
        x_column=way.x_column,
        y_column=way.y_column,
        shape_column=way.shape_column,
        crs=fit.system.name,
        is_swapped=fit.is_swapped,
        decimal_comma=inquiry.told.decimal == "," or commas,
        has_shapes=way.words == "format",
        decimal=inquiry.told.decimal,
        region=inquiry.region,
    )
