"""Somebody between client and server who loses what was said."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from psycopg.conninfo import conninfo_to_dict

IS_READY = b"Z\x00\x00\x00\x05"
"""How the server ends an answer; the state of the transaction follows."""


class Middleman:
    """Passes on what is said until it is deaf.

    `drops_unasked`: what the server says while it was asked nothing is lost, as at a pooler that
    has lent it to somebody else meanwhile.
    """

    def __init__(self, server: str, *, drops_unasked: bool) -> None:
        self._server = server
        self._drops_unasked = drops_unasked
        self._tasks: list[asyncio.Task[None]] = []
        self.is_deaf = False
        self.url = ""

    async def met(self, near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        """Take a client's connection."""
        far_in, far_out = await asyncio.open_unix_connection(self._server)
        is_asked = asyncio.Event()
        for way in (
            self._there(near_in, far_out, is_asked),
            self._back(far_in, near_out, is_asked),
        ):
            self._tasks.append(asyncio.create_task(way))

    async def _there(
        self, near: asyncio.StreamReader, far: asyncio.StreamWriter, is_asked: asyncio.Event
    ) -> None:
        while data := await near.read(65_536):
            is_asked.set()
            if not self.is_deaf:
                far.write(data)
        far.close()

    async def _back(
        self, far: asyncio.StreamReader, near: asyncio.StreamWriter, is_asked: asyncio.Event
    ) -> None:
        while data := await far.read(65_536):
            is_heard = is_asked.is_set() or not self._drops_unasked
            if is_heard and not self.is_deaf:
                near.write(data)
            if data[-6:-1] == IS_READY:
                is_asked.clear()
        near.close()

    def leave(self) -> None:
        """Pass nothing on any more."""
        for task in self._tasks:
            task.cancel()


@asynccontextmanager
async def middleman(url: str, *, drops_unasked: bool = False) -> AsyncIterator[Middleman]:
    """Stand between; the address of the same database that leads through here is in `url`."""
    server = conninfo_to_dict(url)
    path = f"{server['host']}/.s.PGSQL.{server['port']}"
    one = Middleman(path, drops_unasked=drops_unasked)
    async with await asyncio.start_server(one.met, "127.0.0.1", 0) as door:
        port = door.sockets[0].getsockname()[1]
        one.url = f"postgresql://viauma@127.0.0.1:{port}/{server['dbname']}?sslmode=disable"
        yield one
        one.leave()
