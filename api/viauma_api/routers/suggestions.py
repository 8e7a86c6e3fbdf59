"""Suggestions while somebody types."""

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma.search.queries import Asked, places_question, suggestions
from viauma.search.rules import Suggestion
from viauma_api.http.conditional import not_modified_since
from viauma_api.links import link, with_query
from viauma_api.media import negotiate
from viauma_api.parameters import read_parameters
from viauma_api.responses import JSON, json_response
from viauma_api.service import Service, service_of
from viauma_api.suggestion_operations import SUGGESTIONS, USUAL_SUGGESTIONS


async def suggest(request: Request) -> Response:
    """Answer with what may be meant, best first."""
    values = read_parameters(request, SUGGESTIONS.parameters)
    negotiate(request, {"json": JSON}, "json")
    service = service_of(request)
    changed_at = await service.changed_at()
    unchanged = not_modified_since(request, changed_at)
    if unchanged is not None:
        return unchanged
    language = values.get("lang", "sv")
    found: list[Suggestion] = []
    if "q" in values:
        limit, near = values.get("limit", USUAL_SUGGESTIONS), values.get("near")
        asked = Asked(typed=values["q"], language=language, limit=limit, near=near)
        found = await _found(service, asked)
    document = {
        "q": values["q"].exact if "q" in values else "",
        "lang": language,
        "suggestions": [_shown(one) for one in found],
        "links": [link(with_query(request), "self", JSON, "This document")],
    }
    return json_response(document, request, last_modified=changed_at)


async def _found(service: Service, asked: Asked) -> list[Suggestion]:
    known = await service.known_by_heart()
    rows = await service.lane.fetch(places_question(asked, known))
    return suggestions(asked, known, rows)


def _shown(one: Suggestion) -> dict[str, Any]:
    box = one.bbox
    return asdict(one) | {"bbox": box and [box.west, box.south, box.east, box.north]}


routes = [Route("/search", suggest)]
