"""Whose this is and where the data are from; what becomes of a visitor's data; who can use it."""

from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma import __version__
from viauma.db.fastlane import Question
from viauma.db.named_sql import named_sql
from viauma_api.http.policies import origins_of
from viauma_api.licences import LICENCE_PAGES
from viauma_api.publisher import publisher_of
from viauma_api.service import Service, service_of
from viauma_api.visitors import paths as at
from viauma_api.visitors.language import language_of
from viauma_api.visitors.page import Head, visitor_page
from viauma_api.visitors.records import municipalities
from viauma_api.visitors.words import VOICES, Voice

TOLD_LEVELS = frozenset(("debug", "info"))
"""Log levels at which each answer leaves a line."""


class Right(NamedTuple):
    """Places of one source under one licence."""

    source: str
    licence: str
    credit: str
    places: int
    first: str
    last: str


async def about(request: Request) -> Response:
    """Show who publishes, and every source with its licence, counted."""
    service = service_of(request)
    outlines = [one["properties"] for one in await municipalities(service)]
    return _shown(
        request,
        "about",
        publisher=publisher_of(service.settings.catalogue),
        rights=await _rights(service),
        licence_pages=LICENCE_PAGES,
        outlines=_named(outlines, "geom_source"),
        population=_named(outlines, "population_source"),
        dates=_dates,
    )


async def privacy(request: Request) -> Response:
    """Show who is asked for what; the operator's base map speaks for itself."""
    settings = service_of(request).settings
    hosts = origins_of((settings.maps.tile_url, settings.maps.vector_tile_url))
    return _shown(
        request, "privacy", hosts=hosts, is_logged=settings.server.log_level in TOLD_LEVELS
    )


async def accessibility(request: Request) -> Response:
    """Show what is meant to work for everybody, how it was tested and what falls short."""
    publisher = publisher_of(service_of(request).settings.catalogue)
    return _shown(request, "accessibility", publisher=publisher, version=__version__)


def _shown(request: Request, room: str, **values: Any) -> Response:
    voice = VOICES[language_of(request)]
    head = Head(title=voice(f"{room}.title"), description=voice(f"{room}.description"))
    return visitor_page(request, f"{room}.html", head, **values)


async def _rights(service: Service) -> list[Right]:
    async def ask() -> list[Right]:
        rows = await service.lane.fetch(Question(named_sql("rights_of_places"), {}))
        return [Right(*(_text(value) for value in row)) for row in rows]  # type: ignore[arg-type]

    return await service.remembered("rights of places", ask)


def _text(value: bytes | int | None) -> str | int:
    return value.decode() if isinstance(value, bytes) else value or ""


def _named(outlines: list[dict[str, str]], name: str) -> list[str]:
    return sorted({one[name] for one in outlines if one[name]})


def _dates(right: Right, voice: Voice) -> str:
    """Write the dates of a source's data: one, or the first and the last."""
    both = dict.fromkeys(filter(None, (right.first, right.last)))
    return " \N{EN DASH} ".join(map(voice.reduced, both))


routes = [
    Route(at.ABOUT, about),
    Route(at.PRIVACY, privacy),
    Route(at.ACCESSIBILITY, accessibility),
]
