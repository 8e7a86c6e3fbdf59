"""Clients that leave: what nobody waits for any more is not finished.

The web server tells only whoever asks it, and goes on otherwise. Asking costs a task, so it is
asked for the few requests that last: the others end before their client can have left. Cancelling
the request cancels its question in PostgreSQL too (viauma.db.connections).
"""

import asyncio
import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger(__name__)

PATIENCE_S = 0.1

_WITHOUT_BODY = frozenset(("GET", "HEAD"))


class StopsWhenClientsLeave:
    """Middleware that cancels what takes long as soon as the client hangs up."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._patience = _Patience()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and watch whether anybody waits for the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        watch = _Watch(receive, is_read=scope["method"] in _WITHOUT_BODY)
        self._patience.begin(watch)
        try:
            await self._app(scope, receive if watch.is_read else watch.read, send)
        except asyncio.CancelledError:
            if not watch.is_over:
                raise
            watch.task.uncancel()
            logger.info("the client left before it was answered")
        finally:
            self._patience.end(watch)
            watch.end()


class _Watch:
    """Waits for the news that the client has gone, once its whole request is here."""

    def __init__(self, receive: Receive, *, is_read: bool) -> None:
        self._receive = receive
        self.is_read = is_read
        self._is_due = self.is_over = False
        self.task: asyncio.Task[None] = _current_task()
        self._watching: asyncio.Task[None] | None = None

    async def read(self) -> Message:
        """Let the route read a piece of its request."""
        message = await self._receive()
        if not message.get("more_body"):
            self.is_read = True
            if self._is_due:
                self.begin()
        return message

    def begin(self) -> None:
        """Watch from now on, or from when the route has read what was sent."""
        self._is_due = True
        if self.is_read and self._watching is None:
            self._watching = asyncio.get_running_loop().create_task(self._watch())

    def end(self) -> None:
        """Watch no more."""
        if self._watching is not None:
            self._watching.cancel()

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.is_over = True
        self.task.cancel()


class _Patience:
    """Has watches begin once a request has lasted: a look at all of them now and then.

    A timer for each would take 3 µs, as much as many a layer.
    """

    def __init__(self) -> None:
        self._young: set[_Watch] = set()
        self._older: set[_Watch] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        """Where the next look is due."""

    def begin(self, watch: _Watch) -> None:
        """Have a watch begin after PATIENCE_S, and before twice as long."""
        self._young.add(watch)
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            loop.call_later(PATIENCE_S, self._look)

    def end(self, watch: _Watch) -> None:
        """Forget a watch."""
        self._young.discard(watch)
        self._older.discard(watch)

    def _look(self) -> None:
        for watch in self._older:
            watch.begin()
        self._young, self._older = set(), self._young
        if self._older:
            asyncio.get_running_loop().call_later(PATIENCE_S, self._look)
        else:
            self._loop = None


def _current_task() -> "asyncio.Task[None]":
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - whatever is awaited here is in a task
    return task
