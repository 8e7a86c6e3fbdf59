"""Everything that works without a network: the worker, what it keeps, and the page to choose it."""

from typing import Any

import xxhash
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma.errors import InvalidInput
from viauma_api.http.conditional import conditional
from viauma_api.http.inside import Inside
from viauma_api.links import base_url
from viauma_api.responses import dump, json_response
from viauma_api.service import service_of
from viauma_api.visitors import paths as at
from viauma_api.visitors.choices import Choices
from viauma_api.visitors.controls import controls
from viauma_api.visitors.language import LANGUAGES, Language, language_of
from viauma_api.visitors.listing import Listing, occurring
from viauma_api.visitors.map_data import map_data
from viauma_api.visitors.offline import (
    FORMAT,
    copy_of,
    municipality_of,
    places_document,
    shell_files,
)
from viauma_api.visitors.page import Head, visitor_page
from viauma_api.visitors.paths import Paths
from viauma_api.visitors.web_manifest import web_manifest
from viauma_api.visitors.words import VOICES
from viauma_maps.assets import asset_text
from viauma_maps.visitor_assets import FOLDER

JAVASCRIPT = "text/javascript"
WEB_MANIFEST = "application/manifest+json"


async def offline_page(request: Request) -> Response:
    """Show what can be kept, and let a visitor keep it."""
    service, language = service_of(request), language_of(request)
    voice = VOICES[language]
    counts = await occurring(service)
    found = [
        (one, sum(by_code.get(one.code, 0) for by_code in counts.values()))
        for one in await service.municipalities()
    ]
    head = Head(title=voice("offline.title"), description=voice("offline.lead"), script="offline")
    data = {"base": base_url(request), "language": language, "words": voice.room("offline")}
    kept = [(one, count) for one, count in found if count]
    return visitor_page(request, "offline.html", head, municipalities=kept, data=data)


async def empty_map(request: Request) -> Response:
    """Show the map's page with an empty list, which the worker fills from what is kept."""
    service, voice = service_of(request), VOICES[language_of(request)]
    head = Head(
        title=voice("map.title"),
        description=voice("map.description"),
        script="map",
        is_indexed=False,
    )
    return visitor_page(
        request,
        "map.html",
        head,
        choices=Choices(),
        text="",
        q="",
        near="",
        found=Listing([], 0, None),
        offers=[],
        unknown="",
        problem="",
        controls=await controls(service, Choices(), voice),
        data=await map_data(service, base_url(request), language_of(request)),
        more=None,
        downloads=[],
    )


async def copy(request: Request) -> Response:
    """List the files of a municipality's copy, each with its ETag and its bytes."""
    service, language = service_of(request), _asked_language(request)
    one = await municipality_of(service, request.path_params["code"])
    return json_response(await copy_of(service, Inside(request), one, language), request)


async def places(request: Request) -> Response:
    """Answer with a municipality's places as the worker reads them."""
    service, language = service_of(request), _asked_language(request)
    one = await municipality_of(service, request.path_params["code"])
    return json_response(await places_document(service, one, language, base_url(request)), request)


async def worker(request: Request) -> Response:
    """Answer with the worker, which begins with what it must know of this version."""
    own = asset_text(f"{FOLDER}/sw.js")
    known = _known()
    told = dump({**known, "version": xxhash.xxh3_64_hexdigest(dump(known) + own.encode())})
    body = b"self.viauma = %b;\n%b" % (told, own.encode())
    return conditional(
        request,
        body,
        JAVASCRIPT,
        headers={"cache-control": "no-cache", "service-worker-allowed": f"{_folder(request)}/"},
    )


async def manifest(request: Request) -> Response:
    """Answer with the web application manifest, by which a phone installs the map."""
    document = web_manifest(Paths(base_url(request), language_of(request)))
    return conditional(request, dump(document), WEB_MANIFEST)


def _known() -> dict[str, Any]:
    """Collect what the worker cannot ask without a network."""
    offline = [Paths("", language).page("offline") for language in LANGUAGES]
    return {
        "format": FORMAT,
        "files": [*offline, "/static/icon.svg", *shell_files()],
        "words": {
            language: VOICES[language].room("offline") | VOICES[language].room("count")
            | {"away": VOICES[language]("place.away", "{0}")}
            for language in LANGUAGES
        },
    }  # fmt: skip


def _folder(request: Request) -> str:
    """Find the folder of the landing page within its host."""
    return base_url(request).partition("://")[2].partition("/")[2].join(("/", "")).rstrip("/")


def _asked_language(request: Request) -> Language:
    asked = request.query_params.get("lang", "en")
    for language in LANGUAGES:
        if asked == language:
            return language
    raise InvalidInput("lang", f"must be one of {', '.join(LANGUAGES)}")


routes = [
    Route("/sw.js", worker),
    Route(at.WEB_MANIFEST, manifest),
    Route(at.OFFLINE, offline_page),
    Route(at.OFFLINE_MAP, empty_map),
    Route("/offline/{code}.json", copy),
    Route("/offline/{code}/places.json", places),
]
