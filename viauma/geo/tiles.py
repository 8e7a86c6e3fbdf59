"""Tiles and the grids they are cut from, as the OGC Two Dimensional Tile Matrix Set standard says.

Rows count from the north, columns from the west; a row is named before a column. Edges are x, y of
the grid's CRS with x to the east, whatever axis order the authority has.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import floor

from pyproj import Transformer

from viauma.errors import NotFound
from viauma.geo.bbox import BBox

PIXELS = 256
STANDARD_PIXEL_M = 0.00028
"""OGC's pixel of 0.28 mm: a scale denominator is a cell size divided by it."""

UNITS = 4096
"""Whole units on a side of a vector tile."""

MARGIN = 64
"""So many units a shape is drawn beyond the edge, so that outlines do not show it."""

EDGES = ("west", "south", "east", "north")
REACH = tuple(f"reach_{edge}" for edge in EDGES)
"""What statements call a tile's edges, and those of all it may show."""

DIGITS = re.compile(r"0|[1-9][0-9]{0,9}", re.ASCII)

Edges = tuple[float, float, float, float]
"""West, south, east, north in a grid's CRS."""


@dataclass(frozen=True, slots=True)
class TileMatrix:
    """One level of a grid."""

    level: int
    cell_size_m: float
    columns: int
    rows: int

    @property
    def tile_size_m(self) -> float:
        """The side of a tile."""
        return self.cell_size_m * PIXELS


@dataclass(frozen=True, slots=True)
class Limits:
    """Which tiles of a matrix can hold something; both ends belong to it."""

    level: int
    min_row: int
    max_row: int
    min_column: int
    max_column: int

    def holds(self, tile: "Tile") -> bool:
        """Tell whether a tile of this level lies within."""
        return (
            self.min_row <= tile.row <= self.max_row
            and self.min_column <= tile.column <= self.max_column
        )

    def tiles(self, grid: "TileMatrixSet") -> Iterator["Tile"]:
        """List the tiles within, by row."""
        for row in range(self.min_row, self.max_row + 1):
            for column in range(self.min_column, self.max_column + 1):
                yield Tile(grid, self.level, row, column)


@dataclass(frozen=True, slots=True, kw_only=True)
class TileMatrixSet:
    """A grid: squares of 256 pixels, each level twice as fine as the one before."""

    id: str
    title: str
    srid: int
    ordered_axes: tuple[str, str]
    origin: tuple[float, float]
    """x, y of the north-west corner."""
    coarsest_m: float
    """Metres of the CRS per pixel at level 0."""
    tiles_per_side: int
    """At level 0."""
    last_level: int
    uri: str = ""
    """As the OGC's register has it, if it is there."""
    well_known_scale_set: str = ""

    @property
    def crs_uri(self) -> str:
        """The CRS."""
        return f"http://www.opengis.net/def/crs/EPSG/0/{self.srid}"

    def matrix(self, level: int) -> TileMatrix:
        """Describe a level."""
        side = self.tiles_per_side << level
        return TileMatrix(level, self.coarsest_m / (1 << level), side, side)

    def matrices(self) -> Iterator[TileMatrix]:
        """List all levels, the coarsest first."""
        return map(self.matrix, range(self.last_level + 1))

    def tile(self, level: str, row: str, column: str) -> "Tile":
        """Read a tile's address.

        Raises
        ------
        NotFound
            A part is no whole number, or there is no such tile in the grid.
        """
        parts = [int(text) if DIGITS.fullmatch(text) else -1 for text in (level, row, column)]
        if not 0 <= parts[0] <= self.last_level:
            raise NotFound(
                f"There is no tile matrix '{level[:20]}' in {self.id}; there are 0 to "
                f"{self.last_level}."
            )
        side = self.tiles_per_side << parts[0]
        if not (0 <= parts[1] < side and 0 <= parts[2] < side):
            raise NotFound(
                f"There is no tile in row '{row[:20]}', column '{column[:20]}' of matrix {level}; "
                f"both go from 0 to {side - 1}."
            )
        return Tile(self, *parts)

    def limits(self, box: BBox, level: int) -> Limits:
        """Find the tiles that a box in degrees touches; what lies outside the grid is cut off."""
        matrix = self.matrix(level)
        parts = [self._rows_and_columns(part, matrix) for part in box.parts()]
        rows = [row for part in parts for row in part[:2]]
        columns = [column for part in parts for column in part[2:]]
        return Limits(level, min(rows), max(rows), min(columns), max(columns))

    def _rows_and_columns(self, box: BBox, matrix: TileMatrix) -> tuple[int, int, int, int]:
        # Web Mercator never reaches the poles.
        south, north = max(box.south, -85.06), min(box.north, 85.06)
        west, south, east, north = moved(4326, self.srid, (box.west, south, box.east, north))
        side, (x, y) = matrix.tile_size_m, self.origin
        steps = ((y - north) / side, (y - south) / side, (west - x) / side, (east - x) / side)
        top, bottom, left, right = (min(max(floor(one), 0), matrix.rows - 1) for one in steps)
        return top, bottom, left, right


@dataclass(frozen=True, slots=True)
class Tile:
    """A square of a grid."""

    grid: TileMatrixSet
    level: int
    row: int
    column: int

    @property
    def edges(self) -> Edges:
        """Where it lies in its grid's CRS; neighbours share their edges to the last bit."""
        side = self.grid.matrix(self.level).tile_size_m
        west = self.grid.origin[0] + self.column * side
        north = self.grid.origin[1] - self.row * side
        east = self.grid.origin[0] + (self.column + 1) * side
        south = self.grid.origin[1] - (self.row + 1) * side
        return west, south, east, north

    def reach(self, srid: int, margin: float = 0.0) -> Edges:
        """Find edges in another CRS that hold the tile and a margin (a share of its side)."""
        west, south, east, north = self.edges
        extra = margin * (east - west)
        wide = (west - extra, south - extra, east + extra, north + extra)
        return wide if srid == self.grid.srid else moved(self.grid.srid, srid, self._inside(wide))

    def _inside(self, edges: Edges) -> Edges:
        """Cut off what lies beyond the grid, where its CRS may begin anew from the other side."""
        (x, y), side = self.grid.origin, self.grid.matrix(0).tile_size_m * self.grid.tiles_per_side
        west, south, east, north = edges
        return max(west, x), max(south, y - side), min(east, x + side), min(north, y)

    @property
    def is_at_edge(self) -> bool:
        """Whether the world ends north or south of it."""
        return self.row in {0, self.grid.matrix(self.level).rows - 1}


def moved(from_srid: int, to_srid: int, edges: Edges) -> Edges:
    """Find the edges in another CRS, following curved sides; west, south, east, north."""
    found: Edges = _transformer(from_srid, to_srid).transform_bounds(*edges, densify_pts=21)
    return found


@cache
def _transformer(from_srid: int, to_srid: int) -> Transformer:
    return Transformer.from_crs(from_srid, to_srid, always_xy=True)
