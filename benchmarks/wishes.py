"""What is asked, before anybody spells it: the same wishes go to every server measured."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import psycopg

from viauma.features.rules import Position
from viauma.geo.areas import Point
from viauma.geo.bbox import BBox

VARIANTS = 64
DECIMALS = 6

FIRST_PAGE = "first page, 10"
DEEP_PAGE = "page half a table deep, 10"
ITEM = "item by id"
BOX_10 = "bbox of some 10 matches"
BOX_100 = "bbox of some 100 matches"
BOX_1000 = "bbox of some 1 000 matches"
BOX_10000 = "bbox of some 10 000 matches, 10 wanted"
CATEGORY = "category + municipality, 10"


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


@dataclass(frozen=True)
class Case:
    """A question in as many variants as keep caches honest."""

    name: str
    wishes: list[Wish]


def cases(connection: psycopg.Connection) -> list[Case]:
    """Compose all questions around places that exist."""
    samples = [
        Sample(*row)
        for row in connection.execute(
            "select id::text, st_x(c)::float8, st_y(c)::float8, municipality, category "
            "from viauma.published_place, st_centroid(geom) c "
            "where municipality is not null order by md5(id::text) limit %s",
            [VARIANTS],
        )
    ]
    random.Random(1).shuffle(samples)
    # The sizes were fitted to the synthetic places: so many matches are the median, not the rule.
    around: dict[str, Callable[[Sample], Wish]] = {
        ITEM: lambda s: Wish(item=s.id),
        BOX_10: lambda s: Wish(box=box_around(s, 0.0012)),
        BOX_100: lambda s: Wish(box=box_around(s, 0.004), limit=100),
        BOX_1000: lambda s: Wish(box=box_around(s, 0.013), limit=1000),
        BOX_10000: lambda s: Wish(box=box_around(s, 0.042)),
        "bbox of some 100 000 matches, 10 wanted": lambda s: Wish(box=box_around(s, 0.125)),
        "bbox of nearly all, 10 wanted": lambda s: Wish(box=box_around(s, 3.0)),
        CATEGORY: lambda s: Wish(category=s.category, municipality=s.municipality),
        "the same as a CQL2 filter": lambda s: Wish(
            category=s.category, municipality=s.municipality, is_filter=True
        ),
        "polygon of some 100 matches, CQL2": lambda s: Wish(
            polygon=hexagon_around(s, 0.005), limit=100
        ),
        "nearest 10": lambda s: Wish(near=Point(round(s.lon, DECIMALS), round(s.lat, DECIMALS))),
        "area counts, one municipality": lambda s: Wish(municipality=s.municipality, is_count=True),
    }
    return [
        Case(FIRST_PAGE, [Wish()]),
        Case(DEEP_PAGE, deep_pages(connection)),
        Case("sorted by name, 10", [Wish(sort_by="name")]),
        *(Case(name, [make(sample) for sample in samples]) for name, make in around.items()),
    ]


def deep_pages(connection: psycopg.Connection) -> list[Wish]:
    """Choose pages from the middle of the table onwards."""
    numbered = connection.execute(
        "select n, key::text, id::text from (select key, id, count(*) over () as rows,"
        " row_number() over (order by key, id) as n from viauma.published_place) numbered"
        " where n >= rows / 2 and (n - rows / 2) %% greatest(rows / 200, 1) = 0"
        " order by n limit %s",
        [VARIANTS],
    )
    return [Wish(depth=depth, after=(key, id_)) for depth, key, id_ in numbered]


def box_around(sample: Sample, half_height: float) -> BBox:
    """Draw a box about as wide as high on the ground, in degrees that a text spells exactly."""
    lon, lat = sample.lon, sample.lat
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
