"""What can be filtered by, sorted by and returned; the codelists; the functions of filters."""

from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma.cql2.costs import MOST_POINTS, PRICES
from viauma.cql2.functions import FUNCTIONS
from viauma.cql2.limits import MOST_CHARACTERS, MOST_VERTICES
from viauma.errors import NotFound
from viauma_api.codelists import CODELISTS, codelist_document, labels_of
from viauma_api.links import base_url, link, path_of, self_and_alternate
from viauma_api.media import negotiate
from viauma_api.operations import ONLY_FORMAT
from viauma_api.pages import render
from viauma_api.parameters import PROFILE, PROFILE_URI, PROFILES, read_parameters, table
from viauma_api.responses import DOCUMENT, HTML, JSON, SCHEMA_JSON, html_response, json_response
from viauma_api.routers.collections import collection_of
from viauma_api.schemas import (
    Codes,
    queryables_document,
    returnables_document,
    sortables_document,
)
from viauma_api.service import service_of

SCHEMA_TYPES = {"json": SCHEMA_JSON, "plain": JSON, "html": HTML}
"""What a schema is served as; plain JSON only to those who ask for nothing better."""
PARAMETERS = ONLY_FORMAT | table(PROFILE)


async def queryables(request: Request) -> Response:
    """Describe what a filter may name."""
    collection = collection_of(request)
    known = (await service_of(request).vocabulary()).queryables(collection.record)
    return await _answer(
        request, lambda url, codes: queryables_document(collection, known, url, codes)
    )


async def sortables(request: Request) -> Response:
    """Describe what pages can be sorted by."""
    collection = collection_of(request)
    known = (await service_of(request).vocabulary()).queryables(collection.record)
    return await _answer(
        request, lambda url, codes: sortables_document(collection, known, url, codes)
    )


async def returnables(request: Request) -> Response:
    """Describe what features hold."""
    collection = collection_of(request)
    vocabulary = await service_of(request).vocabulary()
    return await _answer(request, partial(returnables_document, collection, vocabulary))


async def functions(request: Request) -> Response:
    """List the functions that filters may call."""
    read_parameters(request, ONLY_FORMAT)
    listed = [one.listed() for one in FUNCTIONS.values()]
    if negotiate(request, DOCUMENT, "json") == "html":
        page = render(
            request,
            "functions.html",
            functions=listed,
            prices=PRICES.values(),
            most_points=f"{MOST_POINTS:,}",
            most_characters=f"{MOST_CHARACTERS:,}",
            most_vertices=f"{MOST_VERTICES:,}",
        )
        return html_response(page, request)
    links = self_and_alternate(request, JSON)
    return json_response({"functions": listed, "links": links}, request)


async def codelists(request: Request) -> Response:
    """List the codelists."""
    read_parameters(request, ONLY_FORMAT)
    base = base_url(request)
    listed = [
        {"id": name, **link(f"{base}/codelists/{name}", "item", JSON, title)}
        for name, title in CODELISTS.items()
    ]
    if negotiate(request, DOCUMENT, "json") == "html":
        return html_response(render(request, "codelists.html", codelists=listed), request)
    links = self_and_alternate(request, JSON)
    return json_response({"codelists": listed, "links": links}, request)


async def codelist(request: Request) -> Response:
    """Show the codes of a list with what they mean."""
    read_parameters(request, ONLY_FORMAT)
    name = request.path_params["codelist_id"]
    if name not in CODELISTS:
        raise NotFound(f"There is no codelist '{name[:60]}'; there are {', '.join(CODELISTS)}.")
    document = await codelist_document(service_of(request), name)
    if negotiate(request, DOCUMENT, "json") == "html":
        return html_response(render(request, "codelist.html", codelist=document), request)
    document["links"] = self_and_alternate(request, JSON)
    return json_response(document, request)


async def _answer(request: Request, write: Callable[[str, Codes], Any]) -> Response:
    values = read_parameters(request, PARAMETERS)
    base, service = base_url(request), service_of(request)
    profile = values.get("profile", PROFILES)[0]
    codes = Codes(base, await labels_of(service), profile)
    document = write(f"{base}{path_of(request)}", codes)
    kind = negotiate(request, SCHEMA_TYPES, "json")
    if kind == "html":
        return html_response(render(request, "schema.html", schema=document), request)
    link = {"link": f'<{PROFILE_URI}{profile}>; rel="profile"'}
    return json_response(document, request, SCHEMA_TYPES[kind], headers=link)


routes = [
    Route("/collections/{collection_id}/queryables", queryables),
    Route("/collections/{collection_id}/sortables", sortables),
    Route("/collections/{collection_id}/schema", returnables),
    Route("/functions", functions),
    Route("/codelists", codelists),
    Route("/codelists/{codelist_id}", codelist),
]
