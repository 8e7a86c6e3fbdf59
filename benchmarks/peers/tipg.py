"""tipg: FastAPI and asyncpg in front of tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlencode

from sqlalchemy.engine import make_url

from benchmarks.load import CONNECTIONS, NO_HELPERS
from benchmarks.peers.installation import installed
from benchmarks.questions import filter_text, spelled_box
from benchmarks.serving import Running, started
from benchmarks.tiles import CAP, MARGIN, MATRIX_SET, UNCAPPED, Tile, cap
from benchmarks.wishes import Wish

NAME = "tipg"
TILES = f"/collections/peers.place/tiles/{MATRIX_SET}"
ITEMS = "/collections/peers.place/items"
LEAN = "id,name,category,municipality"
"""Our tiles have these columns."""


@contextmanager
def serving(url: str, *, workers: int = 1) -> Iterator[Running]:
    """Serve the peers' table, each worker with a pool as large as ours."""
    bin_dir = installed(NAME)
    environment = {
        "DATABASE_URL": asyncpg_url(url),
        "DB_MAX_CONN_SIZE": str(CONNECTIONS),
        "TIPG_DB_SCHEMAS": '["peers"]',
        # Looking the tables up again reads a million rows; nobody adds tables meanwhile.
        "TIPG_CATALOG_TTL": "86400",
        # As far over their edges as our tiles reach, and no fewer features than they have.
        "TIPG_TILE_BUFFER": str(MARGIN),
        "TIPG_MAX_FEATURES_PER_TILE": str(UNCAPPED),
    }
    command = (
        bin_dir / "uvicorn", "tipg.main:app", "--host", "127.0.0.1", "--port", "{port}",
        "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning",
        "--workers", str(workers),
    )  # fmt: skip
    with started(command, environment, ready="/healthz") as running:
        yield running


def asyncpg_url(url: str) -> str:
    """Spell a URL whose host is a folder of sockets as asyncpg and pydantic both read it."""
    parts = make_url(url)
    host, port = parts.query["host"], parts.query["port"]
    place = f"{quote(str(host), safe='')}:{port}/{parts.database}"
    return f"postgresql://{parts.username}@{place}?{NO_HELPERS}=0"


def address(wish: Wish) -> str | None:
    """Spell a wish; None for what tipg does not answer."""
    if wish.is_known or wish.is_cached:
        return None
    if wish.item:
        return f"{ITEMS}/{wish.item}"
    if wish.near or wish.is_count:
        return None
    if wish.tile:
        return tile_address(wish, wish.tile)
    given = {"limit": str(wish.limit)}
    filter_ = filter_text(wish).replace("geometry", "geom")
    if wish.box:
        given["bbox"] = spelled_box(wish.box)
    if filter_:
        given |= {"filter": filter_, "filter-lang": "cql2-text"}
    elif wish.category:
        given |= {"category": wish.category, "municipality": wish.municipality}
    if wish.sort_by:
        given["sortby"] = wish.sort_by
    if wish.depth:
        given["offset"] = str(wish.depth)
    return f"{ITEMS}?{urlencode(given, safe=',', quote_via=quote)}"


def tile_address(wish: Wish, tile: Tile) -> str:
    """Spell a tile: of our columns, all places that ours has, or as tipg has it by itself."""
    place = f"{TILES}/{tile.zoom}/{tile.column}/{tile.row}"
    if wish.is_with_all_columns:
        return f"{place}?limit={CAP}"
    return f"{place}?properties={LEAN}&limit={cap(tile)}"
