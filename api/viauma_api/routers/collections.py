"""The list of collections, and each of them."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma.errors import NotFound
from viauma_api.collections import COLLECTIONS, Collection, described
from viauma_api.links import base_url, link, self_and_alternate
from viauma_api.negotiation import wants_html
from viauma_api.operations import ALL_COLLECTIONS, ONLY_FORMAT
from viauma_api.pages import render
from viauma_api.parameters import read_parameters
from viauma_api.responses import GEOJSON, HTML, JSON, html_response, json_response
from viauma_api.service import service_of


async def list_collections(request: Request) -> Response:
    """List the collections."""
    read_parameters(request, ALL_COLLECTIONS.parameters)
    documents = [await _document(request, collection) for collection in COLLECTIONS.values()]
    if wants_html(request):
        return html_response(render(request, "collections.html", collections=documents))
    return json_response({"links": self_and_alternate(request, JSON), "collections": documents})


async def one_collection(request: Request) -> Response:
    """Describe a collection."""
    read_parameters(request, ONLY_FORMAT)
    collection = collection_of(request)
    document = await _document(request, collection)
    if wants_html(request):
        return html_response(
            render(request, "collection.html", collection=document, asked=collection)
        )
    document["links"] = [*self_and_alternate(request, JSON), *document["links"]]
    return json_response(document)


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
    address = f"{base_url(request)}/collections/{collection.id}"
    links = [
        link(f"{address}/items", "items", GEOJSON, collection.title),
        link(f"{address}/items?f=html", "items", HTML, f"{collection.title} as a page"),
    ]
    if collection.holds_places:
        links.append(link(f"{address}/counts", "related", JSON, "Counts with rates"))
    return {**described(collection, box), "links": links}


routes = [
    Route(ALL_COLLECTIONS.path, list_collections),
    Route("/collections/{collection_id}", one_collection),
]
