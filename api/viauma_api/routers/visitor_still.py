"""The map as a still picture, for browsers without script and for paper."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma_api.http.conditional import conditional
from viauma_api.service import Service, service_of
from viauma_api.visitors import paths as at
from viauma_api.visitors.language import language_of
from viauma_api.visitors.listing import Listing, listing_of
from viauma_api.visitors.records import Feature, municipalities
from viauma_api.visitors.words import VOICES, Voice
from viauma_maps.land import land_around
from viauma_maps.still import still_svg

SVG = "image/svg+xml"
MOST_DRAWN = 1_000
LONGEST_FILTER = 8_000
AROUND_DEG = 2.0

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
    outlines = await municipalities(service)
    picture = still_svg(
        await _land(service, outlines),
        outlines,
        found.features,
        await service.categories(),
        _sentences(found, voice),
    )
    return conditional(request, picture.encode(), SVG, headers=POLICY)


async def _land(service: Service, outlines: list[Feature]) -> Any:
    async def made() -> Any:
        return land_around([one for one in outlines if one["geometry"]], AROUND_DEG)

    return await service.remembered("land", made)


def _sentences(found: Listing, voice: Voice) -> list[str]:
    told = [voice("still.title", voice.places(found.matched))]
    if found.cursor:
        told.append(voice("still.more", voice.number(len(found.features))))
    if found.problem:
        told.append(voice("still.problem"))
    return told


routes = [Route(at.STILL, still_map)]
