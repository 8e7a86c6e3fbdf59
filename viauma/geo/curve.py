"""Cells of the Hilbert curve that orders rows in space, so that a box can be read along it.

PostGIS orders geometries in EPSG:4326 by the Hilbert curve over 32-bit floats: longitude becomes
1.5 + lon / 512 and latitude 1.5 + lat / 256, whose 23 bits of mantissa are a grid of equal steps.
A cell whose sides are a power of two of these steps holds one unbroken stretch of the curve:
every key in it shares its leading bits. Which stretch, PostGIS itself is asked (`_st_sortablehash`
of the middle), so that nothing here depends on how the curve is folded.
"""

import math
from typing import NamedTuple

from viauma.geo.bbox import BBox

LON_SPAN, LAT_SPAN = 512.0, 256.0
MANTISSA_BITS = 23

FINEST = MANTISSA_BITS - 1
"""Cells of two steps each way, whose middle is itself a step. The middle of a single step lies
half-way between two floats and would be rounded to either: one cell twice, another not at all."""

MOST_PER_SIDE = 12
"""A box is covered by so many cells each way at most: fewer read more rows beside the box, more
cost as many probes of the index."""

ROUNDED = 1e-4
"""Degrees. Floats have steps of 6e-5 there: what is so near to a side may count to either cell."""


class Cells(NamedTuple):
    """The cells that cover a box: columns west to east, rows south to north, both ends included."""

    width: float
    """Of a cell, in degrees of longitude."""
    height: float
    """Of a cell, in degrees of latitude."""
    mask: int
    """The bits of a key that differ within a cell; its stretch is so long, less one."""
    columns: tuple[int, int]
    rows: tuple[int, int]
    inner_columns: tuple[int, int]
    """Of the cells that lie wholly in the box; the first above the last when there are none."""
    inner_rows: tuple[int, int]


def cells_of(box: BBox, most: int = MOST_PER_SIDE) -> Cells:
    """Cover a box that does not cross the antimeridian with the smallest cells that are few enough.

    Parameters
    ----------
    box
        EPSG:4326, degrees.
    most
        So many columns and rows at most.
    """
    width, height = box.east - box.west + 2 * ROUNDED, box.north - box.south + 2 * ROUNDED
    # A stretch of n cells touches up to n + 1 of them.
    share = max(width / LON_SPAN, height / LAT_SPAN) / (most - 1)
    level = min(max(math.floor(-math.log2(share)), 1), FINEST)
    wide, high = LON_SPAN / 2**level, LAT_SPAN / 2**level
    return Cells(
        wide,
        high,
        (1 << 2 * (MANTISSA_BITS - level)) - 1,
        _touched(box.west, box.east, wide),
        _touched(box.south, box.north, high),
        _within(box.west, box.east, wide),
        _within(box.south, box.north, high),
    )


def _touched(low: float, high: float, step: float) -> tuple[int, int]:
    return math.floor((low - ROUNDED) / step), math.floor((high + ROUNDED) / step)


def _within(low: float, high: float, step: float) -> tuple[int, int]:
    return math.ceil((low + ROUNDED) / step), math.floor((high - ROUNDED) / step) - 1
