"""Asks this application itself, so that what is said of an answer is what its route would say.

How long an answer is, and under which ETag it stands, no other code knows better. The request goes
through the same codings, and through the memory of what was answered before, but through no
network; so many at once that the others who ask still find a connection free.
"""

import asyncio
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Scope

from viauma.errors import Unavailable
from viauma_api.http.coding import Coded, without_coding
from viauma_api.http.kept import AREA, Kept

AT_ONCE = 4

_OF_THE_ASKER = frozenset(("path_params", "endpoint", "route", "router", "extensions", AREA))


@dataclass(slots=True)
class Heard:
    """An answer as it would go out."""

    status: int = 0
    headers: dict[bytes, bytes] = field(default_factory=dict)
    body: bytes = b""

    @property
    def etag(self) -> str:
        """Its ETag, the same in every coding."""
        return without_coding(self.headers.get(b"etag", b"")).decode("latin-1")

    async def __call__(self, message: Message) -> None:
        """Take what is sent."""
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        else:
            self.body += message.get("body", b"")


class Inside:
    """Asks on behalf of one request: under its address, and in the codings that it takes."""

    def __init__(self, request: Request) -> None:
        self._asker = request.scope
        self._app = Kept(Coded(request.app.router))
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def get(self, address: str, accept: str = "*/*", **known: Any) -> Heard:
        """Ask for an address below the landing page; `known` goes into the request's scope.

        Raises
        ------
        Unavailable
            It cannot be answered now, so nothing can be said of it.
        """
        heard = Heard()
        async with self._turn:
            try:
                asked = {**self._scope(address, accept), **known}
                await self._app(asked, _nothing, heard)
            except HTTPException as refusal:
                heard.status = refusal.status_code
        if heard.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Unavailable("What belongs to it cannot be read now; try again shortly.")
        return heard

    def _scope(self, address: str, accept: str) -> Scope:
        path, query = urlsplit(address).path, urlsplit(address).query
        codings = [one for one in self._asker["headers"] if one[0] == b"accept-encoding"]
        own: dict[str, Any] = {
            "method": "GET",
            "path": path,
            "raw_path": quote(path).encode(),
            "query_string": query.encode(),
            "headers": [(b"accept", accept.encode()), *codings],
        }
        left = {name: value for name, value in self._asker.items() if name not in _OF_THE_ASKER}
        return left | own


async def _nothing() -> Message:
    """Wait for more of the request: there is none, and nobody hangs up."""
    await asyncio.Event().wait()
    return {"type": "http.disconnect"}
