"""OGC API Tiles Part 1 (20-057) and Tile Matrix Sets 2.0 (17-083r4), as Annex A has their tests."""

from itertools import pairwise, product
from typing import Any

import httpx
import pytest

from tests.fixtures.serving import problem_of
from tests.ogc.asking import COLLECTIONS, JSON, OGC_REL, good, links_by_rel
from tests.tiles import decoded

TILES = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/"
TMS = "http://www.opengis.net/spec/tms/2.0/conf/"
MVT = "application/vnd.mapbox-vector-tile"
VECTOR, SCHEME = f"{OGC_REL}tilesets-vector", f"{OGC_REL}tiling-scheme"
HOMES = ("/tiles", *(f"/collections/{name}/tiles" for name in COLLECTIONS))
GRIDS = ("WebMercatorQuad", "SWEREF99TM")
PARTS = ("tileMatrix", "tileRow", "tileCol")
WHOLE = 2147483647

abstract_test = pytest.mark.abstract_test
every_home = pytest.mark.parametrize("home", HOMES)
every_grid = pytest.mark.parametrize("grid", GRIDS)


def tilesets(api: httpx.Client, home: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = good(api, home, JSON).json()["tilesets"]
    return found


def template_of(tileset: dict[str, Any]) -> str:
    (item,) = links_by_rel(tileset)["item"]
    assert (item["type"], item["templated"]) == (MVT, True)
    assert all(f"{{{part}}}" in item["href"] for part in PARTS)
    href: str = item["href"]
    return href


def tile(api: httpx.Client, template: str, level: Any, row: Any, column: Any) -> httpx.Response:
    values = dict(zip(PARTS, (level, row, column), strict=True))
    return api.get(template.format(**values))


@abstract_test(TILES + "core", "/conf/core/conformance-success")
def test_the_classes_of_tiles_are_declared(conforms_to: list[str]) -> None:
    """A.1."""
    names = ("core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets",
             "collections-selection", "mvt", "oas30")  # fmt: skip

    assert {TILES + name for name in names} <= set(conforms_to)


@abstract_test(TILES + "core", "/conf/core/tc-op", "/conf/core/tc-success")
@every_home
@every_grid
def test_a_tile_within_the_limits_is_there(api: httpx.Client, home: str, grid: str) -> None:
    """A.2 and A.6: every tile of a range with data, row before column."""
    (tileset,) = [one for one in tilesets(api, home) if one["tileMatrixSetId"] == grid]
    template = template_of(tileset)
    assert f"/tiles/{grid}" in template
    for limits in tileset["tileMatrixSetLimits"][:1]:
        rows = range(limits["minTileRow"], limits["maxTileRow"] + 1)
        columns = range(limits["minTileCol"], limits["maxTileCol"] + 1)
        for row, column in product(rows, columns):
            response = tile(api, template, limits["tileMatrix"], row, column)
            assert response.status_code == 200
            assert response.headers["content-type"] == MVT


@abstract_test(
    TILES + "core",
    "/conf/core/tc-tilematrix-definition",
    "/conf/core/tc-tilerow-definition",
    "/conf/core/tc-tilecol-definition",
)
def test_the_document_has_the_parts_of_a_tile_s_address(document: dict[str, Any]) -> None:
    """A.3 to A.5."""
    found = [
        (path, item["get"]["parameters"])
        for path, item in document["paths"].items()
        if path.endswith("/{tileMatrix}/{tileRow}/{tileCol}")
    ]

    assert len(found) == len(HOMES)
    for _, parameters in found:
        own = {one["name"]: one for one in parameters if one["in"] == "path"}
        for part in PARTS:
            assert own[part]["required"] is True
            assert own[part]["schema"]["type"] == "string"


@abstract_test(TILES + "core", "/conf/core/tc-error")
@every_home
@every_grid
def test_a_tile_outside_is_not_found(api: httpx.Client, home: str, grid: str) -> None:
    """A.7: beyond the limits, beyond the grid, and beyond what an integer holds."""
    (tileset,) = [one for one in tilesets(api, home) if one["tileMatrixSetId"] == grid]
    template = template_of(tileset)
    first = tileset["tileMatrixSetLimits"][0]
    level, row, column = first["tileMatrix"], first["maxTileRow"], first["minTileCol"]

    assert tile(api, template, level, row, column).status_code in {200, 204}
    for address in ((level, row + 1, column), (level, WHOLE, WHOLE), (level, WHOLE + 1, 0),
                    (level, -1, column), ("x", row, column)):  # fmt: skip
        problem_of(tile(api, template, *address), 404)


@abstract_test(TILES + "tileset", "/conf/tileset/description")
@abstract_test(
    TMS + "tilesetmetadata", "/conf/tilesetmetadata/model", "/conf/tilesetmetadata/identifier"
)
@abstract_test(TMS + "json-tilesetmetadata", "/conf/json-tilesetmetadata/model",
               "/conf/json-tilesetmetadata/schema", "/conf/json-tilesetmetadata/media-type",
               "/conf/json-tilesetmetadata/ietf")  # fmt: skip
@every_home
@every_grid
def test_a_tileset_is_described(api: httpx.Client, server: str, home: str, grid: str) -> None:
    """A.8."""
    document = good(api, f"{home}/{grid}", JSON).json()
    links = links_by_rel(document)
    template_of(document)
    scheme = good(api, links[SCHEME][0]["href"], JSON).json()

    assert document["dataType"] == "vector"
    assert document["crs"] == scheme["crs"]
    assert document["tileMatrixSetURI"] == scheme.get("uri", f"{server}/tileMatrixSets/{grid}")
    assert [one["tileMatrix"] for one in document["tileMatrixSetLimits"]] == [
        one["id"] for one in scheme["tileMatrices"]
    ]
    for limits, matrix in zip(document["tileMatrixSetLimits"], scheme["tileMatrices"], strict=True):
        assert 0 <= limits["minTileRow"] <= limits["maxTileRow"] < matrix["matrixHeight"]
        assert 0 <= limits["minTileCol"] <= limits["maxTileCol"] < matrix["matrixWidth"]
    ids = [layer["id"] for layer in document["layers"]]
    assert ids == (["places", "municipalities", "projects"] if home == "/tiles" else [home[13:-6]])
    assert links["self"][0]["href"] == f"{server}{home}/{grid}"


@abstract_test(TILES + "tilesets-list", "/conf/tilesets-list/tileset-links")
@every_home
def test_the_list_of_tilesets_leads_to_each(api: httpx.Client, home: str) -> None:
    """A.9."""
    found = tilesets(api, home)

    assert [one["tileMatrixSetId"] for one in found] == list(GRIDS)
    for one in found:
        (itself,) = links_by_rel(one)["self"]
        whole = good(api, itself["href"], JSON).json()
        assert "/tiles" in itself["href"]
        assert {name: whole[name] for name in one if name != "links"} == {
            name: value for name, value in one.items() if name != "links"
        }


@abstract_test(TILES + "dataset-tilesets", "/conf/dataset-tilesets/landingpage",
               "/conf/dataset-tilesets/operation")  # fmt: skip
def test_the_landing_page_leads_to_the_tilesets(api: httpx.Client) -> None:
    """A.10 and A.11."""
    (link,) = links_by_rel(good(api, "/", JSON).json())[VECTOR]

    assert good(api, link["href"], link["type"]).json()["tilesets"]


@abstract_test(TILES + "geodata-tilesets", "/conf/geodata-tilesets/desc-links",
               "/conf/geodata-tilesets/operation")  # fmt: skip
@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_collection_leads_to_its_tilesets(api: httpx.Client, name: str) -> None:
    """A.12 and A.13."""
    (link,) = links_by_rel(good(api, f"/collections/{name}", JSON).json())[VECTOR]

    assert link["href"].endswith("/tiles")
    assert good(api, link["href"], link["type"]).json()["tilesets"]


@abstract_test(TILES + "collections-selection", "/conf/collections-selection/query-collections",
               "/conf/collections-selection/collections-response")  # fmt: skip
@pytest.mark.parametrize("names", [("trails",), ("municipalities", "sites"), COLLECTIONS])
def test_tiles_hold_the_selected_collections_in_their_order(
    api: httpx.Client, names: tuple[str, ...]
) -> None:
    text = ",".join(names)
    document = good(api, "/tiles/WebMercatorQuad", JSON, collections=text).json()
    response = tile(api, template_of(document), 0, 0, 0)

    assert [layer["id"] for layer in document["layers"]] == list(names)
    assert list(decoded(response.content)) == list(names)


@abstract_test(TILES + "mvt", "/conf/mvt/content")
@every_home
def test_a_tile_is_a_mapbox_vector_tile(api: httpx.Client, home: str) -> None:
    response = good(api, f"{home}/WebMercatorQuad/0/0/0", MVT)
    layers = decoded(response.content)

    assert layers
    for features in layers.values():
        assert all(one["id"] and one["geometry"] and one["properties"] for one in features)


@abstract_test(TILES + "oas30", "/conf/oas30/completeness", "/conf/oas30/operation-id")
def test_the_operations_of_tiles_are_known_by_their_ids(document: dict[str, Any]) -> None:
    """A.23 and A.24."""
    ids = {item["get"]["operationId"] for item in document["paths"].values() if "get" in item}

    for operation in ("getTileSetsList", "getTileSet", "getTile"):
        assert f"dataset.vector.{operation}" in ids
        for name in COLLECTIONS:
            assert f"{name}.collection.vector.{operation}" in ids
    assert {"getTileMatrixSetsList", "getTileMatrixSet"} <= ids


@abstract_test(TMS + "tilematrixset", "/conf/tilematrixset/model")
@abstract_test(TMS + "json-tilematrixset", "/conf/json-tilematrixset/model",
               "/conf/json-tilematrixset/schema", "/conf/json-tilematrixset/media-type",
               "/conf/json-tilematrixset/ietf")  # fmt: skip
@every_grid
def test_a_grid_is_described(api: httpx.Client, grid: str) -> None:
    document = good(api, f"/tileMatrixSets/{grid}", JSON).json()

    assert document["id"] == grid
    assert len(document["orderedAxes"]) == 2
    sizes = [one["cellSize"] for one in document["tileMatrices"]]
    assert [first / second for first, second in pairwise(sizes)] == [2.0] * (len(sizes) - 1)
    for one in document["tileMatrices"]:
        assert one["scaleDenominator"] == pytest.approx(one["cellSize"] / 0.00028)
        assert (one["tileWidth"], one["tileHeight"]) == (256, 256)
        assert len(one["pointOfOrigin"]) == 2
        assert isinstance(one["id"], str)


def test_the_grids_are_listed(api: httpx.Client) -> None:
    document = good(api, "/tileMatrixSets", JSON).json()

    assert [one["id"] for one in document["tileMatrixSets"]] == list(GRIDS)
