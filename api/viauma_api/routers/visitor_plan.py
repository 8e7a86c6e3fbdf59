"""A visitor's day plan: the page, and the plan as GPX, as a calendar and as a QR code."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from viauma import clock
from viauma.errors import InvalidInput
from viauma.exchange.plan_gpx import plan_gpx
from viauma.exchange.plan_ics import plan_ics
from viauma_api.http.conditional import conditional
from viauma_api.links import base_url, path_of
from viauma_api.negotiation import wants_html
from viauma_api.service import service_of
from viauma_api.visitors import paths as at
from viauma_api.visitors.language import language_of
from viauma_api.visitors.page import Head, visitor_page
from viauma_api.visitors.paths import Paths
from viauma_api.visitors.plan_page import (
    address_of,
    file_name,
    plan_caption,
    plan_page,
    title_of,
)
from viauma_api.visitors.plan_query import (
    LONGEST_STAY_MIN,
    PlanQuery,
    is_whole,
    read_plan_query,
)
from viauma_api.visitors.planned import Planned, planned, speed_kmh
from viauma_api.visitors.records import municipalities
from viauma_api.visitors.words import VOICES, Voice
from viauma_maps.plan_sketch import plan_sketch
from viauma_maps.qr import qr_svg

GPX, ICS, SVG = "application/gpx+xml", "text/calendar", "image/svg+xml"

STILL = {"content-security-policy": "default-src 'none'; frame-ancestors 'self'"}


async def page(request: Request) -> Response:
    """Show a plan and its form; without places, say how to get some."""
    voice, paths = _voice(request), _paths(request)
    try:
        query = read_plan_query(request.query_params, clock.now())
    except InvalidInput as error:
        # A program gets a problem document, as everywhere.
        if not wants_html(request):
            raise
        return _without_plan(request, error.message)
    if not query.places:
        return _without_plan(request)
    if not is_whole(request.query_params):
        return _to_the_whole(request, query)
    service = service_of(request)
    found = await planned(service, query, voice)
    shown = plan_page(found, voice, paths)
    head = Head(
        title=title_of(found, voice),
        description=voice("plan.lead"),
        query=query.text,
        is_indexed=False,
    )
    stops = [(visit.stop.lon, visit.stop.lat) for visit in found.plan.visits]
    settings = service.settings.day_plan
    return visitor_page(
        request,
        "plan.html",
        head,
        query=query,
        shown=shown,
        unknown=found.unknown,
        longest_stay=LONGEST_STAY_MIN,
        pace=(voice.number(settings.detour), voice.number(speed_kmh(settings, query))),
        sketch=plan_sketch(
            await municipalities(service), stops, query.origin, voice("plan.sketch")
        ),
    )


def _without_plan(request: Request, problem: str = "") -> Response:
    """Say how to get a plan, or what is wrong with this one and how to begin anew."""
    voice, given = _voice(request), request.query_params.get("places", "")
    return visitor_page(
        request,
        "plan_empty.html",
        Head(title=voice("plan.title"), description=voice("plan.lead"), is_indexed=not problem),
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
        problem=problem,
        again=_paths(request).page("plan", places=given) if problem and given else "",
    )


async def gpx(request: Request) -> Response:
    """Answer with the plan as waypoints and a route."""
    if (found := await _planned(request)) is None:
        return _to_the_whole(request, _query(request))
    body = plan_gpx(found.plan, plan_caption(found, _voice(request), _paths(request)))
    return _file(request, body, GPX, ".gpx")


async def ics(request: Request) -> Response:
    """Answer with the plan as events; they are as old as what is published."""
    if (found := await _planned(request)) is None:
        return _to_the_whole(request, _query(request))
    stamped_at = await service_of(request).changed_at()
    caption = plan_caption(found, _voice(request), _paths(request))
    return _file(request, plan_ics(found.plan, caption, stamped_at), ICS, ".ics")


async def qr(request: Request) -> Response:
    """Answer with the address of the plan's page as a QR code."""
    query = _query(request)
    if not is_whole(request.query_params):
        return _to_the_whole(request, query)
    body = qr_svg(address_of(_paths(request), query), _voice(request)("plan.qr"))
    return conditional(request, body, SVG, headers=STILL)


async def _planned(request: Request) -> Planned | None:
    """Make the plan; None while the address leaves its day open."""
    query = _query(request)
    if not is_whole(request.query_params):
        return None
    return await planned(service_of(request), query, _voice(request))


def _query(request: Request) -> PlanQuery:
    query = read_plan_query(request.query_params, clock.now())
    if not query.places:
        raise InvalidInput("places", "must name a place, as in places=some-place,another")
    return query


def _to_the_whole(request: Request, query: PlanQuery) -> Response:
    """Lead to the address that means the same plan tomorrow, and on every phone."""
    address = f"{base_url(request)}{path_of(request)}?{query.text}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER, {"cache-control": "no-store"})


def _file(request: Request, body: bytes, media_type: str, suffix: str) -> Response:
    name = file_name(_query(request), _voice(request), suffix)
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "content-language": language_of(request),
    }
    return conditional(request, body, media_type, headers=headers)


def _voice(request: Request) -> Voice:
    return VOICES[language_of(request)]


def _paths(request: Request) -> Paths:
    return Paths(base_url(request), language_of(request))


routes = [
    Route(at.PLAN, page),
    Route(at.PLAN_GPX, gpx),
    Route(at.PLAN_ICS, ics),
    Route(at.PLAN_QR, qr),
]
