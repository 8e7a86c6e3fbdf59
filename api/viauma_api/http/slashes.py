"""What becomes of a path that no route knows: one slash too many is forgiven."""

from http import HTTPStatus
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import Receive, Scope, Send

from viauma_api.http.allowed import methods_of
from viauma_api.links import base_url, path_of


async def lost(scope: Scope, receive: Receive, send: Send) -> None:
    """Lead `/collections/` to `/collections`, with its query; all else is not found."""
    shorter = {**scope, "path": scope["path"].rstrip("/")}
    if scope["type"] != "http" or shorter["path"] in {"", scope["path"]}:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    if not methods_of(shorter):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    request = Request(shorter)
    query = quote(scope["query_string"], safe="=&%+,:/?")
    address = f"{base_url(request)}{quote(path_of(request))}"
    response = RedirectResponse(f"{address}?{query}" if query else address)
    await response(scope, receive, send)
