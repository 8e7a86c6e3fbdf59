"""The benchmark's own view of tiles: where they lie and how many features they hold."""

import psycopg

from benchmarks.peers import pygeoapi, tipg
from benchmarks.peers.agreement import places_in, tile_fault
from benchmarks.questions import address
from benchmarks.tiles import Tile, features_in, tile_around
from benchmarks.wishes import Wish

UMEA = (20.2630, 63.8258)


def test_the_tile_around_a_place_is_the_one_that_postgis_finds(region_url):
    tile = tile_around(*UMEA, 14)
    with psycopg.connect(region_url) as connection:
        found = connection.execute(
            "select st_intersects(st_tileenvelope(%s, %s, %s), st_transform(st_setsrid("
            "st_makepoint(%s, %s), 4326), 3857))",
            [tile.zoom, tile.column, tile.row, *UMEA],
        ).fetchone()

    assert found == (True,)


def drawn(connection, tile, margin=64, limit=10_000):
    row = connection.execute(
        "select st_asmvt(t, 'places') from (select id::text, name_sv, st_asmvtgeom(geom_3857,"
        " st_tileenvelope(%(z)s, %(x)s, %(y)s), 4096, %(m)s) as geom from viauma.published_place"
        " where geometrytype(geom) = 'POINT' limit %(n)s) t where geom is not null",
        {"z": tile.zoom, "x": tile.column, "y": tile.row, "m": margin, "n": limit},
    ).fetchone()
    return row[0]


def test_a_tile_with_all_places_is_right_and_one_that_lacks_some_is_not(region_url):
    tile = tile_around(*UMEA, 12)
    with psycopg.connect(region_url) as connection:
        whole = drawn(connection, tile)
        expected = places_in(tile, connection, 64, kind="POINT")

        assert features_in(whole) == expected > 10
        assert tile_fault(whole, Wish(tile=tile), tile, connection) == ""
        assert "instead of" in tile_fault(b"", Wish(tile=tile), tile, connection)


def test_every_server_is_asked_for_a_tile_in_its_own_order_of_row_and_column():
    wish = Wish(tile=Tile(zoom=14, row=4321, column=9100))

    assert address(wish).endswith("/tiles/WebMercatorQuad/14/4321/9100")
    assert "/14/9100/4321?properties=" in tipg.address(wish)
    assert pygeoapi.address(wish) is None
