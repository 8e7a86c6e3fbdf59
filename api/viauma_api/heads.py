"""HEAD behaves like GET without the body (RFC 9110, 9.3.2), on every route at once."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadLikeGet:
    """Middleware that asks the routes for GET and keeps the body back."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through, and HEAD as GET."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            await send({**message, "body": b""} if "body" in message else message)

        await self._app({**scope, "method": "GET"}, receive, send_head)
