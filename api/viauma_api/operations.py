"""Every route as data: the table that refuses unknown parameters also writes the API document."""

from collections.abc import Iterator

from viauma_api import parameters as p
from viauma_api import place_parameters as pp
from viauma_api.collections import COLLECTIONS, Collection
from viauma_api.formats import ITEM, ITEM_F, ITEMS, ITEMS_F, offered
from viauma_api.operation import (
    JSON_OR_HTML,
    ONLY_FORMAT,
    ONLY_JSON,
    ONLY_JSON_FORMAT,
    Operation,
    PathParameter,
    Tag,
)

__all__ = [
    "ALL_COLLECTIONS",
    "API_30",
    "API_31",
    "API_INFO",
    "CONFORMANCE",
    "COUNTS_PARAMETERS",
    "HEALTH",
    "LANDING",
    "ONLY_FORMAT",
    "OPENAPI_30",
    "OPENAPI_31",
    "READY",
    "all_operations",
]

OPENAPI_30 = "application/vnd.oai.openapi+json;version=3.0"
OPENAPI_31 = "application/vnd.oai.openapi+json;version=3.1"

START = Tag("Start", "What there is, what it conforms to, and this description. / Börja här.")
RUNNING = Tag("Running", "For those who run the service. / För den som driver tjänsten.")

NO_DATABASE = (400, 406, 414, 500)

LANDING = Operation(
    path="/", id="getLandingPage", tag=START, summary="The landing page",
    description="Links to the description of the API, what it conforms to, and the collections.",
    schema="landingPage",
)  # fmt: skip
CONFORMANCE = Operation(
    path="/conformance", id="getConformance", tag=START, summary="What this API conforms to",
    description="The conformance classes of OGC standards that hold here, as URIs.",
    schema="conformance",
)  # fmt: skip
API_30 = Operation(
    path="/api", id="getApi", tag=START, summary="This description, in OpenAPI 3.0",
    description="What the API can be asked, for programs. Accept chooses OpenAPI 3.1 or a page "
    "for people instead.",
    media_types=(OPENAPI_30, OPENAPI_31, *JSON_OR_HTML), schema="apiDescription",
)  # fmt: skip
API_31 = Operation(
    path="/api/openapi-31", id="getApi31", tag=START, summary="This description, in OpenAPI 3.1",
    description="The same as /api in the later version, whose schemas are JSON Schema 2020-12.",
    media_types=(OPENAPI_31, *ONLY_JSON), parameters=ONLY_JSON_FORMAT, schema="apiDescription",
)  # fmt: skip
API_INFO = Operation(
    path="/api-info", id="getApiInfo", tag=START, summary="About this API",
    description="Name, version, release and status, as the Swedish REST API profile has them.",
    media_types=ONLY_JSON, parameters=ONLY_JSON_FORMAT, schema="apiInfo", refusals=NO_DATABASE,
)  # fmt: skip
HEALTH = Operation(
    path="/healthz", id="getHealth", tag=RUNNING, summary="Whether the process runs",
    description="Answered without asking the database.",
    media_types=ONLY_JSON, parameters=ONLY_JSON_FORMAT, schema="health",
    is_kept=False, refusals=NO_DATABASE,
)  # fmt: skip
READY = Operation(
    path="/readyz", id="getReadiness", tag=RUNNING, summary="Whether it can answer",
    description="Reads a published place; 503 with the reason when that does not work.",
    media_types=ONLY_JSON, parameters=ONLY_JSON_FORMAT, schema="health", is_kept=False,
)  # fmt: skip

COLLECTION_LIST = Tag("Collections", "What kinds of features there are. / Vad som finns.")
ALL_COLLECTIONS = Operation(
    path="/collections", id="getCollections", tag=COLLECTION_LIST, summary="The collections",
    description="Each collection with its extent, its reference systems and where its features "
    "are.", schema="collections",
)  # fmt: skip

FEATURE_ID = PathParameter("featureId", "Id of the feature, or its slug.")
OF_FEATURES = ("Content-Crs", "Last-Modified")
LINKED_DATA = frozenset(("application/ld+json",))

COUNTS_PARAMETERS = {
    **COLLECTIONS["places"].filters,
    **p.table(pp.BY, p.F),
}


def all_operations() -> Iterator[Operation]:
    """List every documented operation, in the order of the document."""
    yield from (LANDING, CONFORMANCE, API_30, API_31, API_INFO, ALL_COLLECTIONS)
    for collection in COLLECTIONS.values():
        yield from collection_operations(collection)
    yield from (HEALTH, READY)


def collection_operations(collection: Collection) -> Iterator[Operation]:
    """List the operations of one collection."""
    name = collection.id.capitalize()
    tag = Tag(collection.title, f"{collection.description} / {collection.description_sv}")
    home = f"/collections/{collection.id}"
    yield Operation(
        path=home, id=f"get{name}Collection", tag=tag, summary=f"About {collection.title.lower()}",
        description=f"Extent, reference systems and links. {collection.description}",
        schema="collection",
    )  # fmt: skip
    yield _items(collection, f"{home}/items", f"get{name}", tag)
    yield _item(collection, f"{home}/items/{{{FEATURE_ID.name}}}", f"get{name}Item", tag)
    if collection.holds_places:
        yield _counts(f"{home}/counts", f"get{name}Counts", tag)


def _items(collection: Collection, path: str, id_: str, tag: Tag) -> Operation:
    return Operation(
        path=path, id=id_, tag=tag, summary=f"{collection.title}, page by page or as a file",
        description=f"{collection.description} Every parameter narrows the answer; together they "
        "must all hold. Follow the link next to the following page.",
        media_types=_media_types(offered(ITEMS)), unlike=LINKED_DATA,
        schema=f"{collection.record}FeatureCollection",
        parameters={**collection.filters, **p.table(*p.PAGING, ITEMS_F)},
        queryables_of=collection.record, headers=OF_FEATURES,
    )  # fmt: skip


def _item(collection: Collection, path: str, id_: str, tag: Tag) -> Operation:
    return Operation(
        path=path, id=id_, tag=tag, summary=f"{collection.item_title} by id or slug",
        description="One feature with its geometry, all its properties, source and licence.",
        media_types=_media_types(offered(ITEM)), unlike=LINKED_DATA,
        schema=f"{collection.record}Feature",
        parameters=p.table(p.CRS, ITEM_F),
        path_parameters=(FEATURE_ID,), headers=OF_FEATURES,
    )  # fmt: skip


def _counts(path: str, id_: str, tag: Tag) -> Operation:
    return Operation(
        path=path, id=id_, tag=tag, summary="Counts by municipality and category, with rates",
        description="How many places match, for each municipality and category, and how many that "
        "is per 1 000 inhabitants and per 100 square kilometres.",
        schema="counts", parameters=COUNTS_PARAMETERS,
    )  # fmt: skip


def _media_types(offered_as: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(offered_as.values()))
