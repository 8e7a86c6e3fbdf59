"""The map as a still picture, for browsers without script and for paper."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma_api.http.conditional import conditional
from viauma_api.service import service_of
from viauma_api.visitors import paths as at
from viauma_api.visitors.language import language_of
from viauma_api.visitors.listing import Listing, listing_of
from viauma_api.visitors.records import municipalities
from viauma_api.visitors.words import VOICES, Voice
from viauma_maps.still import still_svg

SVG = "image/svg+xml"
MOST_DRAWN = 1_000
LONGEST_FILTER = 8_000

POLICY = {"content-security-policy": "default-src 'none'; frame-ancestors 'self'"}


async def still_map(request: Request) -> Response:
    """Draw what a filter and a search leave; beyond a thousand places it is told how many."""
    service, voice = service_of(request), VOICES[language_of(request)]
    given = request.query_params
    found = await listing_of(
        service,
        text=given.get("filter", "")[:LONGEST_FILTER],
        q=given.get("q", "").strip(),
        limit=MOST_DRAWN,
    )
    picture = still_svg(
        await municipalities(service),
        found.features,
        await service.categories(),
        list(_sentences(found, voice)),
    )
    return conditional(request, picture.encode(), SVG, headers=POLICY)


def _sentences(found: Listing, voice: Voice) -> list[str]:
    told = [voice("still.title", voice.places(found.matched))]
    if found.cursor:
        told.append(voice("still.more", voice.number(len(found.features))))
    if found.problem:
        told.append(voice("still.problem"))
    return told


routes = [Route(at.STILL, still_map)]
