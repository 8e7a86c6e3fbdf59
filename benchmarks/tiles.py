"""Vector tiles as the benchmark asks for them: which tile lies around a place."""

import math
from importlib.util import find_spec
from typing import NamedTuple

MATRIX_SET = "WebMercatorQuad"
MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
CAP = 10_000
"""The most features that anybody puts into a tile."""


class Tile(NamedTuple):
    """A tile of WebMercatorQuad, row before column as OGC API Tiles has it."""

    zoom: int
    row: int
    column: int


def tile_around(lon: float, lat: float, zoom: int) -> Tile:
    """Find the tile of a zoom level in which a position lies."""
    across = 2**zoom
    column = int((lon + 180) / 360 * across)
    northing = math.asinh(math.tan(math.radians(lat))) / math.pi
    return Tile(zoom, int((1 - northing) / 2 * across), column)


def are_served() -> bool:
    """Tell whether this version has tiles at all."""
    return find_spec("viauma.places.tiles") is not None
