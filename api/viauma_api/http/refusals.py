"""Refusals in one form: what a library says no to in plain text becomes a problem document."""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from viauma_api import problems

_PLAIN = b"text/plain"


class InOneForm:
    """Middleware that puts problem documents in the place of plain sentences."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on whatever is no refusal, and refusals that have the form already."""
        refused: HTTPException | None = None

        async def listen(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start":
                refused = _refusal(message)
            elif refused is not None:
                refused.detail += message.get("body", b"").decode(errors="replace")
            if refused is None:
                await send(message)

        await self._app(scope, receive, listen)
        if refused is not None:
            refused.detail = refused.detail.strip() or HTTPStatus(refused.status_code).phrase
            response = await problems.answer_http_error(Request(scope), refused)
            await response(scope, receive, send)


def _refusal(start: Message) -> HTTPException | None:
    if start["status"] < HTTPStatus.BAD_REQUEST:
        return None
    headers = dict(start["headers"])
    if not headers.get(b"content-type", _PLAIN).startswith(_PLAIN):
        return None
    kept = {
        name.decode(): value.decode("latin-1")
        for name, value in headers.items()
        if not name.startswith(b"content-") or name == b"content-range"
    }
    found = HTTPException(start["status"], headers=kept)
    found.detail = ""
    return found
