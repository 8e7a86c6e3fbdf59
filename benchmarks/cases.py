"""The questions around places that exist, each in so many variants that no cache can flatter."""

import random
import statistics
from collections.abc import Callable
from dataclasses import replace

import psycopg

from benchmarks import tiles, wishes
from benchmarks.tiles import tile_around
from benchmarks.wishes import DECIMALS, Case, Sample, Wish, box_around, hexagon_around
from viauma.db.named_sql import named_sql
from viauma.geo.areas import Point
from viauma.geo.bbox import BBox
from viauma.places.boxes import Spread

VARIANTS = 64
"""Put to everybody, PostgreSQL itself too: pgbench takes no more than 128 statements."""
MOST_ITEMS = 4096
BOXES_OF_A_SAMPLE = 16

WIDEST = 3.0
LOOKS = 4
FITTED = {wishes.BOX_10: (10, 0.0012), wishes.BOX_100: (100, 0.004), wishes.BOX_1000: (1000, 0.013)}
"""How many matches are the median of each box, and half its height in degrees at a million."""

HOT = (
    wishes.ITEM, wishes.UNCHANGED, wishes.BOX_10, wishes.BOX_100, wishes.BOX_1000,
    wishes.WIDE_BOX, wishes.NEARLY_ALL, wishes.CATEGORY, wishes.FILTER, wishes.DEEP_PAGE,
    wishes.NEAREST, *(wishes.tile(zoom) for zoom in wishes.TILE_ZOOMS),
)  # fmt: skip
"""What maps and lists ask all day."""


def hot_cases(connection: psycopg.Connection) -> list[Case]:
    """Compose the questions that are asked all day, in their order."""
    known = {case.name: case for case in cases(connection)}
    return [known[name] for name in HOT if name in known]


def cases(connection: psycopg.Connection, *, is_cached: bool = False) -> list[Case]:
    """Compose all questions around places that exist."""
    many = samples(connection)
    few = many[:VARIANTS]
    municipal = [sample for sample in many if sample.municipality][:VARIANTS]
    return [
        Case(wishes.FIRST_PAGE, [Wish()]),
        Case(wishes.DEEP_PAGE, deep_pages(connection)),
        Case("sorted by name, 10", [Wish(sort_by="name")]),
        *item_cases(many),
        *box_cases(connection, few),
        *(_each(name, make, municipal) for name, make in AROUND.items()),
        *(tile_cases(few, is_cached=is_cached) if tiles.are_served() else []),
    ]


def samples(connection: psycopg.Connection) -> list[Sample]:
    """Choose stored places to ask around, always the same ones."""
    rows = connection.execute(
        "select id::text, st_x(c)::float8, st_y(c)::float8, municipality, category"
        " from viauma.published_place, st_centroid(geom) c order by md5(id::text) limit %s",
        [MOST_ITEMS],
    )
    found = [Sample(*row) for row in rows]
    random.Random(1).shuffle(found)
    return found


AROUND: dict[str, Callable[[Sample], Wish]] = {
    wishes.CATEGORY: lambda s: Wish(category=s.category, municipality=s.municipality),
    wishes.FILTER: lambda s: Wish(category=s.category, municipality=s.municipality, is_filter=True),
    "polygon of some 100 matches, CQL2": lambda s: Wish(
        polygon=hexagon_around(s, 0.005), limit=100
    ),
    wishes.NEAREST: lambda s: Wish(near=Point(round(s.lon, DECIMALS), round(s.lat, DECIMALS))),
    "area counts, one municipality": lambda s: Wish(municipality=s.municipality, is_count=True),
}


def least_cases(connection: psycopg.Connection) -> list[tuple[Case, Case]]:
    """Compose what needs least of a server, computed and kept from before."""
    many = samples(connection)
    computed = [*item_cases(many), *box_cases(connection, many[:VARIANTS])]
    return [(case, _kept(case)) for case in computed if case.name in wishes.LEAST]


def _kept(case: Case) -> Case:
    return Case(wishes.kept(case.name), [replace(wish, is_cached=True) for wish in case.wishes])


def _each(name: str, make: Callable[[Sample], Wish], found: list[Sample]) -> Case:
    return Case(name, [make(sample) for sample in found])


