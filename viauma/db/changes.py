"""What changed in what is published, heard from PostgreSQL the moment it is committed.

A process that knows of every change may keep answers until one comes. The listener has a
connection of its own and proves that it hears: some poolers take LISTEN and never deliver, a
connection can die without a word, and a replica refuses. While it does not hear it says so, and
nothing may be kept.

At first somebody else calls, by a second connection: a pooler that lends the server out for one
statement at a time brings back what one calls oneself, and nothing that others call. From then on
the listener calls itself at every heartbeat, so a line that went dead is found out within fifteen
seconds.
"""

import asyncio
import logging
import math
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Self

import asyncpg

from viauma.db.fastlane import LOST, connecting, lane_settings
from viauma.errors import Unavailable
from viauma.geo.bbox import BBox

logger = logging.getLogger(__name__)

CHANNEL = "viauma_published"
EVERYTHING = "*"

HEARTBEAT_S = 10.0
HEARD_WITHIN_S = 5.0
TRY_AGAIN_S = 1.0
LONGEST_PAUSE_S = 30.0

# A box in the notification is as exact as a float's text; a hair more loses nothing.
HAIR = 1e-9

Where = tuple[BBox, ...] | None
"""Where places changed, EPSG:4326; None: anywhere, and not only places."""


class Changes:
    """A listener for changes; use it as an asynchronous context manager."""

    def __init__(self, url: str, *, heartbeat_s: float = HEARTBEAT_S) -> None:
        self._connect = connecting(
            url, lane_settings(statement_timeout_ms=int(HEARD_WITHIN_S * 1000))
        )
        self._heartbeat_s = heartbeat_s
        self._listeners: list[Callable[[Where], None]] = []
        self._task: asyncio.Task[None] | None = None
        self.are_heard = False
        """Whether every change is known of; while it is not, nothing may be kept."""
        self.count = 0
        """How many changes were heard: what was asked at one count is not to be kept at another."""

    async def __aenter__(self) -> Self:
        """Begin to listen, without waiting for the database."""
        self._task = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Listen no more."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def call(self, listener: Callable[[Where], None]) -> None:
        """Have something called at each change, and when changes may have been missed."""
        self._listeners.append(listener)

    async def _listen(self) -> None:
        pause_s = TRY_AGAIN_S / 2
        while True:
            try:
                await self._heard_until_lost()
            except (*LOST, asyncpg.PostgresError, Unavailable) as error:
                logger.warning("cannot hear of changes, so nothing is kept: %s", _said(error))
            finally:
                were_heard = self.are_heard
                self._lose()
            pause_s = TRY_AGAIN_S if were_heard else min(2 * pause_s, LONGEST_PAUSE_S)
            await asyncio.sleep(pause_s)

    async def _heard_until_lost(self) -> None:
        connection = await self._connect()
        try:
            echo = _Echo(connection)
            await connection.add_listener(CHANNEL, self._told)
            await echo.open()
            await self._prove_by_another(echo)
            while not connection.is_closed():
                await echo.prove(connection)
                if not self.are_heard:
                    logger.info("changes are heard")
                    self._changed(None)
                    self.are_heard = True
                await echo.lost_within(self._heartbeat_s)
        finally:
            connection.terminate()

    async def _prove_by_another(self, echo: "_Echo") -> None:
        other = await self._connect()
        try:
            await echo.prove(other)
        finally:
            other.terminate()

    def _lose(self) -> None:
        self.are_heard = False
        self._changed(None)

    def _told(self, _: object, __: int, ___: str, payload: object) -> None:
        self._changed(parsed(str(payload)))

    def _changed(self, where: Where) -> None:
        self.count += 1
        for listener in self._listeners:
            listener(where)


class _Echo:
    """A channel of one's own, to hear whether one hears."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self._channel = f"viauma_echo_{secrets.token_hex(8)}"
        self._heard = asyncio.Event()
        self._lost = asyncio.Event()

    async def open(self) -> None:
        await self._connection.add_listener(self._channel, lambda *_: self._heard.set())
        self._connection.add_termination_listener(lambda _: self._lost.set())

    async def prove(self, caller: asyncpg.Connection) -> None:
        """Have it called, and hear it.

        Raises
        ------
        TimeoutError
            Nothing came: whoever is between takes LISTEN and does not deliver.
        """
        self._heard.clear()
        async with asyncio.timeout(HEARD_WITHIN_S):
            await caller.execute("select pg_notify($1, '')", self._channel)
            await self._heard.wait()

    async def lost_within(self, seconds: float) -> None:
        """Wait so long, or until the connection is gone."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._lost.wait()


def _said(error: Exception) -> str:
    return str(error) or "what is told does not arrive; a pooler that lends connections out?"


def parsed(payload: str) -> Where:
    """Read what a notification says; what cannot be read may mean anything."""
    if payload == EVERYTHING:
        return None
    try:
        return tuple(_box(part) for part in payload.split(";"))
    except ValueError:
        return None


def _box(text: str) -> BBox:
    west, south, east, north = map(float, text.split(","))
    if not all(map(math.isfinite, (west, south, east, north))):
        raise ValueError(text)
    return BBox(west - HAIR, south - HAIR, east + HAIR, north + HAIR)
