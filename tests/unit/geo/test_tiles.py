"""Tiles lie where the standard says; what does not exist is not found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viauma.errors import NotFound
from viauma.geo.bbox import BBox
from viauma.geo.tile_matrix_sets import (
    SWEREF99TM,
    TILE_MATRIX_SETS,
    WEB_MERCATOR_QUAD,
    described,
    tile_matrix_set,
)
from viauma.geo.tiles import Tile

GRIDS = list(TILE_MATRIX_SETS.values())
UMEA = BBox(20.26, 63.82, 20.26, 63.82)


@pytest.mark.parametrize(
    "address",
    [
        ("0", "1", "0"), ("0", "0", "1"), ("0", "-1", "0"), ("23", "0", "0"), ("1.0", "0", "0"),
        ("a", "0", "0"), ("", "0", "0"), ("12", "2147483647", "2147483647"),
        ("12", "9" * 5000, "0"), ("12", "1", "99999999999999999999"), ("01", "0", "0"),
        ("1", "\u0660", "0"), (" 1", "0", "0"), ("1", "+1", "0"),
    ],
)  # fmt: skip
def test_a_tile_that_does_not_exist_is_not_found(address):
    with pytest.raises(NotFound):
        WEB_MERCATOR_QUAD.tile(*address)


def test_the_row_is_named_before_the_column():
    tile = WEB_MERCATOR_QUAD.tile("12", "1101", "2278")

    assert (tile.row, tile.column) == (1101, 2278)


def test_umea_lies_where_every_web_map_has_it():
    limits = WEB_MERCATOR_QUAD.limits(UMEA, 12)

    assert list(limits.tiles(WEB_MERCATOR_QUAD)) == [Tile(WEB_MERCATOR_QUAD, 12, 1097, 2278)]


def test_the_sweref_grid_spans_what_lantmateriet_spans():
    corners = [SWEREF99TM.tile("0", "0", "0").edges, SWEREF99TM.tile("0", "3", "3").edges]

    assert corners[0][0] == -1_200_000
    assert corners[0][3] == 8_500_000
    assert corners[1][1:3] == (4_305_696, 2_994_304)


@given(st.sampled_from(GRIDS), st.integers(1, 14), st.data())
def test_neighbours_share_their_edges_to_the_last_bit(grid, level, data):
    side = grid.matrix(level).rows
    row, column = (data.draw(st.integers(0, side - 2)) for _ in range(2))
    tile, right, below = (
        Tile(grid, level, row, column),
        Tile(grid, level, row, column + 1),
        Tile(grid, level, row + 1, column),
    )

    assert tile.edges[2] == right.edges[0]
    assert tile.edges[1] == below.edges[3]


@given(
    st.sampled_from(GRIDS), st.integers(0, 14), st.floats(11, 24), st.floats(55.5, 69)
)  # fmt: skip
def test_a_point_lies_within_the_tile_that_the_limits_name(grid, level, lon, lat):
    (tile,) = grid.limits(BBox(lon, lat, lon, lat), level).tiles(grid)
    west, south, east, north = tile.reach(4326, 1e-6)

    assert west <= lon <= east
    assert south <= lat <= north


def test_limits_of_the_world_are_the_whole_grid():
    limits = WEB_MERCATOR_QUAD.limits(BBox(-180, -90, 180, 90), 3)

    assert (limits.min_row, limits.max_row, limits.min_column, limits.max_column) == (0, 7, 0, 7)


def test_limits_over_the_antimeridian_reach_both_ends():
    limits = WEB_MERCATOR_QUAD.limits(BBox(170, 0, -170, 10), 3)

    assert (limits.min_column, limits.max_column) == (0, 7)


def test_a_document_gives_points_in_the_axis_order_of_its_crs():
    document = described(SWEREF99TM)

    assert document["orderedAxes"] == ["N", "E"]
    assert document["tileMatrices"][0]["pointOfOrigin"] == [8_500_000, -1_200_000]


def test_web_mercator_has_the_scale_that_the_register_gives():
    first = described(WEB_MERCATOR_QUAD)["tileMatrices"][0]

    assert first["scaleDenominator"] == pytest.approx(559082264.028717)
    assert first["cellSize"] == pytest.approx(156543.033928041)


def test_an_unknown_grid_is_not_found():
    with pytest.raises(NotFound, match="WebMercatorQuad and SWEREF99TM"):
        tile_matrix_set("WorldCRS84Quad")
