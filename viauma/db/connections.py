"""The fast lane's connections: a bounded stack of them, and a bounded wait for one.

The driver's own pool costs 37 µs a question, of which the driver itself needs 15: a timeout object
and a shielded task for each visit, to reset what a session that only reads cannot change. This one
hands out what it has and takes it back; it connects when asked, so a database that was away is
found again by the next question.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

import asyncpg

logger = logging.getLogger(__name__)

CLOSED_WITHIN_S = 3.0
"""So long the server has to let go of a question that nobody waits for."""


class NoneFreeError(TimeoutError):
    """All connections stayed busy."""


class Connections:
    """At most `size` connections, the one used last given out first."""

    def __init__(
        self, connect: Callable[[], Awaitable[asyncpg.Connection]], size: int, patience_s: float
    ) -> None:
        self._connect = connect
        self._size = size
        self._patience_s = patience_s
        self._idle: list[asyncpg.Connection] = []
        self._waiting: deque[asyncio.Future[asyncpg.Connection | None]] = deque()
        self._closing: set[asyncio.Task[None]] = set()
        self.open = 0
        """How many are connected, or being connected, or not yet closed."""

    async def take(self) -> asyncpg.Connection:
        """Take a connection; each must be given back or dropped.

        Raises
        ------
        NoneFreeError
            None became free in time.
        Exception
            Whatever `connect` raises.
        """
        connection = self._at_hand()
        if connection is None and self.open >= self._size:
            connection = await self._awaited()
        return await self._connected() if connection is None else connection

    def give(self, connection: asyncpg.Connection) -> None:
        """Give a connection back, to whoever waits longest."""
        if connection.is_closed():
            self._lose_one()
        elif not self._hand_over(connection):
            self._idle.append(connection)

    def drop(self, connection: asyncpg.Connection) -> None:
        """Close a connection in whatever it does, in the background.

        It counts as open until the server has cancelled its question: whoever asks slow questions
        and leaves must not make the server answer more of them at once than are allowed.
        """
        closing = asyncio.get_running_loop().create_task(self._closed(connection))
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    def drop_idle(self) -> None:
        """Cut all that nobody uses, such as those to a server that was restarted."""
        while self._idle:
            self._idle.pop().terminate()
            self._lose_one()

    async def close(self) -> None:
        """Cut what is idle, and wait for what is being closed."""
        self.drop_idle()
        await asyncio.gather(*self._closing)

    def _at_hand(self) -> asyncpg.Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_closed():
                return connection
            # It died while nobody used it: whoever waits can have its room.
            self._lose_one()
        return None

    async def _closed(self, connection: asyncpg.Connection) -> None:
        try:
            # Not cut at once: that would take back the driver's request to cancel the question.
            await connection.close(timeout=CLOSED_WITHIN_S)
        except (
            OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError,
        ) as error:  # fmt: skip
            logger.info("a connection was cut: %s", error or type(error).__name__)
        finally:
            connection.terminate()
            self._lose_one()

    async def _connected(self) -> asyncpg.Connection:
        self.open += 1
        try:
            return await self._connect()
        except BaseException:
            self._lose_one()
            raise

    async def _awaited(self) -> asyncpg.Connection | None:
        """Wait for what is given back; None says that there is room for a new one."""
        try:
            # One patience for all attempts: others may be quicker to take the room.
            async with asyncio.timeout(self._patience_s):
                while self.open >= self._size:
                    arrived = await self._place() or self._at_hand()
                    if arrived is not None:
                        return arrived
        except TimeoutError:
            raise NoneFreeError from None
        return None

    async def _place(self) -> asyncpg.Connection | None:
        place: asyncio.Future[asyncpg.Connection | None]
        place = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            return await place
        except BaseException:
            self._not_needed(place)
            raise

    def _not_needed(self, place: "asyncio.Future[asyncpg.Connection | None]") -> None:
        """Pass on what arrived at a waiter in the moment that it gave up."""
        if place in self._waiting:
            self._waiting.remove(place)
        if place.done() and not place.cancelled():
            arrived = place.result()
            if arrived is None:
                self._hand_over(None)
            else:
                self.give(arrived)

    def _hand_over(self, connection: asyncpg.Connection | None) -> bool:
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(connection)
                return True
        return False

    def _lose_one(self) -> None:
        self.open -= 1
        self._hand_over(None)
