"""What a client really asked, written down by the server that answers it."""

from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Exchange(NamedTuple):
    """A request and the status of its answer."""

    method: str
    address: str
    status: int

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    @property
    def query(self) -> dict[str, str]:
        """The parameters; of a repeated name the last one counts, as in the API."""
        asked = parse_qs(urlsplit(self.address).query, keep_blank_values=True)
        return {name: texts[-1] for name, texts in asked.items()}


class Recorder:
    """Wraps an application and remembers its exchanges."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.exchanges: list[Exchange] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.exchanges.append(_exchange(scope, message))
            await send(message)

        await self.app(scope, receive, noting)

    def of_items(self, layer: str) -> list[Exchange]:
        """Find what was asked of the items of a collection."""
        path = f"/collections/{layer}/items"
        return [one for one in self.exchanges if one.path == path]

    def refused(self) -> list[Exchange]:
        """Find what was not answered as wished."""
        return [one for one in self.exchanges if one.status >= 300]


def _exchange(scope: Scope, message: dict[str, Any] | Message) -> Exchange:
    query = scope["query_string"].decode("latin-1")
    address = f"{scope['path']}?{query}" if query else scope["path"]
    return Exchange(scope["method"], address, message["status"])
