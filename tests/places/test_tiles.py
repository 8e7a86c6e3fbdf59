"""What tiles of places hold: each place once, true counts, the same at every zoom and filter."""

import psycopg
import pytest

from tests.db.laws.ledger import connect_as
from tests.factories import place_draft, store_small_world, writing
from tests.tiles import decoded, own, total
from viauma.cql2.filters import compiled_filter
from viauma.geo.bbox import BBox
from viauma.geo.tile_matrix_sets import SWEREF99TM, TILE_MATRIX_SETS, WEB_MERCATOR_QUAD
from viauma.places.actions import store_places
from viauma.places.queryables import COLUMNS
from viauma.places.rules import VISITABLE, PlaceFilter
from viauma.places.tiles import KIND_BITS, interleaved, shows_places, tile_question

REGION = BBox(14.0, 62.0, 24.0, 67.0)
UMEA = BBox(20.25, 63.82, 20.25, 63.82)
LEVELS = [
    *((WEB_MERCATOR_QUAD, level) for level in (0, 1, 2, 5, 6, 9, 11)),
    *((SWEREF99TM, level) for level in (0, 3, 5, 7)),
]
FILTERS = [
    PlaceFilter(leaf_categories=("bathing_beach",)),
    PlaceFilter(categories=("trails",), kind="site"),
    PlaceFilter(bbox=BBox(20.0, 63.7, 20.5, 64.0)),
    PlaceFilter(where=compiled_filter("CASEI(name) LIKE CASEI('%bad%')", COLUMNS)),
    PlaceFilter(where=compiled_filter("municipality = '2460'", COLUMNS), kind="facility"),
]


@pytest.fixture(scope="module")
def region(template_url):
    with psycopg.connect(template_url, autocommit=True) as connection:
        connection.execute("set role viauma_public")
        yield connection


def fetched(connection, tile, question) -> list[dict]:
    asked = tile_question(tile, question, "places")
    ((body,),) = connection.execute(asked.sql, asked.values).fetchall()
    return decoded(bytes(body)).get("places", [])


def everything(connection, grid, level, question, box=REGION) -> list[dict]:
    tiles = grid.limits(box, level).tiles(grid)
    return [one for tile in tiles for one in fetched(connection, tile, question)]


def matching(connection, question) -> set[str]:
    from viauma.features.rules import PageRequest
    from viauma.places.queries import page_question

    asked = page_question(question, PageRequest(limit=100_000))
    return {str(row[2]) for row in connection.execute(asked.sql, asked.values)}


@pytest.mark.parametrize("kind", KIND_BITS)
@pytest.mark.parametrize(("grid", "level"), LEVELS)
def test_the_counts_of_every_level_add_up_to_the_number_of_places(region, grid, level, kind):
    question = PlaceFilter(kind=kind)
    expected = len(matching(region, question))

    assert expected > 20
    assert total(everything(region, grid, level, question)) == expected


@pytest.mark.parametrize(("grid", "level"), LEVELS)
def test_what_can_be_visited_is_kept_too_and_leaves_out_what_is_closed(region, grid, level):
    question = PlaceFilter(statuses=VISITABLE)
    expected = len(matching(region, question))

    assert len(matching(region, PlaceFilter())) > expected
    assert total(everything(region, grid, level, question)) == expected


@pytest.mark.parametrize("question", FILTERS)
@pytest.mark.parametrize(("grid", "level"), LEVELS)
def test_a_filter_means_as_many_places_in_tiles_as_elsewhere(region, grid, level, question):
    expected = len(matching(region, question))

    assert 0 < expected < 300
    assert total(everything(region, grid, level, question)) == expected


@pytest.mark.parametrize("question", FILTERS)
@pytest.mark.parametrize(("grid", "level"), [(WEB_MERCATOR_QUAD, 12), (SWEREF99TM, 8)])
def test_a_filter_means_the_same_places_in_tiles_as_elsewhere(region, grid, level, question):
    found = {
        one["properties"]["id"] for one in everything(region, grid, level, question, inhabited())
    }

    assert found == matching(region, question)


def inhabited() -> BBox:
    return BBox(18.0, 63.3, 21.6, 64.8)


@pytest.mark.parametrize(("grid", "level"), [(WEB_MERCATOR_QUAD, 12), (SWEREF99TM, 8)])
def test_every_point_is_in_exactly_one_tile_s_own_area(region, grid, level):
    question = PlaceFilter(leaf_categories=("bathing_beach", "playground", "museum"))
    features = [
        one["properties"]["id"]
        for tile in grid.limits(inhabited(), level).tiles(grid)
        for one in own(
            one for one in fetched(region, tile, question) if one["geometry"]["type"] == "Point"
        )
    ]

    assert len(features) == len(set(features)) > 50


@pytest.mark.parametrize(("grid", "level"), LEVELS)
def test_what_is_kept_and_what_is_counted_when_asked_for_are_the_same(region, grid, level):
    kept = everything(region, grid, level, PlaceFilter())
    everybody = PlaceFilter(where=compiled_filter("slug <> ''", COLUMNS))
    counted = everything(region, grid, level, everybody)

    assert sorted(map(repr, kept)) == sorted(map(repr, counted))


