"""A client that hangs up takes its question out of PostgreSQL, whether it had an answer or not."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest

from tests.fixtures.database import settings_for
from tests.fixtures.serving import serving
from viauma_api import downloads

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
    with psycopg.connect(url) as holder, psycopg.connect(url, autocommit=True) as watcher:
        holder.execute("lock table viauma.published_place in access exclusive mode")

        def waiting() -> int:
            sql = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
            ((count,),) = watcher.execute(f"{sql} and datname = current_database()").fetchall()
            return int(count)

        yield waiting
        holder.rollback()


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
    monkeypatch.setattr(downloads, "STREAM_PAGE", 5)
    with (
        serving(settings_for(database_url)) as server,
        hanging_on(server, get(f"{ITEMS}?f=jsonseq")) as client,
    ):
        assert client.recv(12) == b"HTTP/1.1 200"
        time.sleep(0.5)  # Until no more fits between it and us.
        with locked(database_url) as waiting:
            while waiting() == 0:
                assert client.recv(65_536), "the stream ended before it was disturbed"
            client.close()

            assert comes_to(0, waiting)
        assert httpx.get(f"{server}{ITEMS}?limit=1").status_code == 200


def test_many_who_ask_and_leave_do_not_keep_others_from_asking(database_url: str) -> None:
    with serving(settings_for(database_url)) as server, locked(database_url) as waiting:
        for limit in range(2, 32):
            with hanging_on(server, get(f"{ITEMS}?limit={limit}")):
                assert comes_to(1, waiting)
            assert comes_to(0, waiting)
