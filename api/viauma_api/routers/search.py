"""Items asked for by POST: for polygons and filters that no address has room for."""

import json
from http import HTTPMethod
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma.errors import InvalidInput
from viauma_api.asking import page_of, read_query
from viauma_api.filterable import filterable
from viauma_api.formats import ITEM_TYPES
from viauma_api.http.bodies import body_of
from viauma_api.media import negotiate
from viauma_api.operation import ONLY_FORMAT
from viauma_api.parameters import read_parameters
from viauma_api.representations import show_found
from viauma_api.responses import JSON
from viauma_api.routers.collections import collection_of
from viauma_api.service import service_of

MOST_BYTES = 1_500_000
SEARCH_TYPES = {key: ITEM_TYPES[key] for key in ("json", "plain", "jsonfg", "jsonld")}


async def search(request: Request) -> Response:
    """Answer with a page of features; the body names the parameters of items as members."""
    collection = collection_of(request)
    read_parameters(request, ONLY_FORMAT)
    kind = negotiate(request, SEARCH_TYPES, "json")
    body = await body_of(request, (JSON,), MOST_BYTES)
    service = service_of(request)
    asked = await read_query(service, collection, texts_of(body.content))
    page = await page_of(service, asked)
    return await show_found(request, kind, page, await service.changed_at())


def texts_of(body: bytes) -> dict[str, str]:
    """Spell the members of a body as the parameters of an address.

    Raises
    ------
    InvalidInput
        The body is not a JSON object, or a member can be no parameter.
    """
    try:
        members = json.loads(body)
    except (ValueError, RecursionError):
        members = None
    if not isinstance(members, dict):
        raise InvalidInput("body", 'needs a JSON object, as in {"filter": "lit = TRUE"}')
    texts = {str(name): _text(str(name), value) for name, value in members.items()}
    if isinstance(members.get("filter"), dict):
        # A filter that is an object can only be one thing.
        texts.setdefault("filter-lang", "cql2-json")
    return texts


def _text(name: str, value: Any) -> str:
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return json.dumps(value)
        case dict():
            return json.dumps(value, ensure_ascii=False)
        case list() if all(isinstance(one, (str, int, float)) for one in value):
            return ",".join(_text(name, one) for one in value)
        case _:
            raise InvalidInput(name[:60], "must be a text, a number, a list or an object")


routes = [
    Route("/collections/{collection_id}/search", filterable(search), methods=[HTTPMethod.POST]),
]
