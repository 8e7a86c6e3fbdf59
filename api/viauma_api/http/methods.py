"""What HEAD and OPTIONS mean, on every route at once."""

from contextlib import suppress
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from viauma_api import problems
from viauma_api.http.allowed import methods_of

ALLOWED_HEADERS = (
    "Accept, Accept-Language, Authorization, Content-Type, If-Match, If-Modified-Since, "
    "If-None-Match, traceparent, tracestate, X-Request-Id"
)
PREFLIGHT_S = 86_400


HEADERS_ONLY = "viauma.headers_only"


class _EnoughError(OSError):
    """What a server's `send` raises when nobody listens any more."""


class Methods:
    """Middleware that asks the routes for GET when HEAD came, and answers OPTIONS itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything else through."""
        method = scope["method"] if scope["type"] == "http" else None
        if method == "HEAD":
            await self._head(scope, receive, send)
        elif method == "OPTIONS":
            response = await _options(Request(scope))
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _head(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers of GET (RFC 9110, 9.3.2)."""

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)

        asked = {**scope, "method": "GET", HEADERS_ONLY: True}
        # Whoever gives up at once says so in one of two ways.
        with suppress(_EnoughError, ClientDisconnect):
            await self._app(asked, receive, send_head)
        await send({"type": "http.response.body"})


class StopsWhenHeadersDo:
    """Middleware below the codings that ends a stream of which nobody wants the body.

    A million rows would be made to be thrown away. The first part must be let through: only then
    is the coding chosen, and the headers sent.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass through what is wanted whole."""
        if HEADERS_ONLY not in scope:
            await self._app(scope, receive, send)
            return

        async def send_once(message: Message) -> None:
            await send(message)
            if message.get("more_body"):
                raise _EnoughError

        await self._app(scope, receive, send_once)


async def _options(request: Request) -> Response:
    """Say what the path knows (RFC 9110, 9.3.7), and what scripts elsewhere may send (Fetch)."""
    methods = ", ".join(methods_of(request.scope))
    if not methods:
        return await problems.answer_http_error(request, HTTPException(HTTPStatus.NOT_FOUND))
    return Response(
        status_code=HTTPStatus.NO_CONTENT,
        headers={
            "allow": methods,
            "access-control-allow-methods": methods,
            "access-control-allow-headers": ALLOWED_HEADERS,
            "access-control-max-age": str(PREFLIGHT_S),
        },
    )
