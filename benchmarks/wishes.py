"""What is asked, before anybody spells it: the same wishes go to every server measured."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.tiles import Tile
from viauma.features.rules import Position
from viauma.geo.areas import Point
from viauma.geo.bbox import BBox
from viauma.places.boxes import Spread

DECIMALS = 6

FIRST_PAGE = "first page, 10"
DEEP_PAGE = "page half a table deep, 10"
ITEM = "item by id"
BOX_10 = "bbox of some 10 matches"
BOX_100 = "bbox of some 100 matches"
BOX_1000 = "bbox of some 1 000 matches"
BOX_10000 = "bbox of some 10 000 matches, 10 wanted"
WIDE_BOX = "bbox of some tenth of all, 10 wanted"
NEARLY_ALL = "bbox of nearly all, 10 wanted"
CATEGORY = "category + municipality, 10"
FILTER = "the same as a CQL2 filter"
NEAREST = "nearest 10"
UNCHANGED = "item by id, known already (304)"
TILE_UNCHANGED = "tile z14, known already (304)"

MEMORY = "memory of a worker"
STREAMING = "the whole collection as a file"
IMPORT = "import"
FRESHNESS = "edit to visible"
START = "start"

TILE_ZOOMS = (14, 12, 10, 6)


def tile(zoom: int, kind: str = "") -> str:
    """Name the question for tiles of a zoom level: computed, or of another kind."""
    return f"tile z{zoom}{kind and f', {kind}'}"


ALL_COLUMNS = "each one's own columns"
CACHED = "from the cache"


def kept(question: str) -> str:
    """Name a question whose answers may be kept from before, as an operator's server keeps them."""
    return f"{question}, {CACHED}"


LEAST = (ITEM, BOX_10, BOX_100, BOX_1000)
"""What needs little more of a server than to hand PostgreSQL's bytes on."""


class Sample(NamedTuple):
    """A stored place to ask around."""

    id: str
    lon: float
    lat: float
    municipality: str
    category: str


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One question; every field narrows it, as in the product's own filter."""

    limit: int = 10
    item: str = ""
    box: BBox | None = None
    spread: Spread | None = None
    """How places are spread where the box is asked for; it decides how we ask."""
    category: str = ""
    municipality: str = ""
    is_filter: bool = False
    """Category and municipality are to be asked in a filter language."""
    polygon: tuple[tuple[float, float], ...] = ()
    """A closed ring, lon before lat, asked in a filter language."""
    near: Point | None = None
    sort_by: str = ""
    depth: int = 0
    """So many rows come before the page."""
    after: Position | None = None
    """The position of the last of them in our order."""
    is_count: bool = False
    """Not features but counts per area are wanted."""
    tile: Tile | None = None
    """A vector tile is wanted, of the columns and the cap that ours have."""
    is_with_all_columns: bool = False
    """The tile may have whatever columns a server gives it unasked."""
    is_known: bool = False
    """Asked by somebody who has the answer already, and its ETag."""
    is_cached: bool = False
    """Answered by a server that may keep its answers."""


@dataclass(frozen=True)
class Case:
    """A question in as many variants as keep caches honest."""

    name: str
    wishes: list[Wish]
    """What PostgreSQL itself is asked too."""
    more: list[Wish] = field(default_factory=list)
    """As much work at other addresses, asked over HTTP only, so that no cache can flatter."""

    @property
    def asked(self) -> list[Wish]:
        """All that is asked over HTTP."""
        return [*self.wishes, *self.more]


def box_around(sample: Sample, half_height: float, *, off: int = 0) -> BBox:
    """Draw a box about as wide as high on the ground, in degrees that a text spells exactly.

    It may lie some decimetres off: another address, the same work.
    """
    lon, lat = sample.lon, sample.lat + off * 10**-DECIMALS
    edges = (lon - 2 * half_height, lat - half_height, lon + 2 * half_height, lat + half_height)
    return BBox(*(round(edge, DECIMALS) for edge in edges))


def hexagon_around(sample: Sample, half_height: float) -> tuple[tuple[float, float], ...]:
    """Draw a closed ring of six corners."""
    turns = [math.tau * corner / 6 for corner in range(6)]
    corners = [
        (
            round(sample.lon + 2 * half_height * math.cos(turn), DECIMALS),
            round(sample.lat + half_height * math.sin(turn), DECIMALS),
        )
        for turn in turns
    ]
    return (*corners, corners[0])


def wkt_of(ring: tuple[tuple[float, float], ...]) -> str:
    """Spell a ring as a polygon in Well-Known Text."""
    return f"POLYGON(({','.join(f'{lon} {lat}' for lon, lat in ring)}))"
