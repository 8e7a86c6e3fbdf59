"""The hot questions find their rows by index, however many rows there are."""

import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.places.conftest import MANY
from tests.places.test_compiled import PLACEHOLDER
from viauma.cql2.filters import compiled_filter
from viauma.features.rules import PageRequest, SortBy
from viauma.geo.areas import Point
from viauma.geo.bbox import BBox
from viauma.geo.tile_matrix_sets import SWEREF99TM, WEB_MERCATOR_QUAD
from viauma.geo.tiles import Tile, TileMatrixSet
from viauma.places.boxes import few_question
from viauma.places.nearest import nearest_question
from viauma.places.queries import (
    count_question,
    item_question,
    items_question,
    page_question,
)
from viauma.places.queryables import COLUMNS, place_queryables
from viauma.places.rules import VISITABLE, PlaceFilter
from viauma.places.tiles import tile_question
from viauma.register.queries import hours_question
from viauma.taxonomy.rules import CategorySchema


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def plan_of(connection, question, *, generic: bool = False) -> list[dict[str, Any]]:
    """Read the plan as the fast lane gets it: with the values, or, generic, without."""
    names = list(dict.fromkeys(PLACEHOLDER.findall(question.sql)))
    text = PLACEHOLDER.sub(lambda found: f"${names.index(found[1]) + 1}", question.sql)
    values = f"({', '.join(['%s'] * len(names))})" if names else ""
    cursor = psycopg.ClientCursor(connection)
    cursor.execute(f"set plan_cache_mode to force_{'generic' if generic else 'custom'}_plan")
    cursor.execute("set jit to off; deallocate all")
    cursor.execute(f"prepare asked as {text.replace('%%', '%')}")
    cursor.execute(
        f"explain (analyze, format json) execute asked{values}",
        [question.values[name] for name in names],
    )
    ((plan,),) = cursor.fetchall()
    return list(nodes(plan[0]["Plan"]))


def tile(level: int, grid: TileMatrixSet = WEB_MERCATOR_QUAD) -> Tile:
    return next(grid.limits(BBox(UMEA.lon, UMEA.lat, UMEA.lon, UMEA.lat), level).tiles(grid))


def filtered(text: str) -> PlaceFilter:
    known = place_queryables([CategorySchema("ski_track", {}, {}, ATTRIBUTES, {})])
    return PlaceFilter(where=compiled_filter(text, known))


def page(limit: int, **more: Any) -> PageRequest:
    return PageRequest(limit=limit, **more)


def indexes_of(plan) -> set[str]:
    return {node["Index Name"] for node in plan if "Index Name" in node}


def reads_whole_table(plan) -> bool:
    return any(node["Node Type"] == "Seq Scan" for node in plan)


