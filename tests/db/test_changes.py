"""Changes are heard when they are committed, and it is known when they are not."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from tests.db.middleman import middleman
from tests.factories import place_draft, store_small_world, writing
from viauma.db import changes as room
from viauma.db.changes import Changes, Where, parsed
from viauma.db.cluster import Cluster
from viauma.geo.bbox import BBox
from viauma.places.actions import store_places

pytestmark = pytest.mark.anyio

SOON_S = 3.0
NOTHING: list[Where] = []


@pytest.fixture
def small_url(empty_database_url: str) -> str:
    with writing(empty_database_url) as session:
        store_small_world(session)
    return empty_database_url


class Heard:
    """What a listener was told, but for the "anything may have changed" of its beginning."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes
        self.all: list[Where] = []

    async def until(self, holds: Callable[[], bool], seconds: float = SOON_S) -> None:
        async with asyncio.timeout(seconds):
            while not holds():  # noqa: ASYNC110 - what is waited for tells nobody
                await asyncio.sleep(0.01)

    async def next(self) -> Where:
        await self.until(lambda: bool(self.all))
        return self.all.pop(0)


@asynccontextmanager
async def listening(url: str, heartbeat_s: float = 10.0) -> AsyncIterator[Heard]:
    async with Changes(url, heartbeat_s=heartbeat_s) as changes:
        heard = Heard(changes)
        await heard.until(lambda: changes.are_heard)
        changes.call(heard.all.append)
        yield heard


async def test_an_edit_is_heard_with_the_place_where_it_is(small_url: str) -> None:
    async with listening(small_url) as heard:
        store(small_url, place_draft(wkt="POINT (20.25 63.75)"))

        assert await heard.next() == around(20.25, 63.75)
        assert heard.all == NOTHING


async def test_a_move_is_heard_where_it_was_and_where_it_is(small_url: str) -> None:
    draft = place_draft(wkt="POINT (20.25 63.75)")
    store(small_url, draft)
    async with listening(small_url) as heard:
        store(small_url, replace(draft, wkt="POINT (19.5 64.5)"))
        told = {await heard.next(), await heard.next()}

        assert told == {around(20.25, 63.75), around(19.5, 64.5)}


async def test_many_edits_at_once_are_heard_as_one_box(small_url: str) -> None:
    async with listening(small_url) as heard:
        store(small_url, *(place_draft(wkt=f"POINT ({18 + n / 32} 63.5)") for n in range(64)))
        where = await heard.next()

        assert where is not None
        (box,) = where
        assert pytest.approx((18, 63.5, 18 + 63 / 32, 63.5)) == (
            box.west, box.south, box.east, box.north,
        )  # fmt: skip


async def test_some_edits_at_once_are_heard_one_by_one(small_url: str) -> None:
    async with listening(small_url) as heard:
        store(small_url, *(place_draft(wkt=f"POINT ({-170.123456 + n} 63.5)") for n in range(50)))
        where = await heard.next()

        assert where is not None
        assert len(where) == 50


async def test_a_label_is_heard_as_everything(small_url: str) -> None:
    async with listening(small_url) as heard:
        with writing(small_url) as session:
            session.execute(
                text("""update viauma.category set labels = '{"sv": "Strand", "en": "Shore"}'""")
            )

        assert await heard.next() is None


async def test_nothing_is_heard_of_what_is_taken_back(small_url: str) -> None:
    async with listening(small_url) as heard:
        with suppress(ZeroDivisionError), writing(small_url) as session:
            store_places(session, [place_draft()])
            session.flush()
            raise ZeroDivisionError
        await asyncio.sleep(0.3)

        assert heard.all == NOTHING


async def test_each_change_counts(small_url: str) -> None:
    async with listening(small_url) as heard:
        before = heard.changes.count
        store(small_url, place_draft())
        await heard.next()

        assert heard.changes.count == before + 1


async def test_a_killed_listener_knows_it_at_once_and_hears_again(
    small_url: str, cluster: Cluster
) -> None:
    async with listening(small_url) as heard:
        kill_all_of(small_url, cluster)

        await heard.until(lambda: not heard.changes.are_heard, seconds=1)
        assert await heard.next() is None
        await heard.until(lambda: heard.changes.are_heard)
        heard.all.clear()
        store(small_url, place_draft(wkt="POINT (20.25 63.75)"))
        assert await heard.next() == around(20.25, 63.75)


async def test_what_was_missed_meanwhile_may_be_anything(small_url: str, cluster: Cluster) -> None:
    async with listening(small_url) as heard:
        kill_all_of(small_url, cluster)
        await heard.until(lambda: not heard.changes.are_heard)
        store(small_url, place_draft())
        await heard.until(lambda: heard.changes.are_heard)

        # Once when the line was lost, and once more when it was there again.
        assert heard.all[:2] == [None, None]


async def test_a_line_that_died_without_a_word_is_found_out(
    small_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "HEARD_WITHIN_S", 0.3)
    async with (
        middleman(small_url) as between,
        listening(between.url, heartbeat_s=0.2) as heard,
    ):
        between.is_deaf = True

        await heard.until(lambda: not heard.changes.are_heard, seconds=2)


async def test_a_pooler_that_lends_connections_out_is_not_believed(
    small_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It brings back one's own call with the answer to it, and drops what comes in between."""
    monkeypatch.setattr(room, "HEARD_WITHIN_S", 0.3)
    async with (
        middleman(small_url, drops_unasked=True) as between,
        Changes(between.url, heartbeat_s=0.2) as changes,
    ):
        await asyncio.sleep(1.5)

        assert not changes.are_heard


async def test_a_database_that_is_away_is_asked_again(tmp_path: Path) -> None:
    async with Changes(f"postgresql://viauma@/viauma?host={tmp_path}") as changes:
        await asyncio.sleep(0.2)

        assert not changes.are_heard


@pytest.mark.parametrize(
    ("payload", "where"),
    [
        ("*", None),
        ("", None),
        ("1,2,3", None),
        ("1,2,3,x", None),
        ("1,2,nan,4", None),
        ("1,2,inf,4", None),
        ("1,2,3,4;", None),
        ("1,2,3,4", (BBox(1 - 1e-9, 2 - 1e-9, 3 + 1e-9, 4 + 1e-9),)),
    ],
)
def test_what_cannot_be_read_may_mean_anything(payload: str, where: Where) -> None:
    assert parsed(payload) == where


def around(lon: float, lat: float) -> tuple[BBox, ...]:
    return (BBox(lon - 1e-9, lat - 1e-9, lon + 1e-9, lat + 1e-9),)


def store(url: str, *drafts: Any) -> None:
    with writing(url) as session:
        store_places(session, list(drafts))


def kill_all_of(url: str, cluster: Cluster) -> None:
    name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
    with psycopg.connect(cluster.superuser_url, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid, 2000) from pg_stat_activity where datname = %s",
            [name],
        )
