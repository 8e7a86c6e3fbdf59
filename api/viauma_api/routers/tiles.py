"""OGC API Tiles: the grids, the tilesets of everything and of each collection, and the tiles."""

from http import HTTPStatus
from math import isfinite
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma.errors import NotFound
from viauma.features.layers import tile_question as layer_tile
from viauma.geo.bbox import BBox
from viauma.geo.tile_matrix_sets import (
    TILE_MATRIX_SETS,
    WEB_MERCATOR_QUAD,
    described,
    tile_matrix_set,
)
from viauma.geo.tiles import Tile
from viauma.places.tiles import tile_question
from viauma_api.asking import allowed_parameters
from viauma_api.collections import COLLECTIONS, Collection
from viauma_api.filterable import filterable
from viauma_api.http.conditional import conditional, not_modified_since
from viauma_api.http.kept import AREA
from viauma_api.links import base_url, link, self_and_alternate
from viauma_api.media import negotiate
from viauma_api.operations import ONLY_FORMAT
from viauma_api.pages import render
from viauma_api.parameters import F, Parameter, read_parameters, table
from viauma_api.questions import layer_filter, place_filter
from viauma_api.responses import DOCUMENT, HEADERS, JSON, html_response, json_response
from viauma_api.routers.collections import collection_of
from viauma_api.service import Service, service_of
from viauma_api.tile_operations import (
    MVT,
    SELECTED,
    TILE_F,
    TILE_TYPES,
    TILEJSON,
    TILESET_F,
    TILESET_TYPES,
    USUAL_LAYERS,
)
from viauma_api.tilesets import SCHEME_REL, Tiled, box_around, summary, tilejson, tileset

DATASET = "Places, municipalities and projects"
DESCRIPTION = "While a region is in sight points are counts of places; closer, places themselves."
ADDRESS = "{grid}/{level}/{row}/{column}"


async def tile_matrix_sets(request: Request) -> Response:
    """List the grids."""
    read_parameters(request, ONLY_FORMAT)
    home = f"{base_url(request)}/tileMatrixSets"
    listed = [
        {
            "id": grid.id,
            "title": grid.title,
            **({"uri": grid.uri} if grid.uri else {}),
            "crs": grid.crs_uri,
            "links": [link(f"{home}/{grid.id}", SCHEME_REL, JSON, grid.title)],
        }
        for grid in TILE_MATRIX_SETS.values()
    ]
    if negotiate(request, DOCUMENT, "json") == "html":
        return html_response(render(request, "tile_matrix_sets.html", grids=listed), request)
    links = self_and_alternate(request, JSON)
    return json_response({"tileMatrixSets": listed, "links": links}, request)


async def one_tile_matrix_set(request: Request) -> Response:
    """Describe a grid."""
    read_parameters(request, ONLY_FORMAT)
    document = described(tile_matrix_set(request.path_params["grid"]))
    if negotiate(request, DOCUMENT, "json") == "html":
        return html_response(render(request, "tile_matrix_set.html", grid=document), request)
    return json_response({**document, "links": self_and_alternate(request, JSON)}, request)


async def tilesets(request: Request) -> Response:
    """List the tilesets."""
    tiled, _ = await _tiled(request, F)
    base = base_url(request)
    listed = [summary(tiled, grid, base) for grid in TILE_MATRIX_SETS.values()]
    if negotiate(request, DOCUMENT, "json") == "html":
        page = render(request, "tilesets.html", tilesets=listed, title=tiled.title)
        return html_response(page, request)
    links = self_and_alternate(request, JSON)
    return json_response({"tilesets": listed, "links": links}, request)


async def one_tileset(request: Request) -> Response:
    """Describe a tileset, as OGC's standards do or as TileJSON."""
    tiled, _ = await _tiled(request, TILESET_F)
    grid = tile_matrix_set(request.path_params["grid"])
    offered = {key: kind for key, kind in TILESET_TYPES.items() if key != "tilejson"}
    kind = negotiate(request, TILESET_TYPES if grid is WEB_MERCATOR_QUAD else offered, "json")
    if kind == "tilejson":
        service = service_of(request)
        labels = {
            one.key: one.labels["en"] for one in await service.categories() if not one.abstract
        }
        source = service.settings.catalogue.name_sv
        return json_response(tilejson(tiled, source, DESCRIPTION, labels), request, TILEJSON)
    document = tileset(tiled, grid, base_url(request), self_and_alternate(request, JSON))
    if kind == "html":
        return html_response(render(request, "tileset.html", tileset=document), request)
    return json_response(document, request)


