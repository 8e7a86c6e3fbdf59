"""How long an address may be: a longer one is refused before anybody parses it."""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from viauma_api import problems
from viauma_api.http_errors import TargetTooLong

MOST_QUERY_BYTES = 40_000


class BoundedTarget:
    """Middleware that answers 414 to a query that is too long."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is short enough."""
        if scope["type"] != "http" or len(scope["query_string"]) <= MOST_QUERY_BYTES:
            await self._app(scope, receive, send)
            return
        # Nobody reads such a query, not even to see whether a page is wanted.
        request = Request({**scope, "query_string": b""})
        response = await problems.answer_domain_error(request, TargetTooLong(MOST_QUERY_BYTES))
        await response(scope, receive, send)
