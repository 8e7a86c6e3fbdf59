"""Every route as data: the table that refuses unknown parameters also writes the API document."""

from dataclasses import dataclass, field

from viauma_api import parameters as p
from viauma_api.collections import COLLECTIONS, Collection

JSON_OR_HTML = ("application/json", "text/html")
GEOJSON_OR_HTML = ("application/geo+json", "text/html")

ONLY_FORMAT = p.table(p.F)


@dataclass(frozen=True, slots=True)
class Operation:
    """A GET operation of the API."""

    path: str
    id: str
    summary: str
    media_types: tuple[str, ...] = JSON_OR_HTML
    parameters: dict[str, p.Parameter] = field(default_factory=lambda: ONLY_FORMAT)
    path_parameters: tuple[str, ...] = ()


LANDING = Operation("/", "getLandingPage", "The landing page")
CONFORMANCE = Operation("/conformance", "getConformance", "What this API conforms to")
ALL_COLLECTIONS = Operation("/collections", "getCollections", "The collections")
HEALTH = Operation("/healthz", "getHealth", "Whether the process runs", ("application/json",))
READY = Operation("/readyz", "getReadiness", "Whether it can answer", ("application/json",))

COUNTS_PARAMETERS = {
    **{name: item for name, item in COLLECTIONS["places"].filters.items() if name != "near"},
    **p.table(p.NEAR, p.BY, p.F),
}


def collection_operations(collection: Collection) -> list[Operation]:
    """List the operations of one collection."""
    base = f"/collections/{collection.id}"
    name = collection.id.capitalize()
    found = [
        Operation(base, f"get{name}Collection", f"The collection {collection.title}"),
        Operation(
            f"{base}/items",
            f"get{name}",
            collection.description,
            GEOJSON_OR_HTML,
            collection.parameters,
        ),
        Operation(
            f"{base}/items/{{featureId}}",
            f"get{name}Item",
            f"{collection.item_title} by id or slug",
            GEOJSON_OR_HTML,
            path_parameters=("featureId",),
        ),
    ]
    if collection.holds_places:
        found.append(
            Operation(
                f"{base}/counts",
                f"get{name}Counts",
                "Counts by municipality and category, with rates",
                JSON_OR_HTML,
                COUNTS_PARAMETERS,
            )
        )
    return found


def all_operations() -> list[Operation]:
    """List every documented operation."""
    of_collections = [
        operation
        for collection in COLLECTIONS.values()
        for operation in collection_operations(collection)
    ]
    return [LANDING, CONFORMANCE, ALL_COLLECTIONS, *of_collections, HEALTH, READY]
