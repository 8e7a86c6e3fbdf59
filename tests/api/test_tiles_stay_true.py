"""Tiles are kept until something changes where they lie; an edit changes those and no others."""

import math
import time
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import psycopg
import pytest

from tests.factories import place_draft, writing
from tests.fixtures.database import settings_for
from tests.fixtures.serving import serving
from viauma.places.actions import store_places
from viauma_api import create_app

ZOOMS = range(15)
TILES = "/collections/places/tiles/WebMercatorQuad"
VISIBLE_WITHIN_S = 1.0

# The middle of a tile at zoom 14, in Umeå: far from every edge of the tiles above it.
ROW, COLUMN = 4403, 9112


@pytest.fixture
def workers(database_url: str) -> Iterator[list[httpx.Client]]:
    """Two processes' worth of servers on one database, each with its own memory."""
    with ExitStack() as stack:
        clients = []
        for _ in range(2):
            app = create_app(settings_for(database_url))
            base = stack.enter_context(serving(settings_for(database_url), app=app))
            clients.append(stack.enter_context(httpx.Client(base_url=base, timeout=20)))
            deadline = time.monotonic() + 10
            while not app.state.service.changes.are_heard:
                assert time.monotonic() < deadline
                time.sleep(0.01)
        yield clients


def middle(row: int, column: int, zoom: int) -> tuple[float, float]:
    side = 2**zoom
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (row + 0.5) / side))))
    return (column + 0.5) / side * 360 - 180, lat


def around(zoom: int) -> list[str]:
    """The tile of the middle, and its neighbours."""
    row, column = ROW >> (14 - zoom), COLUMN >> (14 - zoom)
    places = [(row + y, column + x) for y in (-1, 0, 1) for x in (-1, 0, 1)]
    return [f"{TILES}/{zoom}/{y}/{x}" for y, x in places if 0 <= min(x, y) <= max(x, y) < 2**zoom]


def tags(client: httpx.Client, paths: list[str]) -> dict[str, str]:
    return {path: client.get(path).headers.get("etag", "nothing there") for path in paths}


def test_an_edit_changes_exactly_the_tiles_it_touches_on_every_worker(
    workers: list[httpx.Client], database_url: str
) -> None:
    lon, lat = middle(ROW, COLUMN, 14)
    paths = [path for zoom in ZOOMS for path in around(zoom)]
    touched = {f"{TILES}/{zoom}/{ROW >> (14 - zoom)}/{COLUMN >> (14 - zoom)}" for zoom in ZOOMS}
    before = [tags(client, paths) for client in workers]
    assert before[0] == before[1]

    with writing(database_url) as session:
        store_places(session, [place_draft(wkt=f"POINT ({lon} {lat})")])
    time.sleep(VISIBLE_WITHIN_S)
    after = [tags(client, paths) for client in workers]

    assert after[0] == after[1]
    assert {path for path in paths if after[0][path] != before[0][path]} == touched


def test_tiles_elsewhere_stay_in_memory(workers: list[httpx.Client], database_url: str) -> None:
    lon, lat = middle(ROW, COLUMN, 14)
    elsewhere, here = f"{TILES}/14/{ROW - 40}/{COLUMN - 40}", f"{TILES}/14/{ROW}/{COLUMN}"
    tags(workers[0], [elsewhere, here])
    with writing(database_url) as session:
        store_places(session, [place_draft(wkt=f"POINT ({lon} {lat})")])
    time.sleep(VISIBLE_WITHIN_S)

    with psycopg.connect(database_url) as connection:
        connection.execute("lock table viauma.published_place in access exclusive mode")
        known = workers[0].get(elsewhere, timeout=1)
        with pytest.raises(httpx.ReadTimeout):
            workers[0].get(here, timeout=0.7)
        connection.rollback()

    assert known.status_code in {200, 204}


def test_what_a_client_has_is_confirmed_without_the_database(
    workers: list[httpx.Client], database_url: str
) -> None:
    path = f"{TILES}/6/{ROW >> 8}/{COLUMN >> 8}"
    tag = workers[0].get(path).headers["etag"]
    with psycopg.connect(database_url) as connection:
        connection.execute("lock table viauma.published_cell in access exclusive mode")
        again = workers[0].get(path, headers={"if-none-match": tag}, timeout=1)
        connection.rollback()

    assert (again.status_code, again.content) == (304, b"")