def item_cases(many: list[Sample]) -> list[Case]:
    """Ask for thousands of items, and for some again by those who have them."""
    items = [Wish(item=sample.id) for sample in many]
    known = [Wish(item=sample.id, is_known=True) for sample in many[:VARIANTS]]
    return [
        Case(wishes.ITEM, items[:VARIANTS], items[VARIANTS:]),
        Case(wishes.UNCHANGED, known),
    ]


def box_cases(connection: psycopg.Connection, few: list[Sample]) -> list[Case]:
    """Draw boxes; the small ones as large as so many matches want, whatever the table's size."""
    found, spread = [], spread_of(connection)
    for name, (matches, at_a_million) in FITTED.items():
        half = fitted(connection, few, matches, at_a_million)
        found.append(_boxes(name, few, half, matches, spread))
    wide = {wishes.BOX_10000: 0.042, wishes.WIDE_BOX: 0.125, wishes.NEARLY_ALL: WIDEST}
    return found + [_boxes(name, few, half, 10, spread) for name, half in wide.items()]


def spread_of(connection: psycopg.Connection) -> Spread:
    """Find how places are spread, as the service does."""
    row = connection.execute(named_sql("spread_of_places").encode()).fetchone()
    assert row is not None  # noqa: S101 - of a table that exists
    rows, *edges = row
    return Spread(rows, None if None in edges else BBox(*edges))


def _boxes(
    name: str, few: list[Sample], half_height: float, limit: int, spread: Spread
) -> Case:  # fmt: skip
    drawn = [
        [
            Wish(box=box_around(sample, half_height, off=off), limit=limit, spread=spread)
            for sample in few
        ]
        for off in range(BOXES_OF_A_SAMPLE)
    ]
    return Case(name, drawn[0], [wish for others in drawn[1:] for wish in others])


def fitted(
    connection: psycopg.Connection, few: list[Sample], matches: int, half_height: float
) -> float:
    """Find half the height of boxes that have so many matches in the median."""
    for _ in range(LOOKS):
        boxes = [box_around(sample, half_height) for sample in few]
        counts = [
            connection.execute(
                "select count(*) from viauma.published_place"
                " where st_intersects(geom, st_makeenvelope(%s, %s, %s, %s, 4326))",
                [box.west, box.south, box.east, box.north],
            ).fetchone()
            for box in boxes
        ]
        median = statistics.median(row[0] for row in counts if row)
        half_height = min(half_height * (matches / max(median, 1)) ** 0.5, WIDEST)
    return half_height


def tile_cases(few: list[Sample], *, is_cached: bool) -> list[Case]:
    """Ask for the tiles in which the places lie: computed, and on wish kept from before."""
    found = []
    for zoom in wishes.TILE_ZOOMS:
        around = sorted({tile_around(sample.lon, sample.lat, zoom) for sample in few})
        found.append(Case(wishes.tile(zoom), [Wish(tile=one) for one in around]))
        own = [Wish(tile=one, is_with_all_columns=True) for one in around]
        found.append(Case(wishes.tile(zoom, wishes.ALL_COLUMNS), own))
        if is_cached:
            kept = [Wish(tile=one, is_cached=True) for one in around]
            found.append(Case(wishes.tile(zoom, wishes.CACHED), kept))
        if zoom == wishes.TILE_ZOOMS[0]:
            known = [Wish(tile=one, is_known=True) for one in around]
            found.append(Case(wishes.TILE_UNCHANGED, known))
    return found


def deep_pages(connection: psycopg.Connection) -> list[Wish]:
    """Choose pages from the middle of the table onwards."""
    counted = connection.execute("select count(*) from viauma.published_place").fetchone()
    rows = counted[0] if counted else 0
    numbered = connection.execute(
        "select n, key::text, id::text from (select key, id, row_number() over (order by key, id)"
        " as n from viauma.published_place) numbered"
        " where n >= %(half)s and (n - %(half)s) %% %(step)s = 0 order by n limit %(most)s",
        {"half": rows // 2, "step": max(rows // 200, 1), "most": VARIANTS},
    )
    return [Wish(depth=depth, after=(key, id_)) for depth, key, id_ in numbered]
