"""Tiles of a region in one file, from which a static map page reads by byte ranges (PMTiles v3).

Tiles are asked for one after the other and put to the disk at once: memory holds no more than
their addresses, however many features there are.
"""

import gzip
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pmtiles.tile import Compression, TileType, tileid_to_zxy, zxy_to_tileid
from pmtiles.writer import Writer
from sqlalchemy.orm import Session

from viauma.db.fastlane import Question
from viauma.errors import NotFound
from viauma.geo.bbox import BBox
from viauma.geo.tile_matrix_sets import WEB_MERCATOR_QUAD
from viauma.geo.tiles import Tile
from viauma.places.tiles import FIRST_LIVE_LEVEL

E7 = 10_000_000
Layers = Mapping[str, Callable[[Tile], Question]]
"""What asks for each layer of a tile."""


def write_pmtiles(
    session: Session,
    layers: Layers,
    target: Path,
    *,
    box: BBox,
    zooms: tuple[int, int],
    metadata: Mapping[str, Any],
) -> int:
    """Write the tiles of Web Mercator that hold something; answer how many there are.

    Parameters
    ----------
    session
        A reading session; one snapshot makes one consistent file.
    layers
        What tiles are made of, in this order.
    target
        The file; when it cannot be finished, none is left.
    box
        Around everything; it does not cross the antimeridian.
    zooms
        The first and the last level.
    metadata
        What the file says of itself: name, attribution, vector_layers.

    Raises
    ------
    NotFound
        No tile holds anything.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("wb") as file:
            writer: Any = Writer(file)  # type: ignore[no-untyped-call]  # has no annotations
            count = _write_all(session, layers, writer, box, zooms)
            if not count:
                raise NotFound("Nothing matches, so that there are no tiles to write.")
            writer.finalize(_header(box, zooms), dict(metadata))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return count


def _write_all(
    session: Session, layers: Layers, writer: Any, box: BBox, zooms: tuple[int, int]
) -> int:
    count, filled = 0, list[int]()
    for zoom in range(zooms[0], zooms[1] + 1):
        looked_at, filled = _candidates(zoom, zooms[0], box, filled), []
        for number in looked_at:
            _, column, row = tileid_to_zxy(number)
            body = _body(session, layers, Tile(WEB_MERCATOR_QUAD, zoom, row, column))
            if body:
                writer.write_tile(number, gzip.compress(body, mtime=0))
                filled.append(number)
        count += len(filled)
    return count


def _candidates(zoom: int, first: int, box: BBox, filled: list[int]) -> list[int]:
    """List the tiles of a level that may hold something, as they follow each other in the file."""
    # A tile of counts knows a trail by one point only: what it crosses shows from here on.
    if zoom <= max(first, FIRST_LIVE_LEVEL[WEB_MERCATOR_QUAD.id]):
        tiles = WEB_MERCATOR_QUAD.limits(box, zoom).tiles(WEB_MERCATOR_QUAD)
        return sorted(zxy_to_tileid(zoom, tile.column, tile.row) for tile in tiles)
    return sorted(child for number in filled for child in _children(number))


def _children(number: int) -> Iterator[int]:
    zoom, column, row = tileid_to_zxy(number)
    for x in (2 * column, 2 * column + 1):
        for y in (2 * row, 2 * row + 1):
            yield zxy_to_tileid(zoom + 1, x, y)


def _body(session: Session, layers: Layers, tile: Tile) -> bytes:
    asked = (ask(tile) for ask in layers.values())
    connection = session.connection()
    return b"".join(
        bytes(connection.exec_driver_sql(one.sql, dict(one.values)).scalar() or b"")
        for one in asked
    )


def _header(box: BBox, zooms: tuple[int, int]) -> dict[str, Any]:
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": round(box.west * E7),
        "min_lat_e7": round(box.south * E7),
        "max_lon_e7": round(box.east * E7),
        "max_lat_e7": round(box.north * E7),
        "center_zoom": min(max(7, zooms[0]), zooms[1]),
        "center_lon_e7": round((box.west + box.east) / 2 * E7),
        "center_lat_e7": round((box.south + box.north) / 2 * E7),
    }
