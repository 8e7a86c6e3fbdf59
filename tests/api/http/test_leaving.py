"""A client that hangs up takes its question out of PostgreSQL, whether it had an answer or not."""

import json
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.fixtures.database import settings_for
from tests.fixtures.serving import serving
from viauma.db.fastlane import Question
from viauma.features.found import Found
from viauma_api import downloads
from viauma_api.reading import Reading

ITEMS = "/collections/places/items"
SOON_S = 3.0


@contextmanager
def hanging_on(server: str, request: bytes) -> Iterator[socket.socket]:
    """Send a request with little room for its answer."""
    address = urlsplit(server)
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        client.settimeout(10)
        client.connect((address.hostname, address.port))
        client.sendall(request)
        yield client


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def post(path: str, body: dict[str, Any]) -> bytes:
    content = json.dumps(body).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content


@contextmanager
def locked(url: str) -> Iterator[Callable[[], int]]:
    """Hold up every question about places, and count how many wait."""
    with psycopg.connect(url) as holder, watching(url) as count:
        holder.execute("lock table viauma.published_place in access exclusive mode")
        yield lambda: count("relation")
        holder.rollback()


@contextmanager
def watching(url: str) -> Iterator[Callable[[str], int]]:
    """Count the questions in PostgreSQL that wait for something."""
    sql = "select count(*) from pg_stat_activity where datname = current_database()"
    with psycopg.connect(url, autocommit=True) as watcher:

        def count(what: str) -> int:
            ((found,),) = watcher.execute(f"{sql} and wait_event = %s", [what]).fetchall()
            return int(found)

        yield count


def comes_to(number: int, waiting: Callable[[], int]) -> bool:
    deadline = time.monotonic() + SOON_S
    while time.monotonic() < deadline:
        if waiting() == number:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize(
    "request_",
    [
        get(f"{ITEMS}?limit=7"),
        get(f"{ITEMS}?q=bad&f=html"),
        get("/collections/places/counts"),
        get(f"{ITEMS}?f=gpkg"),
        post("/collections/places/search", {"filter": "category = 'campsite'"}),
    ],
    ids=["page", "html", "counts", "file", "search"],
)
def test_a_question_nobody_waits_for_is_cancelled(database_url: str, request_: bytes) -> None:
    with serving(settings_for(database_url)) as server, locked(database_url) as waiting:
        with hanging_on(server, request_):
            assert comes_to(1, waiting)

        assert comes_to(0, waiting)


def test_whoever_stays_is_answered(database_url: str) -> None:
    with serving(settings_for(database_url)) as server:
        with (
            locked(database_url) as waiting,
            hanging_on(server, post("/collections/places/search", {"limit": 1})) as client,
        ):
            assert comes_to(1, waiting)
            time.sleep(0.5)
            assert waiting() == 1
            # The lock is let go of with the answer still wanted.
            client_ = client.dup()

        client_.settimeout(10)
        assert client_.recv(12) == b"HTTP/1.1 200"
        client_.close()


def test_a_client_that_leaves_in_the_middle_of_a_stream_ends_it(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def pages(reading: Reading, *_: object) -> AsyncIterator[list[Found]]:
        yield (await reading.page(5)).found
        await reading.lane.fetch(Question("select pg_sleep(9)::text", {}))

    monkeypatch.setattr(downloads, "_pages", pages)
    with serving(settings_for(database_url)) as server, watching(database_url) as count:
        with hanging_on(server, get(f"{ITEMS}?f=jsonseq")) as client:
            assert client.recv(12) == b"HTTP/1.1 200"
            assert comes_to(1, lambda: count("PgSleep"))

        assert comes_to(0, lambda: count("PgSleep"))


def test_many_who_ask_and_leave_do_not_keep_others_from_asking(database_url: str) -> None:
    with serving(settings_for(database_url)) as server, locked(database_url) as waiting:
        for limit in range(2, 32):
            with hanging_on(server, get(f"{ITEMS}?limit={limit}")):
                assert comes_to(1, waiting)
            assert comes_to(0, waiting)
