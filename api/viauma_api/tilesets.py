"""What tiles there are: tilesets as OGC API Tiles and TMS 2.0 write them down, and as TileJSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from viauma.geo.bbox import BBox
from viauma.geo.tile_matrix_sets import WEB_MERCATOR_QUAD
from viauma.geo.tiles import Limits, TileMatrixSet
from viauma_api.collections import Collection
from viauma_api.links import Link, link
from viauma_api.responses import CRS84
from viauma_api.service import Service
from viauma_api.tile_operations import MVT, TILEJSON

OGC_REL = "http://www.opengis.net/def/rel/ogc/1.0/"
VECTOR_REL, SCHEME_REL = f"{OGC_REL}tilesets-vector", f"{OGC_REL}tiling-scheme"
GEODATA_REL = f"{OGC_REL}geodata"

TEMPLATE = "{tileMatrix}/{tileRow}/{tileCol}"

OF_PLACES = {
    "count": "How many places a point stands for; 1 where it is a place itself",
    "id": "Id of the place, where there is one only",
    "name_sv": "Name in Swedish",
    "name_en": "Name in English",
    "category": "Category; of several places the most frequent",
    "municipality": "Municipality code",
}
OF_OUTLINES = {"id": "Id of the feature", "slug": "Name in addresses", "name": "Name"}

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tiled:
    """What is cut into tiles, and under which address."""

    home: str
    """Absolute address of the list of tilesets."""
    title: str
    collections: tuple[Collection, ...]
    query: str = ""
    """What narrows it, as it stands in addresses."""
    box: BBox | None = None
    """Around all of it."""

    def address(self, grid: TileMatrixSet, rest: str = "", **more: str) -> str:
        """Spell an address below a tileset."""
        query = "&".join(
            part for part in (self.query, *(f"{n}={v}" for n, v in more.items())) if part
        )
        path = f"{self.home}/{grid.id}" + (f"/{rest}" if rest else "")
        return f"{path}?{query}" if query else path

    def limits(self, grid: TileMatrixSet) -> list[Limits]:
        """Find which tiles of a grid can hold something."""
        box = self.box or BBox(-180.0, -90.0, 180.0, 90.0)
        return [grid.limits(box, matrix.level) for matrix in grid.matrices()]


async def box_around(service: Service, collections: tuple[Collection, ...]) -> BBox | None:
    """Find the box around everything in some collections."""
    extents = [await service.extent(name) for name in {one.extent_of for one in collections}]
    boxes = [box for box in extents if box is not None]
    if not boxes:
        return None
    return BBox(
        min(one.west for one in boxes),
        min(one.south for one in boxes),
        max(one.east for one in boxes),
        max(one.north for one in boxes),
    )


def summary(tiled: Tiled, grid: TileMatrixSet, base: str) -> Document:
    """Describe a tileset as a list does."""
    scheme = f"{base}/tileMatrixSets/{grid.id}"
    return {
        "title": f"{tiled.title} in {grid.id}",
        "dataType": "vector",
        "crs": grid.crs_uri,
        "tileMatrixSetId": grid.id,
        "tileMatrixSetURI": grid.uri or scheme,
        "tileMatrixSetLimits": [_limits(one) for one in tiled.limits(grid)],
        "links": [
            link(tiled.address(grid), "self", "application/json", "This tileset"),
            *_ways(tiled, grid),
            link(scheme, SCHEME_REL, "application/json", grid.title),
        ],
    }


def tileset(tiled: Tiled, grid: TileMatrixSet, base: str, links: list[Link]) -> Document:
    """Describe a tileset whole."""
    found = summary(tiled, grid, base)
    found["links"] = [*links, *found["links"][1:]]
    if tiled.box is not None:
        found["boundingBox"] = {
            "lowerLeft": [tiled.box.west, tiled.box.south],
            "upperRight": [tiled.box.east, tiled.box.north],
            "crs": CRS84,
        }
    found["layers"] = [_layer(one, base) for one in tiled.collections]
    return found


def tilejson(
    tiled: Tiled, attribution: str, description: str, categories: Mapping[str, str]
) -> Document:
    """Describe the Web Mercator tileset as TileJSON 3.0; its y is our row, its x our column."""
    grid = WEB_MERCATOR_QUAD
    # A template's braces stand as they are: the client puts numbers in their place.
    found: Document = {
        "tilejson": "3.0.0",
        "name": tiled.title,
        "description": description,
        "attribution": attribution,
        "scheme": "xyz",
        "tiles": [tiled.address(grid, "{z}/{y}/{x}", f="mvt")],
        "minzoom": 0,
        "maxzoom": grid.last_level,
        "vector_layers": vector_layers(tiled.collections, categories),
    }
    if tiled.box is not None:
        box = tiled.box
        found["bounds"] = [box.west, box.south, box.east, box.north]
        found["center"] = [(box.west + box.east) / 2, (box.south + box.north) / 2, 7]
    return found


def vector_layers(
    collections: tuple[Collection, ...], categories: Mapping[str, str]
) -> list[Document]:
    """Describe the layers of tiles and what their features carry."""
    counts = {f"count_{key}": f"How many of: {label}" for key, label in categories.items()}
    return [
        {
            "id": one.id,
            "description": one.description,
            "minzoom": 0,
            "maxzoom": WEB_MERCATOR_QUAD.last_level,
            "fields": {**OF_PLACES, **counts} if one.holds_places else OF_OUTLINES,
        }
        for one in collections
    ]


def _ways(tiled: Tiled, grid: TileMatrixSet) -> list[Link]:
    title = f"Tiles of {tiled.title.lower()}"
    template = link(tiled.address(grid, TEMPLATE, f="mvt"), "item", MVT, title)
    found: list[Link] = [{**template, "templated": True}]
    if grid is WEB_MERCATOR_QUAD:
        address = tiled.address(grid, f="tilejson")
        found.append(link(address, "describedby", TILEJSON, "The tileset as TileJSON"))
    return found


def _limits(one: Limits) -> Document:
    return {
        "tileMatrix": str(one.level),
        "minTileRow": one.min_row,
        "maxTileRow": one.max_row,
        "minTileCol": one.min_column,
        "maxTileCol": one.max_column,
    }


def _layer(collection: Collection, base: str) -> Document:
    fields = OF_PLACES if collection.holds_places else OF_OUTLINES
    properties = {name: {"title": title} for name, title in fields.items()}
    address = f"{base}/collections/{collection.id}"
    return {
        "id": collection.id,
        "title": collection.title,
        "description": collection.description,
        "dataType": "vector",
        "propertiesSchema": {"type": "object", "properties": properties},
        "links": [link(address, GEODATA_REL, "application/json", collection.title)],
    }
