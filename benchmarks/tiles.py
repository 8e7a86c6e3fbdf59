"""Vector tiles as the benchmark asks for them: which tile lies around a place."""

import math
from collections.abc import Iterator
from importlib.util import find_spec
from typing import NamedTuple

MATRIX_SET = "WebMercatorQuad"
MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
CAP = 10_000
"""The most features that peers put into a tile unless told otherwise."""
UNCAPPED = 1_000_000
FIRST_WITH_ALL = 12
"""From this zoom on our tiles hold every place; above it they hold cells with counts."""
MARGIN = 64
"""So many of 4096 units our tiles reach over their edges."""


LAYER_FIELD, FEATURE_FIELD = 3, 2
VARINT, DELIMITED = 0, 2
FIXED = {1: 8, 5: 4}


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


def cap(tile: Tile) -> int:
    """Choose how many features a peer may put into a tile: all of them where ours has all."""
    return UNCAPPED if tile.zoom >= FIRST_WITH_ALL else CAP


def features_in(tile: bytes) -> int:
    """Count the features of a Mapbox Vector Tile: field 2 of each layer, which is field 3."""
    layers = (body for number, body in fields(tile) if number == LAYER_FIELD)
    return sum(number == FEATURE_FIELD for layer in layers for number, _ in fields(layer))


def fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """Read the fields of a protocol buffer, those of variable length with what they hold."""
    at = 0
    while at < len(message):
        tag, at = varint(message, at)
        number, kind = tag >> 3, tag & 7
        if kind == VARINT:
            _, at = varint(message, at)
            yield number, b""
            continue
        length, at = varint(message, at) if kind == DELIMITED else (FIXED[kind], at)
        yield number, message[at : at + length]
        at += length


def varint(message: bytes, at: int) -> tuple[int, int]:
    """Read a whole number, seven bits to the byte; tell where it ends."""
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
