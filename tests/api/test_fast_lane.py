"""The fast lane: stored bytes as they are, by the role that can read nothing else."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import asyncpg
import httpx
import psycopg
import pytest

from viauma.db.fastlane import FastLane, Question

Rows = list[tuple[Any, ...]]


def fetch(url: str, *statements: str) -> list[Rows]:
    async def ask() -> list[Rows]:
        async with FastLane(url, size=2, statement_timeout_ms=5000) as lane:
            return await asyncio.gather(*(lane.fetch(Question(sql, {})) for sql in statements))

    return asyncio.run(ask())


def test_it_asks_as_the_public_role(region_url: str) -> None:
    (rows,) = fetch(region_url, "select current_user::text")

    assert rows == [(b"viauma_public",)]


@pytest.mark.parametrize(
    "table", ["place", "project", "project_contact", "revision", "organisation"]
)
def test_it_cannot_read_what_is_not_published(region_url: str, table: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        fetch(region_url, f"select 1 from viauma.{table}")


def test_it_cannot_write(region_url: str) -> None:
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        fetch(region_url, "create temporary table t (n int)")


def test_it_asks_two_questions_at_once(region_url: str) -> None:
    started = time.monotonic()

    fetch(region_url, "select pg_sleep(2)::text", "select pg_sleep(2)::text")

    assert time.monotonic() - started < 3.5


def test_an_item_is_the_stored_text_and_its_links(api: httpx.Client, region_url: str) -> None:
    for id_, feature in stored(region_url):
        body = api.get(f"/collections/places/items/{id_}").content

        assert body.startswith(feature[:-1] + b',"links":[{')


def test_a_page_is_made_of_the_stored_texts(api: httpx.Client, region_url: str) -> None:
    body = api.get("/collections/places/items?limit=10000").content

    assert all(feature in body for _, feature in stored(region_url))


def test_many_clients_at_once_get_their_own_answers(server: str) -> None:
    with clients(server, 16) as ask:
        answers = list(ask(range(1, 33)))

    assert answers == list(range(1, 33))


@contextmanager
def clients(server: str, count: int) -> Iterator[Any]:
    def length(limit: int) -> int:
        return len(httpx.get(f"{server}/collections/places/items?limit={limit}").json()["features"])

    with ThreadPoolExecutor(count) as pool:
        yield lambda limits: pool.map(length, limits)


def stored(url: str) -> list[tuple[str, bytes]]:
    with psycopg.connect(url) as connection:
        rows = connection.execute("select id::text, feature from viauma.published_place limit 20")
        return [(id_, feature.encode()) for id_, feature in rows]
