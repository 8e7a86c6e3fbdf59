"""The fast lane's connections: a bounded stack of them, and a bounded wait for one.

The driver's own pool costs 37 µs a question, of which the driver itself needs 15: a timeout object
and a shielded task for each visit, to reset what a session that only reads cannot change. This one
hands out what it has and takes it back; it connects when asked, so a database that was away is
found again by the next question.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import asyncpg


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
        self.open = 0
        """How many are connected, or being connected."""

    async def take(self) -> asyncpg.Connection:
        """Take a connection; each must be given back or dropped.

        Raises
        ------
        TimeoutError
            None became free in time.
        OSError or asyncpg.PostgresError
            A new one cannot be made.
        """
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_closed():
                return connection
            self.open -= 1
        if self.open < self._size:
            return await self._connected()
        return await self._awaited() or await self.take()

    def give(self, connection: asyncpg.Connection) -> None:
        """Give a connection back, to whoever waits longest."""
        if connection.is_closed():
            self._lose_one()
        elif not self._hand_over(connection):
            self._idle.append(connection)

    def drop(self, connection: asyncpg.Connection) -> None:
        """Cut a connection in whatever it does: the server then cancels the question."""
        connection.terminate()
        self._lose_one()

    def drop_idle(self) -> None:
        """Cut all that nobody uses, such as those to a server that was restarted."""
        while self._idle:
            self.drop(self._idle.pop())

    async def _connected(self) -> asyncpg.Connection:
        self.open += 1
        try:
            return await self._connect()
        except BaseException:
            self._lose_one()
            raise

    async def _awaited(self) -> asyncpg.Connection | None:
        """Wait for what is given back; None says that there is room for a new one."""
        place: asyncio.Future[asyncpg.Connection | None]
        place = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            async with asyncio.timeout(self._patience_s):
                return await place
        except BaseException:
            self._not_needed(place)
            raise

    def _not_needed(self, place: "asyncio.Future[asyncpg.Connection | None]") -> None:
        """Pass on what arrived at a waiter in the moment that it gave up."""
        if place in self._waiting:
            self._waiting.remove(place)
        if place.done() and not place.cancelled() and place.exception() is None:
            arrived = place.result()
            if arrived is not None:
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
