"""Features: pages of them, all of them as a file, and one at a time."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from viauma.db.fastlane import Question, Rows
from viauma.db.named_sql import named_sql
from viauma.errors import NotFound
from viauma.features.found import found_in
from viauma.features.layers import item_question as layer_item
from viauma.geo.crs import CRS84, Crs
from viauma.places.queries import is_uuid, item_question
from viauma_api.asking import page_of, read_request
from viauma_api.collections import Collection
from viauma_api.downloads import DOWNLOADS, download
from viauma_api.filterable import filterable
from viauma_api.formats import ITEM_F, ITEM_TYPES, ITEMS_F, ITEMS_TYPES
from viauma_api.http.conditional import REVALIDATED, not_modified_since
from viauma_api.links import base_url
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
    reference = request.path_params["reference"]
    rows = await _rows(request, collection, reference, crs)
    if not rows:
        return await _elsewhere(request, collection, reference)
    (found,) = selection.applied([found_in(rows[0])])
    changed_at = await service_of(request).changed_at()
    return await show_item(request, kind, collection, found, crs, changed_at)


async def _rows(request: Request, collection: Collection, reference: str, crs: Crs) -> Rows:
    if "\x00" in reference:
        return []
    return await service_of(request).lane.fetch(_item_question(collection, reference, crs))


async def _elsewhere(request: Request, collection: Collection, reference: str) -> Response:
    """Lead from a merged place to the one that it became, by the same kind of reference."""
    target = await _target(request, reference) if collection.holds_places else None
    if target is None or not await _rows(request, collection, target, CRS84):
        raise NotFound(f"There is no '{reference[:80]}' in {collection.id}.")
    query = f"?{request.url.query}" if request.url.query else ""
    address = f"{base_url(request)}/collections/{collection.id}/items/{target}{query}"
    # A merger can be taken back: whoever keeps this asks again.
    return RedirectResponse(address, HTTPStatus.PERMANENT_REDIRECT, {"cache-control": REVALIDATED})


async def _target(request: Request, reference: str) -> str | None:
    if "\x00" in reference:
        return None
    by_id = is_uuid(reference)
    values = {"slug": None if by_id else reference, "id": reference if by_id else None}
    rows = await service_of(request).lane.fetch(Question(named_sql("item_redirect"), values))
    if not rows:
        return None
    id_, slug = rows[0]
    return str((id_ if by_id else slug).decode())


def _item_question(collection: Collection, reference: str, crs: Crs) -> Question:
    if collection.layer is not None:
        return layer_item(collection.layer, reference, crs)
    return item_question(reference, collection.kind or "place", crs)


routes = [
    Route("/collections/{collection_id}/items", filterable(items)),
    Route("/collections/{collection_id}/items/{reference}", item),
]
