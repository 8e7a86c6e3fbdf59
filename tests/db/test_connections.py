"""The fast lane's connections: never more than allowed, none lost, no wait without an end."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

import psycopg
import pytest

from tests.db.middleman import middleman
from viauma.db import connections as room
from viauma.db import fastlane
from viauma.db.connections import Connections, NoneFreeError
from viauma.db.fastlane import FastLane, Question
from viauma.errors import DatabaseUnreachable, Unavailable

pytestmark = pytest.mark.anyio


class Line:
    """A connection to nowhere."""

    def __init__(self) -> None:
        self.is_cut = False
        self.closing_lasts = 0.0

    def is_closed(self) -> bool:
        return self.is_cut

    def terminate(self) -> None:
        self.is_cut = True

    async def close(self, *, timeout: float) -> None:  # noqa: ASYNC109 - the driver's own signature
        await asyncio.sleep(min(self.closing_lasts, timeout))
        self.is_cut = True


class Exchange:
    """Where lines are made; `faults` are raised instead, in their order."""

    def __init__(self, size: int, patience_s: float = 5.0) -> None:
        self.made: list[Line] = []
        self.faults: list[Exception] = []
        self.takes_s = 0.0
        connect = cast("Callable[[], Awaitable[Any]]", self.connect)
        self.connections = Connections(connect, size, patience_s)

    async def connect(self) -> Line:
        await asyncio.sleep(self.takes_s)
        if self.faults:
            raise self.faults.pop(0)
        self.made.append(Line())
        return self.made[-1]

    @property
    def alive(self) -> int:
        return sum(not line.is_cut for line in self.made)


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def waiting(connections: Connections) -> "asyncio.Task[Any]":
    return asyncio.create_task(connections.take())


async def test_the_one_used_last_is_given_out_first() -> None:
    one, other = await taken(exchange := Exchange(2), 2)
    exchange.connections.give(one)
    exchange.connections.give(other)

    assert await exchange.connections.take() is other


async def test_there_are_never_more_than_allowed() -> None:
    exchange = Exchange(3)
    exchange.takes_s = 0.001
    most = 0

    async def use() -> None:
        nonlocal most
        connection = await exchange.connections.take()
        most = max(most, exchange.alive)
        await asyncio.sleep(0)
        exchange.connections.give(connection)

    await asyncio.gather(*(use() for _ in range(100)))

    assert (most, len(exchange.made)) == (3, 3)


async def test_whoever_waits_longest_is_served_first() -> None:
    (only,) = await taken(exchange := Exchange(1), 1)
    first, second = waiting(exchange.connections), waiting(exchange.connections)
    await settle()
    exchange.connections.give(only)
    await settle()

    assert (first.done(), second.done()) == (True, False)
    second.cancel()


async def test_a_wait_ends_and_leaves_no_trace() -> None:
    (only,) = await taken(exchange := Exchange(1, patience_s=0.01), 1)
    with pytest.raises(NoneFreeError):
        await exchange.connections.take()
    exchange.connections.give(only)

    assert await exchange.connections.take() is only


async def test_what_arrives_as_a_waiter_gives_up_goes_to_the_next() -> None:
    (only,) = await taken(exchange := Exchange(1), 1)
    first, second = waiting(exchange.connections), waiting(exchange.connections)
    await settle()
    exchange.connections.give(only)
    first.cancel()  # Before it could wake to what it was given.
    await settle()

    assert await second is only


async def test_room_that_a_waiter_gives_up_goes_to_the_next() -> None:
    (only,) = await taken(exchange := Exchange(1), 1)
    first, second = waiting(exchange.connections), waiting(exchange.connections)
    await settle()
    only.terminate()
    exchange.connections.give(only)
    first.cancel()
    await settle()

    assert second.done()
    assert (await second, 1) == (exchange.made[-1], exchange.connections.open)


async def test_patience_is_not_renewed_by_those_who_are_quicker() -> None:
    exchange = Exchange(1, patience_s=0.1)
    (line,) = await taken(exchange, 1)
    slow = waiting(exchange.connections)
    await settle()
    loop = asyncio.get_running_loop()
    started = loop.time()
    while not slow.done() and loop.time() - started < 1:
        line.terminate()
        exchange.connections.give(line)
        # Takes the room before the waiter wakes to it.
        line = await exchange.connections.take()
        await asyncio.sleep(0.01)

    with pytest.raises(NoneFreeError):
        await slow
    assert loop.time() - started < 0.5


async def test_one_that_died_while_idle_is_not_given_out() -> None:
    (only,) = await taken(exchange := Exchange(1), 1)
    exchange.connections.give(only)
    only.terminate()

    assert await exchange.connections.take() is not only
    assert exchange.connections.open == 1


async def test_a_connection_that_cannot_be_made_leaves_room_for_those_who_wait() -> None:
    exchange = Exchange(1)
    exchange.takes_s = 0.01
    exchange.faults = [OSError("refused")] * 2
    asked = await asyncio.gather(
        *(exchange.connections.take() for _ in range(3)), return_exceptions=True
    )

    assert [OSError, OSError, Line] == [type(one) for one in asked]
    assert exchange.connections.open == 1


async def test_after_a_restart_all_who_wait_are_served() -> None:
    lines = await taken(exchange := Exchange(4), 4)
    tasks = [waiting(exchange.connections) for _ in range(4)]
    await settle()
    for line in lines:
        line.terminate()
        exchange.connections.give(line)
    fresh = await asyncio.gather(*tasks)

    assert not set(map(id, fresh)) & set(map(id, lines))
    assert (exchange.connections.open, exchange.alive) == (4, 4)


async def test_a_dropped_one_counts_until_it_is_closed() -> None:
    (only,) = await taken(exchange := Exchange(1), 1)
    only.closing_lasts = 0.05
    exchange.connections.drop(only)
    following = waiting(exchange.connections)
    await settle()
    assert (following.done(), exchange.connections.open) == (False, 1)

    await following
    assert (exchange.connections.open, exchange.alive) == (1, 1)


async def test_a_waiter_that_is_cancelled_while_connecting_gives_its_room_back() -> None:
    exchange = Exchange(1)
    exchange.takes_s = 10
    task = waiting(exchange.connections)
    await settle()
    task.cancel()
    await settle()

    assert exchange.connections.open == 0


async def test_nothing_is_lost_whoever_gives_up_when() -> None:
    exchange = Exchange(3, patience_s=0.02)
    exchange.takes_s = 0.001

    async def use(number: int) -> None:
        connection = await exchange.connections.take()
        try:
            await asyncio.sleep(0.001 * (number % 7))
        except asyncio.CancelledError:
            exchange.connections.drop(connection)
            raise
        if number % 5 == 0:
            connection.terminate()
        exchange.connections.give(connection)

    tasks = [asyncio.create_task(use(number)) for number in range(400)]
    for number, task in enumerate(tasks):
        await asyncio.sleep(0.0002)
        if number % 3 == 0:
            task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await exchange.connections.close()

    assert (exchange.connections.open, exchange.alive) == (0, 0)


async def taken(exchange: Exchange, count: int) -> list[Any]:
    return [await exchange.connections.take() for _ in range(count)]


async def test_a_cancelled_question_is_cancelled_in_postgresql(database_url: str) -> None:
    async with FastLane(database_url, size=1, statement_timeout_ms=20_000) as lane:
        task = asyncio.create_task(lane.fetch(Question("select pg_sleep(15)::text", {})))
        await until_asleep(database_url, 1)
        task.cancel()
        await until_asleep(database_url, 0)

        # And its place is free again.
        assert await lane.fetch(Question("select 1", {})) == [(1,)]


async def test_an_ended_connection_is_replaced_within_the_question(database_url: str) -> None:
    async with FastLane(database_url, size=1, statement_timeout_ms=5_000) as lane:
        for _ in range(3):
            ((pid,),) = await lane.fetch(Question("select pg_backend_pid()", {}))
            with psycopg.connect(database_url, autocommit=True) as connection:
                connection.execute("select pg_terminate_backend(%s, 2000)", [pid])

            assert await lane.fetch(Question("select pg_backend_pid()", {})) != [(pid,)]


@pytest.mark.parametrize(
    ("spelled", "said"),
    [
        ("postgresql://no_such_user@/", "no_such_user"),
        ("?options=-c%20no_such_setting%3D1", "no_such_setting"),
    ],
)
async def test_a_wrong_login_is_the_operators_fault_and_not_the_askers(
    empty_database_url: str, spelled: str, said: str
) -> None:
    url = empty_database_url
    if spelled.startswith("?"):
        url += spelled.replace("?", "&")
    else:
        url = url.replace("postgresql://viauma@/", spelled)
    async with FastLane(url, size=1, statement_timeout_ms=5_000) as lane:
        with pytest.raises(DatabaseUnreachable, match=said):
            await lane.fetch(Question("select 1", {}))


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("pg_read_all_data", "permission denied to set role"),
        ("no_such_role", "no_such_role"),
        # As if a pooler had dropped it: the owner could read what is not public.
        ("none", "does not pass on the role viauma_public"),
    ],
)
async def test_whoever_does_not_become_the_public_role_reads_nothing(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch, role: str, said: str
) -> None:
    given = fastlane.lane_settings(1_000) | {"role": role}
    monkeypatch.setattr(fastlane, "lane_settings", lambda _: given)
    async with FastLane(empty_database_url, size=1, statement_timeout_ms=1_000) as lane:
        with pytest.raises(DatabaseUnreachable, match=said):
            await lane.fetch(Question("select 1", {}))


async def until_asleep(url: str, number: int) -> None:
    sql = "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(150):
            ((count,),) = connection.execute(f"{sql} and datname = current_database()").fetchall()
            if count == number:
                return
            await asyncio.sleep(0.02)
    raise AssertionError(f"{count} are asleep, not {number}")


async def test_a_server_that_goes_silent_is_given_up_and_its_place_is_free_again(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fastlane, "BEYOND_TIMEOUT_S", 0.2)
    monkeypatch.setattr(room, "CLOSED_WITHIN_S", 0.3)
    async with (
        middleman(database_url) as between,
        FastLane(between.url, size=1, statement_timeout_ms=300) as lane,
    ):
        assert await lane.fetch(Question("select 1", {})) == [(1,)]
        between.is_deaf = True
        async with asyncio.timeout(3):
            with pytest.raises(Unavailable, match="does not answer"):
                await lane.fetch(Question("select 1", {}))
        between.is_deaf = False

        assert await lane.fetch(Question("select 1", {})) == [(1,)]
