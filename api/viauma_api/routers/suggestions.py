"""Suggestions while somebody types."""

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma.errors import InvalidInput
from viauma.search.queries import Asked, places_question, suggestions
from viauma.search.rules import Suggestion
from viauma_api.http.conditional import not_modified_since
from viauma_api.links import link, with_query
from viauma_api.media import negotiate
from viauma_api.parameters import read_parameters
from viauma_api.responses import JSON, json_response
from viauma_api.service import service_of
from viauma_api.suggestion_operations import SUGGESTIONS, USUAL_SUGGESTIONS


async def suggest(request: Request) -> Response:
    """Answer with what may be meant, best first."""
    values = read_parameters(request, SUGGESTIONS.parameters)
    if "q" not in values:
        raise InvalidInput("q", "is needed: what has been typed so far")
    negotiate(request, {"json": JSON}, "json")
    asked = Asked(
        typed=values["q"],
        language=values.get("lang", "sv"),
        limit=values.get("limit", USUAL_SUGGESTIONS),
        near=values.get("near"),
    )
    service = service_of(request)
    changed_at = await service.changed_at()
    unchanged = not_modified_since(request, changed_at)
    if unchanged is not None:
        return unchanged
    known = await service.known_by_heart()
    rows = await service.lane.fetch(places_question(asked, known))
    document = {
        "q": asked.typed.exact,
        "lang": asked.language,
        "suggestions": [_shown(one) for one in suggestions(asked, known, rows)],
        "links": [link(with_query(request), "self", JSON, "This document")],
    }
    return json_response(document, request, last_modified=changed_at)


def _shown(one: Suggestion) -> dict[str, Any]:
    box = one.bbox
    return asdict(one) | {"bbox": box and [box.west, box.south, box.east, box.north]}


routes = [Route("/search", suggest)]
