"""What detection gives: how a table tells positions, and its rows with their positions."""

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from viauma.exchange.findings import Evidence, Finding
from viauma_data.reading.table import Row


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table tells where its rows are."""

    x_column: str | None = None
    """Easting or longitude; None where shapes or one column carry the position."""
    y_column: str | None = None
    shape_column: str | None = None
    """A column of WKT, GeoJSON text, or a pair in one text."""
    crs: str = "EPSG:4326"
    is_swapped: bool = False
    """The file writes the axes against their names, or against the order of its format."""
    decimal_comma: bool = False
    others: tuple[tuple[str, str, str], ...] = ()
    """Further pairs of x column, y column and CRS, by which a row is checked against itself."""
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Located:
    """A row with its position."""

    row: Row
    shape: BaseGeometry | None
    """EPSG:4326, lon before lat, valid; None: unknown, and a finding says why."""
    findings: tuple[Finding, ...] = ()
