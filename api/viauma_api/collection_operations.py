"""The operations of each collection: about it, its features, its counts, its schemas."""

from collections.abc import Iterator

from viauma_api import parameters as p
from viauma_api import place_parameters as pp
from viauma_api.collections import Collection
from viauma_api.formats import COUNTS_F, COUNTS_TYPES, ITEM_F, ITEM_TYPES, ITEMS_F, ITEMS_TYPES
from viauma_api.operation import (
    OF_A_BODY,
    ONLY_FORMAT,
    ONLY_JSON_FORMAT,
    REFUSALS,
    Body,
    Operation,
    PathParameter,
    Tag,
)
from viauma_api.tile_operations import tiles_of_collection

OF_FEATURES = ("Content-Crs", "Last-Modified")
LINKED_DATA = frozenset(("application/ld+json",))
SCHEMA_TYPES = ("application/schema+json", "application/json", "text/html")
SCHEMA_PARAMETERS = {**ONLY_FORMAT, **p.table(p.PROFILE)}
FEATURE_ID = PathParameter("featureId", "Id of the feature, or its slug.")

SEARCHED = "The parameters of items as members: numbers, lists and GeoJSON as they are."
SCHEMAS = {
    "queryables": ("Queryables", "What can be filtered by",
                   "Each property that a filter, or a parameter of its name, may ask for."),
    "sortables": ("Sortables", "What can be sorted by",
                  "Each property that the parameter sortby may name."),
    "schema": ("Schema", "What features hold",
               "Each property of the features, with its type, unit and codelist."),
}  # fmt: skip


def collection_operations(collection: Collection) -> Iterator[Operation]:
    """List the operations of one collection."""
    tag = Tag(collection.title, f"{collection.description} / {collection.description_sv}")
    home, name = f"/collections/{collection.id}", f"get{collection.id.capitalize()}"
    yield Operation(
        path=home, id=f"{name}Collection", tag=tag, summary=f"About {collection.title.lower()}",
        description=f"Extent, reference systems and links. {collection.description}",
        schema="collection",
    )  # fmt: skip
    yield _items(collection, f"{home}/items", name, tag)
    yield _item(collection, f"{home}/items/{{{FEATURE_ID.name}}}", f"{name}Item", tag)
    yield _search(collection, f"{home}/search", f"search{collection.id.capitalize()}", tag)
    if collection.holds_places:
        yield _counts(collection, f"{home}/counts", f"{name}Counts", tag)
    for last, (suffix, summary, description) in SCHEMAS.items():
        yield Operation(
            path=f"{home}/{last}", id=f"{name}{suffix}", tag=tag, summary=summary,
            description=description, schema="jsonSchema", media_types=SCHEMA_TYPES,
            parameters=SCHEMA_PARAMETERS, headers=("Link",),
        )  # fmt: skip
    yield from tiles_of_collection(collection, tag)


def _items(collection: Collection, path: str, id_: str, tag: Tag) -> Operation:
    return Operation(
        path=path, id=id_, tag=tag, summary=f"{collection.title}, page by page or as a file",
        description=f"{collection.description} Every parameter narrows the answer; together they "
        "must all hold. Follow the link next to the following page.",
        media_types=_once(ITEMS_TYPES), unlike=LINKED_DATA,
        schema=f"{collection.record}FeatureCollection",
        parameters={**collection.filters, **p.table(*p.PAGING, ITEMS_F)},
        queryables_of=collection.record, headers=(*OF_FEATURES, "Link"),
    )  # fmt: skip


def _item(collection: Collection, path: str, id_: str, tag: Tag) -> Operation:
    return Operation(
        path=path, id=id_, tag=tag, summary=f"{collection.item_title} by id or slug",
        description="One feature with its geometry, all its properties, source and licence.",
        media_types=_once(ITEM_TYPES), unlike=LINKED_DATA, schema=f"{collection.record}Feature",
        parameters=p.table(p.CRS, p.PROPERTIES, ITEM_F),
        path_parameters=(FEATURE_ID,), headers=OF_FEATURES,
        may_have_moved=collection.holds_places,
    )  # fmt: skip


def _search(collection: Collection, path: str, id_: str, tag: Tag) -> Operation:
    return Operation(
        method="post", path=path, id=id_, tag=tag,
        summary=f"{collection.title}, asked for in a body",
        description="The same as items, for polygons and filters that no address has room for. "
        "Nothing is stored.",
        media_types=("application/geo+json", "application/json", "application/vnd.ogc.fg+json",
                     "application/ld+json"),
        unlike=LINKED_DATA, schema=f"{collection.record}FeatureCollection",
        parameters=ONLY_JSON_FORMAT,
        body=Body(SEARCHED, {**collection.filters, **p.table(*p.PAGING)}),
        headers=(*OF_FEATURES, "Link"), is_kept=False, refusals=(*REFUSALS, *OF_A_BODY),
    )  # fmt: skip


def _counts(collection: Collection, path: str, id_: str, tag: Tag) -> Operation:
    return Operation(
        path=path, id=id_, tag=tag, summary="Counts by municipality and category, with rates",
        description="How many places match, for each municipality and category, and how many that "
        "is per 1 000 inhabitants and per 100 square kilometres.",
        schema="counts", media_types=tuple(COUNTS_TYPES.values()),
        parameters={**collection.filters, **p.table(pp.BY, COUNTS_F)},
        queryables_of=collection.record, headers=("Link",),
    )  # fmt: skip


def _once(offered: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(offered.values()))
