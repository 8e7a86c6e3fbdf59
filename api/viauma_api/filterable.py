"""What can be filtered leads to what it can be filtered by, in the header of its answer.

OGC 19-079r2, /req/queryables/queryables-link: a file has no other place for a link.
"""

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from viauma_api.links import base_url
from viauma_api.responses import SCHEMA_JSON

QUERYABLES_REL = "http://www.opengis.net/def/rel/ogc/1.0/queryables"

Endpoint = Callable[[Request], Awaitable[Response]]


def filterable(endpoint: Endpoint) -> Endpoint:
    """Link the queryables of the collection that the path names."""

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        response = await endpoint(request)
        said = queryables_header(base_url(request), request.path_params["collection_id"])
        others = response.headers.get("link")
        response.headers["link"] = said if others is None else f"{others}, {said}"
        return response

    return answer


def queryables_header(base: str, collection_id: str) -> str:
    """Spell the Link header of an answer from a collection of the server at `base`."""
    home = f"{base}/collections/{collection_id}"
    return f'<{home}/queryables>; rel="{QUERYABLES_REL}"; type="{SCHEMA_JSON}"'
