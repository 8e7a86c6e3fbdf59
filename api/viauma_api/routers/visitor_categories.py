"""The kinds of places: all of them with counts, and a page for each."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma.taxonomy.rules import CategoryRef
from viauma_api.links import base_url
from viauma_api.service import service_of
from viauma_api.visitors import paths as at
from viauma_api.visitors.branch import branch_of, filter_of, groups_of
from viauma_api.visitors.language import language_of
from viauma_api.visitors.listing import occurring
from viauma_api.visitors.missing import alike, missing_page
from viauma_api.visitors.page import Head, visitor_page
from viauma_api.visitors.pager import pager_of
from viauma_api.visitors.paths import Paths
from viauma_api.visitors.words import VOICES


async def index(request: Request) -> Response:
    """Show the categories that have places, under those at the top."""
    service, voice = service_of(request), VOICES[language_of(request)]
    head = Head(title=voice("category.index"), description=voice("category.index_description"))
    groups = groups_of(await service.categories(), await occurring(service), voice)
    return visitor_page(request, "categories.html", head, groups=groups)


async def category(request: Request) -> Response:
    """Show a category, or a group of them, and its places."""
    service, voice = service_of(request), VOICES[language_of(request)]
    known, key = await service.categories(), request.path_params["key"]
    paths = Paths(base_url(request), language_of(request))
    one = next((one for one in known if one.key == key), None)
    if one is None:
        spelled = (
            (text, (voice.pick(other.labels), paths.category(other.key)))
            for other in known
            for text in (other.key, *other.labels.values())
        )
        return missing_page(request, near=alike(key, spelled))
    counts = await occurring(service)
    branch = branch_of(one, known, counts, voice)
    pager = await pager_of(request, filter_of(one, known), paths.category(key))
    head = Head(
        title=branch.label,
        description=voice("category.description", branch.label, voice.places(branch.count)),
        is_indexed=pager.is_first and branch.count > 0,
    )
    return visitor_page(
        request,
        "category.html",
        head,
        branch=branch,
        definition=await _definition(request, key),
        above=[branch_of(up, known, counts, voice) for up in known if up.key in one.path[:-1]],
        below=[
            branch_of(down, known, counts, voice) for down in known if down.path[:-1] == one.path
        ],
        by_municipality=await _by_municipality(request, one),
        pager=pager,
        address=paths.category(key),
    )


async def _definition(request: Request, key: str) -> str:
    schema = (await service_of(request).vocabulary()).taxonomy.get(key)
    return VOICES[language_of(request)].pick(schema.definitions) if schema else ""


async def _by_municipality(request: Request, one: CategoryRef) -> list[tuple[str, str, int]]:
    """Count the branch by municipality: name, slug and count; the unknown one has no slug."""
    service, voice = service_of(request), VOICES[language_of(request)]
    totals: dict[str, int] = {}
    keys = {other.key for other in await service.categories() if one.key in other.path}
    for key, by_code in (await occurring(service)).items():
        for code, count in by_code.items() if key in keys else ():
            totals[code] = totals.get(code, 0) + count
    rows = [
        (other.name, other.slug, totals[other.code])
        for other in await service.municipalities()
        if other.code in totals
    ]
    unknown = totals.get("", 0)
    return rows + ([(voice("category.unknown_municipality"), "", unknown)] if unknown else [])


routes = [
    Route(at.CATEGORIES, index),
    Route(at.CATEGORY, category),
]
