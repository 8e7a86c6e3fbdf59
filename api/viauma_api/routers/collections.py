"""The list of collections, and each of them."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma.errors import NotFound
from viauma.geo.crs import SUPPORTED
from viauma_api.collections import COLLECTIONS, Collection, described
from viauma_api.formats import ITEMS, ITEMS_F
from viauma_api.links import Link, base_url, link, self_and_alternate
from viauma_api.media import negotiate
from viauma_api.operations import ALL_COLLECTIONS, ONLY_FORMAT
from viauma_api.pages import render
from viauma_api.parameters import PAGING, read_parameters
from viauma_api.responses import (
    DOCUMENT,
    GEOJSON,
    HTML,
    JSON,
    SCHEMA_JSON,
    html_response,
    json_response,
)
from viauma_api.service import service_of

OGC_REL = "http://www.opengis.net/def/rel/ogc/1.0/"
SCHEMAS = {
    "queryables": "what can be filtered by",
    "sortables": "what can be sorted by",
    "schema": "what features hold",
}


async def list_collections(request: Request) -> Response:
    """List the collections."""
    read_parameters(request, ALL_COLLECTIONS.parameters)
    documents = [await _document(request, collection) for collection in COLLECTIONS.values()]
    if negotiate(request, DOCUMENT, "json") == "html":
        return html_response(render(request, "collections.html", collections=documents), request)
    links = self_and_alternate(request, JSON)
    return json_response({"links": links, "collections": documents}, request)


async def one_collection(request: Request) -> Response:
    """Describe a collection."""
    read_parameters(request, ONLY_FORMAT)
    collection = collection_of(request)
    document = await _document(request, collection)
    if negotiate(request, DOCUMENT, "json") == "html":
        page = render(
            request,
            "collection.html",
            collection=document,
            asked=collection,
            parameters=[*collection.filters.values(), *PAGING, ITEMS_F],
            formats=_formats(request, collection),
            systems=SUPPORTED.values(),
        )
        return html_response(page, request)
    document["links"] = [*self_and_alternate(request, JSON), *document["links"]]
    return json_response(document, request)


def collection_of(request: Request) -> Collection:
    """Find the collection that the path names, or say which there are."""
    collection_id = request.path_params["collection_id"]
    found = COLLECTIONS.get(collection_id)
    if found is None:
        known = ", ".join(COLLECTIONS)
        raise NotFound(f"There is no collection '{collection_id[:60]}'; there are {known}.")
    return found


async def _document(request: Request, collection: Collection) -> dict[str, Any]:
    extent = await service_of(request).extent(collection.extent_of)
    box = [extent.west, extent.south, extent.east, extent.north] if extent else None
    return {**described(collection, box), "links": _links(request, collection)}


def _links(request: Request, collection: Collection) -> list[Link]:
    address = f"{base_url(request)}/collections/{collection.id}"
    title = collection.title
    links = [
        link(f"{address}/items", "items", GEOJSON, title),
        link(f"{address}/items?f=html", "items", HTML, f"{title} as a page"),
        *(
            link(f"{address}/items?f={key}", "items", one.media_type, f"{title} as {one.title}")
            for key, one in ITEMS.items()
            if key not in {"json", "html"}
        ),
        *(
            link(f"{address}/{name}", f"{OGC_REL}{name}", SCHEMA_JSON, f"{title}: {what}")
            for name, what in SCHEMAS.items()
        ),
    ]
    tiles = link(f"{address}/tiles", f"{OGC_REL}tilesets-vector", JSON, f"{title} as vector tiles")
    links.append(tiles)
    if collection.holds_places:
        links.append(link(f"{address}/counts", "related", JSON, "Counts with rates"))
    return links


def _formats(request: Request, collection: Collection) -> list[tuple[str, str]]:
    address = f"{base_url(request)}/collections/{collection.id}/items"
    return [(f"{one.title}: {one.description}", f"{address}?f={key}") for key, one in ITEMS.items()]


routes = [
    Route(ALL_COLLECTIONS.path, list_collections),
    Route("/collections/{collection_id}", one_collection),
]
