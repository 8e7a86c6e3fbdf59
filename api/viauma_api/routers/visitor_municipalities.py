"""The municipalities: all of them, and a page for each with what is there."""

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from viauma.db.fastlane import Question
from viauma.db.named_sql import named_sql
from viauma_api.item_facts import facts_of
from viauma_api.links import base_url
from viauma_api.schema_org import item_json_ld
from viauma_api.service import Service, service_of
from viauma_api.visitors import paths as at
from viauma_api.visitors.branch import Group, groups_of
from viauma_api.visitors.choices import Choices
from viauma_api.visitors.language import language_of
from viauma_api.visitors.listing import occurring
from viauma_api.visitors.missing import alike, missing_page
from viauma_api.visitors.page import Head, visitor_page
from viauma_api.visitors.pager import pager_of
from viauma_api.visitors.paths import Paths
from viauma_api.visitors.records import Feature, municipalities, projects
from viauma_api.visitors.words import VOICES
from viauma_maps.locator import locator_svg

STEP_YEARS = 10
"""The years shown at once: the latest, and round ones."""


async def index(request: Request) -> Response:
    """Show the municipalities, members first."""
    service, voice = service_of(request), VOICES[language_of(request)]
    counts = _totals(await occurring(service))
    known = await municipalities(service)
    head = Head(
        title=voice("municipality.index"), description=voice("municipality.index_description")
    )
    cards = [(one["properties"], counts.get(one["id"], 0)) for one in known]
    return visitor_page(
        request,
        "municipalities.html",
        head,
        members=[card for card in cards if card[0]["is_member"]],
        neighbours=[card for card in cards if not card[0]["is_member"]],
    )


async def municipality(request: Request) -> Response:
    """Show a municipality: facts, what there is, places and projects."""
    service, voice = service_of(request), VOICES[language_of(request)]
    known, slug = await municipalities(service), request.path_params["slug"]
    paths = Paths(base_url(request), language_of(request))
    one = next((one for one in known if slug in {one["properties"]["slug"], one["id"]}), None)
    if one is None:
        names = [
            (p["name"], (p["name"], paths.municipality(p["slug"]))) for p in _properties(known)
        ]
        return missing_page(request, near=alike(slug, names))
    address = paths.municipality(one["properties"]["slug"])
    if slug == one["id"]:
        return RedirectResponse(address, HTTPStatus.MOVED_PERMANENTLY)
    text = Choices(municipalities=(one["id"],)).text
    pager = await pager_of(request, text, address)
    groups = await _groups(request, one["id"])
    total = sum(group.head.count for group in groups)
    name = one["properties"]["name"]
    head = Head(
        title=name,
        description=voice("municipality.description", name, voice.places(total)),
        is_indexed=pager.is_first,
        json_ld=_json_ld(one, base_url(request), address),
    )
    years = await _population(service, one["id"])
    return visitor_page(
        request,
        "municipality.html",
        head,
        p=one["properties"],
        facts=facts_of("municipality", _told(one["properties"]), {}, voice),
        years=years,
        round_years=[row for at_, row in enumerate(years) if not at_ or not row[0] % STEP_YEARS],
        groups=groups,
        total=total,
        pager=pager,
        address=address,
        projects=[
            p for p in _properties(await projects(service)) if one["id"] in p["municipalities"]
        ],
        locator=locator_svg(known, one, voice("municipality.locator")),
    )


async def _groups(request: Request, code: str) -> list[Group]:
    service, voice = service_of(request), VOICES[language_of(request)]
    here = {
        key: {code: by_code[code]}
        for key, by_code in (await occurring(service)).items()
        if code in by_code
    }
    return groups_of(await service.categories(), here, voice)


async def _population(service: Service, code: str) -> list[tuple[int, int, str]]:
    rows = await service.lane.fetch(Question(named_sql("population_by_year"), {"code": code}))
    return [(year, people, source.decode() if source else "") for year, people, source in rows]


def _told(properties: dict[str, Any]) -> dict[str, Any]:
    hidden = {"slug", "updated_at"}
    return {name: value for name, value in properties.items() if name not in hidden}


def _json_ld(feature: Feature, base: str, page: str) -> dict[str, Any]:
    url = f"{base}/collections/municipalities/items/{feature['id']}"
    described = item_json_ld("municipality", feature, url=url, taxonomy={})
    return described | {"mainEntityOfPage": page}


def _totals(counts: dict[str, dict[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for by_code in counts.values():
        for code, count in by_code.items():
            found[code] = found.get(code, 0) + count
    return found


def _properties(features: list[Feature]) -> list[dict[str, Any]]:
    return [one["properties"] for one in features]


routes = [
    Route(at.MUNICIPALITIES, index),
    Route(at.MUNICIPALITY, municipality),
]