async def one_tile(request: Request) -> Response:
    """Answer with a tile; 204 when there is nothing in it, 404 when there cannot be."""
    tile = _tile(request)
    service = service_of(request)
    collections, values = await _asked(request, TILE_F)
    negotiate(request, TILE_TYPES, "mvt")
    changed_at = await service.changed_at()
    unchanged = not_modified_since(request, changed_at)
    if unchanged is not None:
        return unchanged
    request.scope[AREA] = _area(tile, collections, values)
    body = b"".join([await _layer(service, one, values, tile) for one in collections])
    if body:
        return conditional(request, body, MVT, last_modified=changed_at)
    # Only now: what was written a moment ago may lie outside the limits that are remembered.
    await _check_limits(service, collections, tile)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=HEADERS)


def _area(tile: Tile, collections: tuple[Collection, ...], values: dict[str, Any]) -> BBox | None:
    """Find the box in which a change may touch a tile; None: it may from anywhere.

    A cell stands where its places do on average, which may be a tile further.
    """
    edges = tile.reach(4326, 1.0)
    is_local = "around" not in values and all(one.layer is None for one in collections)
    return BBox(*edges) if is_local and all(map(isfinite, edges)) else None


async def _check_limits(service: Service, collections: tuple[Collection, ...], tile: Tile) -> None:
    box = await box_around(service, collections)
    if box is not None and not tile.grid.limits(box, tile.level).holds(tile):
        raise NotFound("The tile lies outside the limits of the tileset; nothing is there.")


async def _layer(
    service: Service, collection: Collection, values: dict[str, Any], tile: Tile
) -> bytes:
    """Ask for a layer; layers that stand one behind the other make a tile."""
    if collection.layer is not None:
        narrowed = await layer_filter(service, collection, values)
        asked = layer_tile(collection.layer, narrowed, tile, collection.id)
    else:
        asked = tile_question(tile, await place_filter(service, collection, values), collection.id)
    ((body,),) = await service.lane.fetch(asked)
    return bytes(body)


def _tile(request: Request) -> Tile:
    path = request.path_params
    grid = tile_matrix_set(path["grid"])
    return grid.tile(path["level"], path["row"], path["column"])


async def _tiled(request: Request, f: Parameter) -> tuple[Tiled, dict[str, Any]]:
    service = service_of(request)
    collections, values = await _asked(request, f)
    of_one = "collection_id" in request.path_params
    for one in collections if of_one else ():
        # What cannot be asked of tiles is refused here, before the address is handed out.
        await (layer_filter if one.layer else place_filter)(service, one, values)
    home = f"/collections/{collections[0].id}" if of_one else ""
    query = {name: text for name, text in request.query_params.items() if name != "f"}
    tiled = Tiled(
        home=f"{base_url(request)}{home}/tiles",
        title=collections[0].title if of_one else DATASET,
        collections=collections,
        query=urlencode(query),
        box=await box_around(service, collections),
    )
    return tiled, values


async def _asked(request: Request, f: Parameter) -> tuple[tuple[Collection, ...], dict[str, Any]]:
    """Read which collections are meant, and what narrows them."""
    if "collection_id" in request.path_params:
        collection = collection_of(request)
        vocabulary = await service_of(request).vocabulary()
        known = allowed_parameters(vocabulary, collection, (f,))
        return (collection,), read_parameters(request, known)
    values = read_parameters(request, table(SELECTED, f))
    names = values.pop(SELECTED.name, USUAL_LAYERS)
    return tuple(COLLECTIONS[name] for name in names), values


OF_ONE = "/collections/{collection_id}/tiles"

routes = [
    Route(f"{OF_ONE}/{ADDRESS}", filterable(one_tile)),
    Route(f"/tiles/{ADDRESS}", one_tile),
    Route(OF_ONE, filterable(tilesets)),
    Route(f"{OF_ONE}/{{grid}}", filterable(one_tileset)),
    Route("/tiles", tilesets),
    Route("/tiles/{grid}", one_tileset),
    Route("/tileMatrixSets", tile_matrix_sets),
    Route("/tileMatrixSets/{grid}", one_tile_matrix_set),
]
