"""What detection gives: how a table tells positions, and its rows with their positions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shapely.geometry.base import BaseGeometry

from viauma.exchange.findings import Evidence, Finding
from viauma_data.detecting.region import WORLD, Region
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
    others: tuple["Layout", ...] = ()
    """Further ways in which the table tells positions, by which a row is checked against itself;
    where a row leaves the first empty, the next one stands in."""
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()
    has_shapes: bool = False
    """The format itself carries the positions."""
    decimal: str | None = None
    """The decimal sign, where somebody said which; None: each number shows its own."""
    region: Region = WORLD
    """Where rows are expected."""
    stacked: Mapping[int, int] = field(default_factory=dict)
    """Points at which suspiciously many rows lie, by their hash, with the number of rows."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that say nothing but where a row is."""
        own = [one for one in (self.x_column, self.y_column, self.shape_column) if one]
        return (*own, *(column for other in self.others for column in other.columns))

    @property
    def tells(self) -> str:
        """How the position is told, in words."""
        if self.has_shapes:
            return "the shapes of the file"
        return self.shape_column or f"{self.x_column}, {self.y_column}"


@dataclass(frozen=True, slots=True)
class Located:
    """A row with its position."""

    row: Row
    shape: BaseGeometry | None
    """EPSG:4326, lon before lat, valid; None: unknown, and a finding says why."""
    findings: tuple[Finding, ...] = ()
