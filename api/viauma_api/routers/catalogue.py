"""The data catalogue: RDF for harvesters at one address, and a page for people."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma_api.catalogue import (
    DOCUMENT_PATH,
    PAGE_PATH,
    PARAMETERS,
    SYNTAXES,
    Catalogue,
    compose,
)
from viauma_api.collections import COLLECTIONS
from viauma_api.http.conditional import conditional
from viauma_api.licences import LICENCE_PAGES
from viauma_api.links import base_url
from viauma_api.media import negotiate
from viauma_api.pages import render
from viauma_api.parameters import read_parameters
from viauma_api.publisher import publisher_of
from viauma_api.responses import html_response
from viauma_api.service import service_of


async def document(request: Request) -> Response:
    """Answer with the catalogue; RDF/XML, as harvesters expect, unless something else is asked."""
    return await _answer(request, "rdf")


async def page(request: Request) -> Response:
    """Answer with the catalogue as a page, unless something else is asked."""
    return await _answer(request, "html")


async def _answer(request: Request, default: str) -> Response:
    read_parameters(request, PARAMETERS)
    syntax = negotiate(request, SYNTAXES, default)
    catalogue = await _catalogue(request)
    if syntax == "html":
        return html_response(_page(request, catalogue), request)
    # Building a graph takes a while the first time: others need not wait for it.
    body = await run_in_threadpool(_written, catalogue, SYNTAXES[syntax])
    return conditional(request, body, SYNTAXES[syntax])


def _page(request: Request, catalogue: Catalogue) -> str:
    rights: dict[tuple[str, str], list[str]] = {}
    for one in catalogue.datasets:
        sentences = (one.subject.rights_en, one.subject.rights_sv)
        rights.setdefault(sentences, []).append(one.collection.title)
    return render(
        request,
        "catalog.html",
        catalogue=catalogue,
        syntaxes=SYNTAXES,
        rights=rights.items(),
        licences=LICENCE_PAGES,
        names={address: name for name, address in LICENCE_PAGES.items()},
    )


def _written(catalogue: Catalogue, media_type: str) -> bytes:
    from viauma_api.catalogue_graph import written

    return written(catalogue, media_type)


async def _catalogue(request: Request) -> Catalogue:
    service = service_of(request)
    around = {collection.extent_of for collection in COLLECTIONS.values()}
    changed_at = await service.changed_at()
    return compose(
        base_url(request),
        {of: await service.extent(of) for of in sorted(around)},
        await service.municipalities(),
        # A day is precise enough for a portal that comes once a night, and lets it be remembered.
        modified=changed_at.date(),
        publisher=publisher_of(service.settings.catalogue),
    )


routes = [
    Route(DOCUMENT_PATH, document),
    Route(PAGE_PATH, page),
]
