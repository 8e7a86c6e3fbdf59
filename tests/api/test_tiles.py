"""Tiles over HTTP: addresses, refusals, filters, validators, TileJSON, and a client that draws."""

import subprocess

import httpx
import pytest

from tests.fixtures.serving import ids_of, problem_of
from tests.tiles import decoded, total
from viauma.geo.bbox import BBox
from viauma.geo.tile_matrix_sets import SWEREF99TM, WEB_MERCATOR_QUAD

MVT = "application/vnd.mapbox-vector-tile"
TILE = "/collections/places/tiles/WebMercatorQuad/6/17/35"
FILTERS = [
    {"filter": "category = 'ski_track' AND lit = TRUE"},
    {"filter": "CASEI(name) LIKE CASEI('%skid%')"},
    {"filter": "distance_m(geometry, POINT(20.26 63.82)) < 5000"},
    {"filter": "is_open(TIMESTAMP('2026-06-20T10:00:00Z'))"},
    {"category": "water", "in": "Vännäs"},
    {"bbox": "20,63.7,20.5,63.95"},
    {"municipality": "2460"},
    {"q": "bad"},
]


def tiles_of(api: httpx.Client, name: str, grid, level: int, params=None):
    box = BBox(17.5, 63.2, 21.8, 65.0)
    for tile in grid.limits(box, level).tiles(grid):
        address = f"/collections/{name}/tiles/{grid.id}/{level}/{tile.row}/{tile.column}"
        answer = api.get(address, params=params)
        if answer.status_code == 200:
            yield decoded(answer.content)[name]
        else:
            assert answer.status_code in {204, 404}


@pytest.mark.parametrize("params", FILTERS, ids=str)
def test_a_filter_means_the_same_places_in_tiles_as_in_items(api: httpx.Client, params):
    items = set(ids_of(api.get("/collections/places/items", params={**params, "limit": 1000})))
    near = {
        one["properties"]["id"]
        for features in tiles_of(api, "places", SWEREF99TM, 8, params)
        for one in features
    }

    assert 0 < len(items) < 374
    assert near == items
    for grid, level in ((WEB_MERCATOR_QUAD, 3), (WEB_MERCATOR_QUAD, 8), (SWEREF99TM, 4)):
        counts = sum(total(found) for found in tiles_of(api, "places", grid, level, params))
        assert counts == len(items)


@pytest.mark.parametrize("name", ["places", "sites", "facilities", "trails"])
def test_the_total_of_a_level_is_the_number_matched(api: httpx.Client, name):
    page = api.get(f"/collections/{name}/items", params={"limit": 1}).json()
    counts = sum(total(found) for found in tiles_of(api, name, WEB_MERCATOR_QUAD, 7))

    assert counts == page["numberMatched"]


@pytest.mark.parametrize(
    "address",
    ["6/17/64", "6/64/35", "23/0/0", "6/17/x", "6/-1/35", "6/1.5/35", "6/17/2147483647",
     "6/2147483648/35", "99999999999999999999/0/0", "6/0/0", "6/17/%00"],
)  # fmt: skip
def test_a_tile_that_cannot_be_is_not_found(api: httpx.Client, address):
    response = api.get(f"/collections/places/tiles/WebMercatorQuad/{address}")

    problem_of(response, 404)


@pytest.mark.parametrize(
    "path",
    ["/tiles/NoGrid", "/tiles/NoGrid/0/0/0", "/collections/roads/tiles", "/tileMatrixSets/NoGrid",
     "/collections/roads/tiles/WebMercatorQuad/0/0/0"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(api: httpx.Client, path):
    problem_of(api.get(path), 404)


def test_a_tile_within_the_limits_with_nothing_in_it_has_no_content(api: httpx.Client):
    response = api.get(TILE, params={"filter": "name = 'nobody is called so'"})

    assert (response.status_code, response.content) == (204, b"")


def test_a_tile_is_validated_by_a_strong_tag(api: httpx.Client):
    first = api.get(TILE)
    again = api.get(TILE, headers={"if-none-match": first.headers["etag"]})
    other = api.get(TILE, params={"category": "water"})

    assert first.headers["content-type"] == MVT
    assert not first.headers["etag"].startswith("W/")
    assert (again.status_code, again.content) == (304, b"")
    assert other.headers["etag"] != first.headers["etag"]
    assert api.get(TILE, headers={"origin": "https://a.example"}).headers[
        "access-control-allow-origin"
    ] == "*"  # fmt: skip


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        (f"{TILE}?lmit=1", "lmit"),
        (f"{TILE}?limit=1", "limit"),
        (f"{TILE}?f=png", "f"),
        ("/tiles/WebMercatorQuad/0/0/0?filter=name='a'", "filter"),
        ("/tiles?collections=roads", "collections"),
        ("/collections/places/tiles/SWEREF99TM?f=tilejson", "f"),
        ("/collections/places/tiles/WebMercatorQuad?filter=no_such=1", "filter"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(api: httpx.Client, path, parameter):
    assert problem_of(api.get(path), 400)["parameter"] == parameter


def test_tiles_of_everything_have_a_layer_for_each_collection(api: httpx.Client):
    usual = api.get("/tiles/WebMercatorQuad/6/17/35")
    chosen = api.get(
        "/tiles/WebMercatorQuad/6/17/35", params={"collections": "trails,places,sites"}
    )

    assert set(decoded(usual.content)) == {"places", "municipalities", "projects"}
    assert list(decoded(chosen.content)) == ["trails", "places", "sites"]


def test_tilejson_puts_rows_and_columns_where_they_belong(api: httpx.Client):
    address = "/collections/places/tiles/WebMercatorQuad"
    document = api.get(address, params={"f": "tilejson", "category": "water"}).json()
    (template,) = document["tiles"]
    filled = template.replace("{z}", "6").replace("{x}", "35").replace("{y}", "17")
    tile, same = api.get(filled), api.get(TILE, params={"category": "water"})

    assert document["tilejson"] == "3.0.0"
    assert tile.status_code == 200
    assert tile.content == same.content
    assert document["vector_layers"][0]["id"] == "places"
    west, south, east, north = document["bounds"]
    assert west < 20.26 < east
    assert south < 63.82 < north


def test_gdal_reads_the_places_of_a_tile(api: httpx.Client, server: str, tmp_path):
    (tile,) = WEB_MERCATOR_QUAD.limits(BBox(20.26, 63.82, 20.26, 63.82), 12).tiles(
        WEB_MERCATOR_QUAD
    )
    path = f"/collections/places/tiles/WebMercatorQuad/12/{tile.row}/{tile.column}"
    body = api.get(path).content
    file = tmp_path / f"{tile.row}.mvt"
    file.write_bytes(body)
    options = ["-oo", f"X={tile.column}", "-oo", f"Y={tile.row}", "-oo", "Z=12"]
    said = subprocess.run(
        ["ogrinfo", "-al", *options, str(file), "places"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip

    assert f"Feature Count: {len(decoded(body)['places'])}" in said
    assert "name_sv (String)" in said
    # The middle of the tile in Web Mercator metres.
    assert 'EPSG",3857' in said
