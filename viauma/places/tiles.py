"""Tiles of places: cells with counts while a region is in sight, the places themselves below it.

Both grids show the same cells, those of Web Mercator: a cell stands where its places do on
average, and belongs to the tile in which that point lies. So every cell is in exactly one tile,
and the counts of a level add up to the number of places. See docs/decisions/0007.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, literal_column, select

from viauma.db.fastlane import Question
from viauma.db.named_sql import named_sql
from viauma.geo.tile_matrix_sets import HALF_WORLD_M, SWEREF99TM, WEB_MERCATOR_QUAD
from viauma.geo.tiles import EDGES, MARGIN, REACH, UNITS, Edges, Tile
from viauma.places.filtering import (
    Shape,
    compiled,
    conditions,
    parameters_of,
    remembered,
    shape_of,
)
from viauma.places.models import PublishedPlace as P
from viauma.places.rules import VISITABLE, Kind, PlaceFilter

FIRST_LIVE_LEVEL = {WEB_MERCATOR_QUAD.id: 12, SWEREF99TM.id: 8}
"""From here on tiles hold places, below it cells: a pixel is 16 m of northern Sweden in both."""

COARSEST, FINEST = 5, 15
KIND_BITS: dict[Kind, int] = {"place": 1, "site": 2, "facility": 4, "trail": 8}
VISITABLE_BIT = 16


def tile_question(tile: Tile, question: PlaceFilter, layer: str) -> Question:
    """Ask for a tile: one row, one column, a layer of a Mapbox Vector Tile or no bytes at all.

    Parameters
    ----------
    tile
        Which tile, of WebMercatorQuad or SWEREF99TM.
    question
        Which places. Without more than a kind, cells are read as they are kept; any other filter
        is counted when asked for, with the same answer.
    layer
        What the layer is called in the tile.
    """
    if shows_places(tile):
        return _places(tile, question, layer)
    return _cells(tile, question, layer)


def shows_places(tile: Tile) -> bool:
    """Tell whether a tile holds places rather than cells."""
    return tile.level >= FIRST_LIVE_LEVEL[tile.grid.id]


def cell_level(tile: Tile) -> int:
    """Choose the level of cells: 8 or 16 to the side of a Web Mercator tile."""
    zoom = _zoom(tile)
    return max(COARSEST, zoom + 3 + zoom % 2)


def _places(tile: Tile, question: PlaceFilter, layer: str) -> Question:
    text = f"with {_matched(question)} {named_sql('tile_of_places')}"
    values = _drawn(tile, layer) | _reach(tile.reach(WEB_MERCATOR_QUAD.srid, MARGIN / UNITS))
    return Question(text, parameters_of(question) | values | {"margin": MARGIN})


def _kept_bit(question: PlaceFilter) -> int | None:
    """Find the kept counts that answer a question; most questions have none."""
    if question == PlaceFilter(kind=question.kind):
        return KIND_BITS[question.kind]
    if set(question.statuses) == set(VISITABLE) and question == PlaceFilter(
        statuses=question.statuses
    ):
        return VISITABLE_BIT
    return None


def _cells(tile: Tile, question: PlaceFilter, layer: str) -> Question:
    values = _drawn(tile, layer) | _ranges(tile)
    tail = named_sql("tile_of_cells")
    kept = _kept_bit(question)
    if kept is not None:
        return Question(f"with {named_sql('grid_cells')} {tail}", values | {"kind": kept})
    text = f"with {_matched(question)}, {named_sql('filtered_cells')} {tail}"
    at_edge = {"is_at_edge": tile.grid is WEB_MERCATOR_QUAD and tile.is_at_edge}
    # Cells that reach over the edge are counted whole, as they are kept.
    reach = _reach(tile.reach(WEB_MERCATOR_QUAD.srid, 0.5 if tile.grid is SWEREF99TM else 0.0))
    return Question(text, parameters_of(question) | values | reach | at_edge)


def _matched(question: PlaceFilter) -> str:
    return f"matched as ({compiled(_matching(shape_of(question)))})"


@remembered
def _matching(shape: Shape) -> Select[Any]:
    shown = (P.id, P.key, P.category, P.name_sv, P.name_en, P.municipality)
    # By name alone: GeoAlchemy2 would wrap the columns, and no index is on what it makes of them.
    shapes: list[ColumnElement[Any]] = [
        literal_column(f"published_place.{name}") for name in ("geom", "geom_3857")
    ]
    return select(*shown, *shapes).select_from(P).where(*conditions(shape))


def _drawn(tile: Tile, layer: str) -> dict[str, Any]:
    edges = dict(zip(EDGES, tile.edges, strict=True))
    return {"layer": layer, "srid": tile.grid.srid, **edges}


def _reach(edges: Edges) -> dict[str, float]:
    return dict(zip(REACH, edges, strict=True))


def _zoom(tile: Tile) -> int:
    """Find the zoom of Web Mercator that shows northern Sweden about as large."""
    return tile.level + FIRST_LIVE_LEVEL[WEB_MERCATOR_QUAD.id] - FIRST_LIVE_LEVEL[tile.grid.id]


def _ranges(tile: Tile) -> dict[str, Any]:
    """Find the cells that may lie in a tile: a range of them for each Web Mercator tile."""
    zoom, level = _zoom(tile), cell_level(tile)
    squares = [tile.column, tile.row, tile.column, tile.row]
    if tile.grid is not WEB_MERCATOR_QUAD:
        west, south, east, north = tile.reach(3857, 0.01)
        scale = (1 << zoom) / (2 * HALF_WORLD_M)
        steps = (west + HALF_WORLD_M, HALF_WORLD_M - north, east + HALF_WORLD_M)
        squares = [int(step * scale) for step in (*steps, HALF_WORLD_M - south)]
    left, top, right, bottom = squares
    per_tile = 1 << (2 * (level - zoom))
    firsts = [
        interleaved(column, row) * per_tile
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    ]
    return {"level": level, "firsts": firsts, "ends": [first + per_tile for first in firsts]}


def interleaved(column: int, row: int) -> int:
    """Interleave the bits of a column and a row, as viauma.cell_of does."""
    return sum(
        ((column >> bit & 1) << 2 * bit) | ((row >> bit & 1) << (2 * bit + 1))
        for bit in range(FINEST + 1)
    )
