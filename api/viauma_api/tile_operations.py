"""The operations of tiles: grids, tilesets of everything and of each collection, tiles."""

from collections.abc import Iterator, Mapping

from viauma.geo.tile_matrix_sets import TILE_MATRIX_SETS
from viauma_api import parameters as p
from viauma_api.collections import COLLECTIONS, Collection
from viauma_api.operation import ONLY_FORMAT, Operation, PathParameter, Tag

MVT = "application/vnd.mapbox-vector-tile"
TILEJSON = "application/vnd.mapbox.tile+json"

TILE_TYPES = {"mvt": MVT}
TILESET_TYPES = {"json": "application/json", "tilejson": TILEJSON, "html": "text/html"}

USUAL_LAYERS = ("places", "municipalities", "projects")
"""What the tiles of everything hold unless told otherwise; the others are faces of places."""

TILES = Tag("Tiles", "Vector tiles of everything, and the grids. / Vektorplattor och deras rutnät.")


def _format(types: Mapping[str, str]) -> p.Parameter:
    return p.Parameter(
        "f",
        {"type": "string", "enum": list(types)},
        "Representation; stronger than the Accept header.",
        p.one_of("f", *types),
    )


def _read_collections(text: str) -> tuple[str, ...]:
    names = p.read_list("collections")(text)
    for name in names:
        p.one_of("collections", *COLLECTIONS)(name)
    return tuple(dict.fromkeys(names))


TILE_F, TILESET_F = _format(TILE_TYPES), _format(TILESET_TYPES)
SELECTED = p.Parameter(
    "collections",
    {"type": "array", "minItems": 1, "items": {"type": "string", "enum": list(COLLECTIONS)}},
    f"The layers, in this order; without it {', '.join(USUAL_LAYERS)}.",
    _read_collections,
)

GRID = PathParameter("tileMatrixSetId", "Id of the grid.", tuple(TILE_MATRIX_SETS))
LEVEL = PathParameter("tileMatrix", "Level of the grid, from 0.")
ROW = PathParameter("tileRow", "Row of the tile, from 0 in the north.")
COLUMN = PathParameter("tileCol", "Column of the tile, from 0 in the west.")
ADDRESS = "/".join(f"{{{one.name}}}" for one in (LEVEL, ROW, COLUMN))

OF_A_TILE = (
    "Row before column. A tile without anything in it is 204; one outside the grid, or empty and "
    "outside the tileset's limits, is 404. docs/tiles.md says what tiles hold."
)


def tile_operations() -> Iterator[Operation]:
    """List the operations that concern no single collection."""
    yield Operation(
        path="/tileMatrixSets", id="getTileMatrixSetsList", tag=TILES, summary="The grids",
        description="The tile matrix sets that tiles are cut by.", schema="tileMatrixSets",
    )  # fmt: skip
    yield Operation(
        path=f"/tileMatrixSets/{{{GRID.name}}}", id="getTileMatrixSet", tag=TILES,
        summary="A grid", description="Its origin, and the sizes of its levels (TMS 2.0).",
        schema="tileMatrixSet", path_parameters=(GRID,),
    )  # fmt: skip
    own = p.table(SELECTED)
    yield from _tiled("/tiles", "dataset.vector", TILES, "everything", own)


def tiles_of_collection(collection: Collection, tag: Tag) -> Iterator[Operation]:
    """List the operations of a collection's tiles."""
    home = f"/collections/{collection.id}/tiles"
    id_ = f"{collection.id}.collection.vector"
    record = collection.record
    yield from _tiled(home, id_, tag, collection.title.lower(), collection.filters, record)


def _tiled(
    home: str,
    id_: str,
    tag: Tag,
    what: str,
    narrowing: Mapping[str, p.Parameter],
    record: str | None = None,
) -> Iterator[Operation]:
    linked = ("Link",) if record else ()
    yield Operation(
        path=home, id=f"{id_}.getTileSetsList", tag=tag, summary=f"The tilesets of {what}",
        description="One for each grid, with the limits of the data and the tiles' address.",
        schema="tilesets", parameters={**narrowing, **ONLY_FORMAT}, queryables_of=record,
        headers=linked,
    )  # fmt: skip
    yield Operation(
        path=f"{home}/{{{GRID.name}}}", id=f"{id_}.getTileSet", tag=tag,
        summary=f"A tileset of {what}",
        description="What the tiles hold, within which limits, and their address; as TileJSON for "
        "WebMercatorQuad. What narrows it stands in the tiles' address too.",
        schema="tileset", media_types=tuple(TILESET_TYPES.values()), unlike=frozenset((TILEJSON,)),
        parameters={**narrowing, **p.table(TILESET_F)}, queryables_of=record,
        path_parameters=(GRID,), headers=linked,
    )  # fmt: skip
    yield Operation(
        path=f"{home}/{{{GRID.name}}}/{ADDRESS}", id=f"{id_}.getTile", tag=tag,
        summary=f"A tile of {what}", description=OF_A_TILE, media_types=(MVT,),
        parameters={**narrowing, **p.table(TILE_F)}, queryables_of=record,
        path_parameters=(GRID, LEVEL, ROW, COLUMN), may_be_empty=True,
        headers=("Last-Modified", *linked),
    )  # fmt: skip
