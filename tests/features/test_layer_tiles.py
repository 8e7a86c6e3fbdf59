"""Outlines in tiles: whole where they are wanted, nothing where they are not."""

import psycopg
import pytest

from tests.tiles import decoded
from viauma.features.layers import Layer, LayerFilter, tile_question
from viauma.geo.bbox import BBox
from viauma.geo.tile_matrix_sets import TILE_MATRIX_SETS, WEB_MERCATOR_QUAD

MUNICIPALITIES, PROJECTS = Layer("published_municipality"), Layer("published_project")
UMEA = BBox(20.26, 63.82, 20.26, 63.82)


@pytest.fixture(scope="module")
def region(template_url):
    with psycopg.connect(template_url) as connection:
        connection.execute("set role viauma_public")
        yield connection


def fetched(connection, layer, tile, question=None) -> list[dict]:
    asked = tile_question(layer, question or LayerFilter(), tile, "outlines")
    ((body,),) = connection.execute(asked.sql, asked.values).fetchall()
    return decoded(bytes(body)).get("outlines", [])


def names(features) -> set[str]:
    return {one["properties"]["name"] for one in features}


@pytest.mark.parametrize("grid", TILE_MATRIX_SETS.values())
def test_every_municipality_is_in_the_tiles_of_the_coarsest_level(region, grid):
    tiles = grid.limits(BBox(10, 60, 25, 68), 0).tiles(grid)
    found = {name for tile in tiles for name in names(fetched(region, MUNICIPALITIES, tile))}
    known = {name for (name,) in region.execute("select name from viauma.published_municipality")}

    assert found == known


@pytest.mark.parametrize("grid", TILE_MATRIX_SETS.values())
@pytest.mark.parametrize("level", [3, 8, 14])
def test_umea_lies_in_umea_at_every_level(region, grid, level):
    (tile,) = grid.limits(UMEA, level).tiles(grid)

    assert "Umeå" in names(fetched(region, MUNICIPALITIES, tile))


def test_coarser_tiles_have_simpler_outlines(region):
    sizes = []
    for level in (2, 6):
        (tile,) = WEB_MERCATOR_QUAD.limits(UMEA, level).tiles(WEB_MERCATOR_QUAD)
        sizes.append(len(repr(fetched(region, MUNICIPALITIES, tile))))

    assert sizes[0] < sizes[1]


def test_a_filter_narrows_a_layer(region):
    (tile,) = WEB_MERCATOR_QUAD.limits(UMEA, 4).tiles(WEB_MERCATOR_QUAD)
    found = fetched(region, MUNICIPALITIES, tile, LayerFilter(texts=("vännäs",)))

    assert names(found) == {"Vännäs"}


def test_projects_lie_where_their_municipalities_do(region):
    (tile,) = WEB_MERCATOR_QUAD.limits(UMEA, 9).tiles(WEB_MERCATOR_QUAD)

    assert len(fetched(region, PROJECTS, tile)) > 3


def test_a_tile_elsewhere_has_no_bytes(region):
    asked = tile_question(
        MUNICIPALITIES, LayerFilter(), WEB_MERCATOR_QUAD.tile("9", "0", "0"), "outlines"
    )
    ((body,),) = region.execute(asked.sql, asked.values).fetchall()

    assert bytes(body) == b""