def test_a_cell_says_how_many_of_which_category(region):
    for one in everything(region, WEB_MERCATOR_QUAD, 6, PlaceFilter()):
        properties = one["properties"]
        counts = {name: n for name, n in properties.items() if name.startswith("count_")}

        assert sum(counts.values()) == properties["count"]
        assert counts[f"count_{properties['category']}"] == max(counts.values())


def test_a_cell_of_one_place_carries_its_id_and_its_name(region):
    features = everything(region, WEB_MERCATOR_QUAD, 11, PlaceFilter())
    alone = {
        one["properties"]["id"]: one["properties"].get("name_sv")
        for one in features
        if one["properties"]["count"] == 1
    }
    known = dict(region.execute("select id::text, name_sv from viauma.published_place").fetchall())

    assert len(alone) > 50
    assert alone.items() <= known.items()
    assert all("id" not in one["properties"] for one in features if one["properties"]["count"] > 1)


@pytest.mark.parametrize("grid", TILE_MATRIX_SETS.values())
def test_a_feature_keeps_its_number_from_tile_to_tile(region, grid):
    numbers: dict[str, set[int]] = {}
    for level in range(grid.last_level + 1):
        (tile,) = grid.limits(UMEA, level).tiles(grid)
        for one in fetched(region, tile, PlaceFilter()):
            if "id" in one["properties"]:
                numbers.setdefault(one["properties"]["id"], set()).add(one["id"])

    assert numbers
    assert all(len(found) == 1 for found in numbers.values())


def test_symbols_stand_where_the_places_are(small_place):
    for grid in TILE_MATRIX_SETS.values():
        for level in range(grid.last_level + 1):
            (tile,) = grid.limits(UMEA, level).tiles(grid)
            (feature,) = fetched(small_place, tile, PlaceFilter())
            x, y = feature["geometry"]["coordinates"]
            west, _, east, north = tile.edges
            unit = (east - west) / 4096
            moved = small_place.execute(
                "select st_x(p), st_y(p) from viauma.published_place, "
                "st_transform(geom_3857, %s) p", [grid.srid]
            ).fetchone()  # fmt: skip

            assert abs(west + x * unit - moved[0]) <= unit
            assert abs(north - y * unit - moved[1]) <= unit


@pytest.fixture
def small_place(empty_database_url):
    with writing(empty_database_url) as session:
        store_small_world(session)
        store_places(session, [place_draft(wkt="POINT (20.25 63.82)")])
    with psycopg.connect(empty_database_url, autocommit=True) as connection:
        yield connection


def test_a_line_is_cut_to_its_tile_and_a_margin(empty_database_url):
    with writing(empty_database_url) as session:
        store_small_world(session)
        line = "LINESTRING (19 63.82, 21 63.82)"
        store_places(session, [place_draft(category="ski_track", wkt=line)])
    (tile,) = WEB_MERCATOR_QUAD.limits(UMEA, 14).tiles(WEB_MERCATOR_QUAD)
    with psycopg.connect(empty_database_url) as connection:
        (feature,) = fetched(connection, tile, PlaceFilter())

    xs = [x for x, _ in feature["geometry"]["coordinates"]]
    assert (min(xs), max(xs)) == (-64, 4096 + 64)


def test_an_edit_shows_in_the_next_tile_at_every_level(empty_database_url):
    with writing(empty_database_url) as session:
        store_small_world(session)
        store_places(session, [place_draft(wkt="POINT (20.25 63.82)", slug="a")])
    with connect_as(empty_database_url) as connection:
        for statement, expected in (
            ("update viauma.place set geom = 'SRID=4326;POINT(18 64.5)'", (0, 1)),
            ("update viauma.place set visibility = 'internal'", (0, 0)),
            ("update viauma.place set visibility = 'public'", (0, 1)),
            ("update viauma.place set geom = 'SRID=4326;POINT(20.25 63.82)'", (1, 0)),
        ):
            connection.execute(statement)
            for level in range(7, 15):
                found = []
                for lon, lat in ((20.25, 63.82), (18, 64.5)):
                    box = BBox(lon, lat, lon, lat)
                    (tile,) = WEB_MERCATOR_QUAD.limits(box, level).tiles(WEB_MERCATOR_QUAD)
                    found.append(total(fetched(connection, tile, PlaceFilter())))

                assert tuple(found) == expected, (statement, level)


@pytest.mark.parametrize(("column", "row"), [(0, 0), (1, 0), (0, 1), (17_811, 9_127)])
def test_python_and_the_database_number_cells_alike(region, column, row):
    ((number,),) = region.execute("select viauma.cell_of(%s, %s)", [column, row]).fetchall()

    assert number == interleaved(column, row)


def test_cells_end_where_a_region_fills_the_screen():
    shown = [shows_places(WEB_MERCATOR_QUAD.tile(str(level), "0", "0")) for level in range(23)]

    assert shown.index(True) == 12
    assert sorted(shown) == shown
