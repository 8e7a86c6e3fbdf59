"""Development projects: all of them, and a page for each; contact persons stand on neither."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from viauma_api.links import base_url
from viauma_api.schema_org import item_json_ld
from viauma_api.service import service_of
from viauma_api.visitors import paths as at
from viauma_api.visitors import project_page as told
from viauma_api.visitors.language import language_of
from viauma_api.visitors.missing import Lead, alike, missing_page
from viauma_api.visitors.page import Head, visitor_page
from viauma_api.visitors.paths import Paths
from viauma_api.visitors.records import Feature, municipalities, place, projects
from viauma_api.visitors.words import VOICES
from viauma_maps.locator import locator_svg

MOST_PLACES = 50


async def index(request: Request) -> Response:
    """Show the projects with their time frame and budget."""
    voice = VOICES[language_of(request)]
    head = Head(title=voice("project.index"), description=voice("project.index_description"))
    known = [one["properties"] for one in await projects(service_of(request))]
    return visitor_page(request, "projects.html", head, projects=known, told=told)


async def project(request: Request) -> Response:
    """Show a project."""
    service, voice = service_of(request), VOICES[language_of(request)]
    known, slug = await projects(service), request.path_params["slug"]
    paths = Paths(base_url(request), language_of(request))
    one = next((one for one in known if slug in {one["properties"]["slug"], one["id"]}), None)
    if one is None:
        return missing_page(request, near=alike(slug, _spelled(known, paths)))
    properties, outlines = one["properties"], await municipalities(service)
    if slug == one["id"]:
        return RedirectResponse(paths.project(properties["slug"]), HTTPStatus.MOVED_PERMANENTLY)
    title = told.title_of(properties, voice)
    head = Head(
        title=title,
        description=told.summary_of(properties, voice) or title,
        json_ld=_json_ld(one, base_url(request), paths.project(properties["slug"])),
    )
    places = [await place(service, id_) for id_ in properties["places"][:MOST_PLACES]]
    labels = {category.key: voice.pick(category.labels) for category in await service.categories()}
    return visitor_page(
        request,
        "project.html",
        head,
        p=properties,
        told=told,
        id_=one["id"],
        accounts=told.rows_of(properties, voice),
        concerned=[m["properties"] for m in outlines if m["id"] in properties["municipalities"]],
        labels=labels,
        part_of=next(
            (x["properties"] for x in known if x["properties"]["slug"] == properties["part_of"]),
            None,
        ),
        places=[found for found in places if found],
        locator=locator_svg(outlines, one, voice("project.locator")) if one["geometry"] else "",
    )


def _spelled(known: list[Feature], paths: Paths) -> Iterator[tuple[str, Lead]]:
    for one in known:
        slug = one["properties"]["slug"]
        title = told.title_of(one["properties"], VOICES[paths.language])
        yield slug, (title, paths.project(slug))
        yield title, (title, paths.project(slug))


def _json_ld(feature: Feature, base: str, page: str) -> dict[str, Any]:
    url = f"{base}/collections/projects/items/{feature['id']}"
    described = item_json_ld("project", feature, url=url, taxonomy={})
    return described | {"mainEntityOfPage": page}


routes = [
    Route(at.PROJECTS, index),
    Route(at.PROJECT, project),
]
