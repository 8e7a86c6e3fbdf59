"""The floor: the least that a server in Python can do, so that one knows what goals it allows.

One plain ASGI function on the same web server, the same driver and the same statements as ours:
no routes, checks, rights, conditions, codings, ids or log, no count and no links. What it does
not reach, no product of this language reaches on this machine.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from benchmarks.questions import address as own_address
from benchmarks.questions import question
from benchmarks.serving import Running, started
from benchmarks.wishes import Wish
from viauma.db.fastlane import FastLane, Question
from viauma.db.named_sql import named_sql
from viauma.geo.bbox import BBox
from viauma.places.boxes import Spread
from viauma.settings import DatabaseSettings

NAME = "floor"
URL = "VIAUMA_BENCHMARK_FLOOR"
ITEM = re.compile(r"/collections/places/items/([0-9a-f-]{36})")
ROOT = Path(__file__).parent.parent.parent


@contextmanager
def serving(url: str, *, workers: int) -> Iterator[Running]:
    """Serve with the web server and the loop that ours has."""
    command = (
        sys.executable, "-m", "uvicorn", "benchmarks.peers.floor:app", "--app-dir", ROOT,
        "--host", "127.0.0.1", "--port", "{port}", "--loop", "uvloop", "--http", "httptools",
        "--no-access-log", "--log-level", "warning", "--lifespan", "off", "--workers", str(workers),
    )  # fmt: skip
    with started(command, {URL: url}, ready="/") as running:
        yield running


def address(wish: Wish) -> str | None:
    """Spell items and boxes as for us; nothing else is answered."""
    if wish.is_known or wish.is_cached or not (wish.item or wish.box):
        return None
    return own_address(wish)


_lanes: list[FastLane] = []
_spreads: list[Spread] = []


def lane() -> FastLane:
    """Open this worker's connections once there is a loop to open them in."""
    if not _lanes:
        usual = DatabaseSettings()
        size, patience = usual.pool_size, usual.statement_timeout_ms
        _lanes.append(FastLane(os.environ[URL], size=size, statement_timeout_ms=patience))
    return _lanes[0]


async def app(scope: dict[str, Any], _receive: object, send: Any) -> None:
    """Answer an item or a box with the bytes that PostgreSQL gives."""
    body = await answer(scope["path"], scope["query_string"])
    headers = [(b"content-type", b"application/geo+json"),
               (b"content-length", str(len(body)).encode())]  # fmt: skip
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def answer(path: str, query: bytes) -> bytes:
    """Compose the answer's bytes."""
    found = ITEM.match(path)
    if found:
        rows = await lane().fetch(question(Wish(item=found[1])))
        return bytes(rows[0][0])
    if not query:
        return b"ready"
    given = parse_qs(query.decode())
    limit = int(given["limit"][0])
    box = BBox(*map(float, given["bbox"][0].split(",")))
    if not _spreads:
        ((places, *edges),) = await lane().fetch(Question(named_sql("spread_of_places"), {}))
        _spreads.append(Spread(places, BBox(*edges)))
    rows = await lane().fetch(question(Wish(box=box, limit=limit, spread=_spreads[0])))
    features = b",".join(row[-1] for row in rows[:limit])
    return b'{"type":"FeatureCollection","features":[%b]}' % features
