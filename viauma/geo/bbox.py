"""A bounding box as OGC API and GeoJSON mean it: west, south, east, north in degrees."""

import math
import re
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from viauma.errors import InvalidInput

_NUMBER = re.compile(
    r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|[+-]?(inf|infinity|nan)", re.ASCII | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class BBox:
    """A box in EPSG:4326 (CRS84 axis order); west > east means it crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    @property
    def crosses_antimeridian(self) -> bool:
        """Whether the box runs eastwards over ±180 degrees (RFC 7946, 5.2)."""
        return self.west > self.east

    def parts(self) -> tuple["BBox", ...]:
        """Split at the antimeridian: one box, or two that each have west <= east."""
        if not self.crosses_antimeridian:
            return (self,)
        return (
            BBox(self.west, self.south, 180.0, self.north),
            BBox(-180.0, self.south, self.east, self.north),
        )

    def share_of(self, other: "BBox") -> float:
        """Tell how much of another box (that does not cross the antimeridian) this one covers."""
        height = min(self.north, other.north) - max(self.south, other.south)
        width = sum(
            max(0.0, min(part.east, other.east) - max(part.west, other.west))
            for part in self.parts()
        )
        whole = (other.north - other.south) * (other.east - other.west)
        return max(0.0, height) * width / whole if whole else 1.0

    def meets(self, other: "BBox") -> bool:
        """Tell whether two boxes share a point; neither crosses the antimeridian."""
        return (
            self.west <= other.east and other.west <= self.east
            and self.south <= other.north and other.south <= self.north
        )  # fmt: skip

    @property
    def geometry(self) -> BaseGeometry:
        """The box as a geometry; two boxes where it crosses the antimeridian."""
        return shapely.union_all(
            [rectangle(part.west, part.south, part.east, part.north) for part in self.parts()]
        )

    def __str__(self) -> str:
        """Spell it as the `bbox` parameter does, to the last digit."""
        edges = (self.west, self.south, self.east, self.north)
        return ",".join(str(value).removesuffix(".0") for value in edges)


def rectangle(x1: float, y1: float, x2: float, y2: float) -> BaseGeometry:
    """Draw the rectangle between two corners; without width or height it is a line or a point.

    As a polygon it would be invalid then, and touch nothing.
    """
    if x1 == x2 and y1 == y2:
        return shapely.Point(x1, y1)
    if x1 == x2 or y1 == y2:
        return shapely.LineString([(x1, y1), (x2, y2)])
    return shapely.box(x1, y1, x2, y2)


def parse_bbox(text: str, argument: str = "bbox") -> BBox:
    """Read ``west,south,east,north`` in degrees; heights of a six-number box are ignored.

    Raises
    ------
    InvalidInput
        Not four or six numbers, not finite, outside ±180/±90, or south above north.

    Examples
    --------
    >>> parse_bbox("20.1,63.7,20.4,63.9").north
    63.9
    """
    values = parse_numbers(text, argument)
    if len(values) not in {4, 6}:
        raise InvalidInput(
            argument, f"needs 4 or 6 numbers (west,south,east,north), got {len(values)}"
        )
    west, south, east, north = values if len(values) == 4 else (*values[:2], *values[3:5])  # noqa: PLR2004
    return checked_bbox(west, south, east, north, argument)


def checked_bbox(
    west: float, south: float, east: float, north: float, argument: str = "bbox"
) -> BBox:
    """Accept four edges in degrees as a box, or say what is wrong with them."""
    _check_latitudes(south, north, argument)
    if not (-180 <= west <= 180 and -180 <= east <= 180):  # noqa: PLR2004
        raise InvalidInput(argument, "longitudes must be within -180 and 180 degrees")
    return BBox(west, south, east, north)


def parse_numbers(text: str, argument: str) -> list[float]:
    """Read comma-separated finite numbers."""
    parts = [part.strip() for part in text.split(",")]
    # float() alone would also read 1_0, and digits of other scripts.
    if not all(_NUMBER.fullmatch(part) for part in parts):
        raise InvalidInput(argument, f"'{text[:60]}' is not a list of numbers")
    values = [float(part) for part in parts]
    if not all(map(math.isfinite, values)):
        raise InvalidInput(argument, "numbers must be finite")
    return values


def _check_latitudes(south: float, north: float, argument: str) -> None:
    if not (-90 <= south <= 90 and -90 <= north <= 90):  # noqa: PLR2004
        raise InvalidInput(argument, "latitudes must be within -90 and 90 degrees")
    if south > north:
        raise InvalidInput(argument, "south lies above north; write west,south,east,north")