def most_rows(plan) -> int:
    return max(
        (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        for node in plan
    )


def deep(connection) -> tuple[str, str]:
    return tuple(
        connection.execute(
            "select key::text, id::text from viauma.published_place "
            "order by key, id offset %s limit 1",
            [MANY - 100],
        ).fetchone()
    )


ATTRIBUTES = {"lit": {"type": "boolean"}, "length_km": {"type": "number"}}
POLYGON = "POLYGON((20 63.8, 20.05 63.8, 20.05 63.82, 20 63.82, 20 63.8))"
NARROW = BBox(20.0, 63.8, 20.05, 63.82)
BY_NAME = (SortBy(COLUMNS["name"]),)
LATEST = (SortBy(COLUMNS["updated_at"], descending=True),)
UNKNOWN = uuid.UUID(int=0)
UMEA = Point(20.263, 63.8258)
GIST_3857, CELLS = "published_place_geom_3857_gist", "published_cell_cell_ix"
GIST, GEOG = "published_place_geom_gist", "published_place_geog_gist"
KEYS, ITEM, SLUG = "published_place_key_ix", "published_place_pkey", "published_place_slug_ix"


@pytest.mark.parametrize("generic", [True, False], ids=["prepared", "with values"])
@pytest.mark.parametrize(
    ("make", "expected", "most"),
    [
        pytest.param(lambda c: page_question(PlaceFilter(bbox=NARROW), page(100)),
                     GIST, 200, id="narrow box"),
        pytest.param(lambda c: page_question(PlaceFilter(bbox=NARROW), page(10, after=deep(c))),
                     None, 200, id="narrow box, next page"),
        pytest.param(lambda c: few_question(PlaceFilter(bbox=NARROW), page(100)),
                     GIST, 200, id="box of few"),
        pytest.param(lambda c: few_question(PlaceFilter(bbox=NARROW), page(10, after=deep(c))),
                     GIST, 200, id="box of few, next page"),
        pytest.param(lambda c: count_question(PlaceFilter(bbox=NARROW)), GIST, 200,
                     id="count in a narrow box"),
        pytest.param(lambda c: page_question(PlaceFilter(), page(100)), KEYS, 200, id="first page"),
        pytest.param(lambda c: page_question(PlaceFilter(), page(50, after=deep(c))),
                     KEYS, 200, id="deep page"),
        pytest.param(lambda c: page_question(
            PlaceFilter(leaf_categories=("ski_track",), municipalities=("2460",)), page(20)),
                     None, 1_000, id="category and municipality"),
        pytest.param(lambda c: item_question(deep(c)[1]), ITEM, 1, id="item by id"),
        pytest.param(lambda c: items_question([deep(c)[1], str(UNKNOWN)]), ITEM, 1,
                     id="items by id"),
        pytest.param(lambda c: item_question("p-17"), SLUG, 1, id="item by slug"),
        pytest.param(lambda c: nearest_question(PlaceFilter(), UMEA, page(10)),
                     GEOG, 100, id="nearest"),
        pytest.param(lambda c: nearest_question(PlaceFilter(categories=("ski_track",)), UMEA,
                                                page(10)), GEOG, 300, id="nearest of a category"),
        pytest.param(
            lambda c: page_question(filtered("category = 'ski_track' AND municipality = '2460'"),
                                    page(20)), None, 1_000, id="filter by columns"),
        pytest.param(
            lambda c: page_question(filtered(f"S_INTERSECTS(geometry, {POLYGON})"),
                                    page(20)), GIST, 300, id="filter by area"),
        pytest.param(
            lambda c: page_question(filtered("distance_m(geometry, POINT(20.26 63.82)) < 1500"),
                                    page(20)), GEOG, 300, id="filter by distance"),
        pytest.param(
            lambda c: page_question(filtered("lit = TRUE AND length_km = 7"),
                                    page(20)),
            "published_place_attributes_gin", 300, id="filter by attributes"),
        pytest.param(lambda c: page_question(PlaceFilter(), page(20, order=BY_NAME)),
                     "published_place_name_ix", 100, id="by name"),
        pytest.param(lambda c: page_question(PlaceFilter(), page(20, order=LATEST)),
                     "published_place_updated_ix", 100, id="latest changes"),
        pytest.param(lambda c: tile_question(tile(14), PlaceFilter(), "places"),
                     GIST_3857, 200, id="tile of places"),
        pytest.param(lambda c: tile_question(tile(9, SWEREF99TM), PlaceFilter(), "places"),
                     GIST_3857, 400, id="tile of places in SWEREF 99 TM"),
        pytest.param(lambda c: tile_question(tile(14), PlaceFilter(categories=("trails",)), "p"),
                     GIST_3857, 200, id="filtered tile of places"),
        pytest.param(lambda c: tile_question(tile(6), PlaceFilter(kind="site"), "sites"),
                     CELLS, 300, id="tile of cells"),
        pytest.param(lambda c: tile_question(tile(6), PlaceFilter(statuses=VISITABLE), "places"),
                     CELLS, 300, id="tile of cells to visit"),
        pytest.param(lambda c: tile_question(tile(11), PlaceFilter(), "places"),
                     CELLS, 1_100, id="tile of many cells"),
        pytest.param(lambda c: tile_question(tile(5, SWEREF99TM), PlaceFilter(), "places"),
                     CELLS, 3_000, id="tile of cells in SWEREF 99 TM"),
        pytest.param(lambda c: page_question(PlaceFilter(texts=("plats c4ca4238",)), page(10)),
                     "published_place_search_trgm", 100, id="text"),
    ],
)  # fmt: skip
def test_a_hot_question_touches_few_rows_and_finds_them_by_index(
    many_places, make, expected, most, generic, request
):
    if generic and "nearest of a category" in request.node.callspec.id:
        pytest.skip("PostgreSQL makes a plan per value for this one: it knows that to be cheaper")
    plan = plan_of(many_places, make(many_places), generic=generic)

    assert not reads_whole_table(plan)
    assert expected is None or expected in indexes_of(plan)
    assert most_rows(plan) <= most


def test_every_place_of_the_spread_is_published(many_places):
    ((count,),) = many_places.execute("select count(*) from viauma.published_place").fetchall()

    assert count == MANY


def test_which_hours_there_are_is_found_along_the_index(many_places):
    plan = plan_of(many_places, hours_question())

    scans = [one for one in plan if one.get("Relation Name") == "published_place"]
    assert {"published_place_hours_ix"} == {one.get("Index Name") for one in scans}
    assert all(one["Actual Rows"] <= 1 for one in scans)
    assert {"Index Only Scan"} == {one["Node Type"] for one in scans}
