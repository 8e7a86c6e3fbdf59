"""Features: pages of them, all of them as a file, and one at a time."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma.db.fastlane import Question
from viauma.errors import NotFound
from viauma.features.found import Found, found_in
from viauma.features.layers import item_question as layer_item
from viauma.geo.crs import CRS84, Crs
from viauma.places.queries import item_question
from viauma_api.asking import page_of, read_request
from viauma_api.collections import Collection
from viauma_api.downloads import DOWNLOADS, download
from viauma_api.filterable import filterable
from viauma_api.formats import ITEM_F, ITEM_TYPES, ITEMS_F, ITEMS_TYPES
from viauma_api.http.conditional import not_modified_since
from viauma_api.media import negotiate
from viauma_api.parameters import CRS, PROPERTIES, read_parameters, table
from viauma_api.representations import show_item, show_items
from viauma_api.routers.collections import collection_of
from viauma_api.selection import Selection
from viauma_api.service import service_of

ITEM_PARAMETERS = table(ITEM_F, CRS, PROPERTIES)


async def items(request: Request) -> Response:
    """Answer with a page of features, or with all of them as a file."""
    collection = collection_of(request)
    asked = await read_request(request, collection, ITEMS_F)
    kind = negotiate(request, ITEMS_TYPES, "json")
    changed_at = await service_of(request).changed_at()
    unchanged = not_modified_since(request, changed_at)
    if unchanged is not None:
        return unchanged
    if kind in DOWNLOADS:
        return await download(request, asked, kind)
    page = await page_of(service_of(request), asked)
    return await show_items(request, kind, page, changed_at)


async def item(request: Request) -> Response:
    """Answer with one feature, by id or slug."""
    collection = collection_of(request)
    values = read_parameters(request, ITEM_PARAMETERS)
    kind = negotiate(request, ITEM_TYPES, "json")
    crs: Crs = values.get("crs", CRS84)
    inside = (await service_of(request).vocabulary()).attributes
    selection = Selection.of(collection, values, inside)
    (found,) = selection.applied([await _feature(request, collection, crs)])
    changed_at = await service_of(request).changed_at()
    return await show_item(request, kind, collection, found, crs, changed_at)


async def _feature(request: Request, collection: Collection, crs: Crs) -> Found:
    reference = request.path_params["reference"]
    rows = []
    if "\x00" not in reference:
        rows = await service_of(request).lane.fetch(_item_question(collection, reference, crs))
    if not rows:
        raise NotFound(f"There is no '{reference[:80]}' in {collection.id}.")
    return found_in(rows[0])


def _item_question(collection: Collection, reference: str, crs: Crs) -> Question:
    if collection.layer is not None:
        return layer_item(collection.layer, reference, crs)
    return item_question(reference, collection.kind or "place", crs)


routes = [
    Route("/collections/{collection_id}/items", filterable(items)),
    Route("/collections/{collection_id}/items/{reference}", item),
]
