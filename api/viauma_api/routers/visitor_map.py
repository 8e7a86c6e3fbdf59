"""The visitor's map: a list and a form that work alone, and what the script draws beside them."""

from http import HTTPStatus
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from viauma import clock
from viauma.errors import InvalidInput
from viauma_api.links import base_url
from viauma_api.service import Service, service_of
from viauma_api.visitors import paths as at
from viauma_api.visitors.choices import Choices, read_choices
from viauma_api.visitors.controls import OF_THE_FORM, choices_from_form, controls
from viauma_api.visitors.language import language_of
from viauma_api.visitors.listing import listing_of, unknown_hours
from viauma_api.visitors.map_data import map_data
from viauma_api.visitors.offers import offers
from viauma_api.visitors.page import Head, visitor_page
from viauma_api.visitors.pager import downloads_of
from viauma_api.visitors.paths import Paths
from viauma_api.visitors.words import VOICES, Voice

LONGEST_FILTER = 8_000


async def map_page(request: Request) -> Response:
    """Show the map's page: the form as it is set, and the places that it leaves."""
    given = request.query_params
    refused = ""
    if OF_THE_FORM & given.keys():
        try:
            return _with_filter(request, given)
        except InvalidInput as error:
            refused = error.message
    service, voice = service_of(request), VOICES[language_of(request)]
    text = given.get("filter", "")[:LONGEST_FILTER]
    choices, problem = _read(text)
    problem = refused or problem
    q = given.get("q", "").strip()
    found = await listing_of(
        service,
        text="" if problem else text,
        cursor=given.get("cursor", ""),
        q=q,
        near=given.get("near", ""),
    )
    problem = problem or found.problem
    head = Head(
        title=voice("map.title"),
        description=voice("map.description"),
        script="map",
        is_indexed=not given,
    )
    return visitor_page(
        request,
        "map.html",
        head,
        choices=choices,
        text=text,
        q=q,
        near=given.get("near", ""),
        found=found,
        offers=await offers(service, q, voice),
        unknown="" if problem else await _unknown(service, choices, q, voice),
        problem=problem,
        controls=await controls(service, choices, voice),
        data=await map_data(service, base_url(request), language_of(request)),
        more=_more(request, found.cursor),
        downloads=downloads_of(base_url(request), "" if problem else text, "" if problem else q),
    )


def _read(text: str) -> tuple[Choices, str]:
    try:
        return read_choices(text), ""
    except InvalidInput as error:
        return Choices(), error.message


async def _unknown(service: Service, choices: Choices, q: str, voice: Voice) -> str:
    """Say of how many more nobody knows whether they are open then; nothing when none are."""
    count = await unknown_hours(service, choices, q)
    if count == 0:
        return ""
    return voice("map.unknown_many") if count is None else voice("map.unknown_hours", count)


def _with_filter(request: Request, given: QueryParams) -> Response:
    """Lead from what a form sends to the address that carries it as one filter."""
    query = {"filter": choices_from_form(given, clock.now()).text}
    query |= {name: given.get(name, "") for name in ("q", "near")}
    paths = Paths(base_url(request), language_of(request))
    tail = urlencode({name: text for name, text in query.items() if text})
    address = f"{paths.home}?{tail}" if tail else paths.home
    return RedirectResponse(address, HTTPStatus.SEE_OTHER, {"cache-control": "no-store"})


def _more(request: Request, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    paths = Paths(base_url(request), language_of(request))
    carried = {
        name: text
        for name in ("filter", "q", "near")
        if (text := request.query_params.get(name, ""))
    }
    return f"{paths.home}?{urlencode(carried | {'cursor': cursor})}"


async def without_slash(request: Request) -> Response:
    """Lead `/en` to `/en/`."""
    return RedirectResponse(Paths(base_url(request), language_of(request)).home)


routes = [
    Route(at.HOME, map_page),
    Route(at.HOME.rstrip("/"), without_slash),
]
