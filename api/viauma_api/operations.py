"""Every route as data: the table that refuses unknown parameters also writes the API document."""

from collections.abc import Iterator

from viauma_api.catalogue import DOCUMENT_PATH, PAGE_PATH, SYNTAXES
from viauma_api.catalogue import PARAMETERS as CATALOGUE_PARAMETERS
from viauma_api.codelists import CODELISTS
from viauma_api.collection_operations import collection_operations
from viauma_api.collections import COLLECTIONS
from viauma_api.operation import (
    JSON_OR_HTML,
    NO_DATABASE,
    ONLY_FORMAT,
    ONLY_JSON,
    ONLY_JSON_FORMAT,
    Operation,
    PathParameter,
    Tag,
)
from viauma_api.problem_types import PROBLEM_TYPES
from viauma_api.suggestion_operations import SUGGESTIONS
from viauma_api.tile_operations import tile_operations

__all__ = [
    "ALL_COLLECTIONS",
    "API_30",
    "API_31",
    "API_INFO",
    "CONFORMANCE",
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
LISTS = Tag("Codelists", "What codes mean, and what filters may call. / Vad koderna betyder.")
CATALOGUE = Tag("Catalogue", "The data as data portals list them. / Datakatalogen.")
RUNNING = Tag("Running", "For those who run the service. / För den som driver tjänsten.")

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
ALL_COLLECTIONS = Operation(
    path="/collections", id="getCollections", tag=START, summary="The collections",
    description="Each collection with its extent, its reference systems and where its features "
    "are.",
    schema="collections",
)  # fmt: skip

PROBLEM_TYPE = PathParameter(
    "problemType", "Name of the kind of problem.", tuple(one.name for one in PROBLEM_TYPES.values())
)
PROBLEM_KIND = Operation(
    path=f"/problems/{{{PROBLEM_TYPE.name}}}", id="getProblemType", tag=START,
    summary="What a kind of problem means",
    description="Where the member type of a problem leads: what went wrong, and what to do.",
    schema="problemType", path_parameters=(PROBLEM_TYPE,), refusals=NO_DATABASE,
)  # fmt: skip

CODELIST_ID = PathParameter("codelistId", "Name of the codelist.", tuple(CODELISTS))
CODELIST_OPERATIONS = (
    Operation(
        path="/codelists", id="getCodelists", tag=LISTS, summary="The codelists",
        description="The lists that values of category and municipality come from.",
        schema="codelists", refusals=NO_DATABASE,
    ),
    Operation(
        path=f"/codelists/{{{CODELIST_ID.name}}}", id="getCodelist", tag=LISTS,
        summary="The codes of a list with what they mean",
        description="Each code with its labels in Swedish and English.",
        schema="codelist", path_parameters=(CODELIST_ID,),
    ),
    Operation(
        path="/functions", id="getFunctions", tag=LISTS, summary="The functions of filters",
        description="What a CQL2 filter may call, with arguments and results.",
        schema="functions", refusals=NO_DATABASE,
    ),
)  # fmt: skip

CATALOGUE_OPERATIONS = (
    Operation(
        path=PAGE_PATH, id="getCatalogPage", tag=CATALOGUE, summary="The catalogue, for people",
        description="Every collection as a dataset with its formats, licence and publisher.",
        media_types=tuple(SYNTAXES.values()), parameters=CATALOGUE_PARAMETERS,
    ),
    Operation(
        path=DOCUMENT_PATH, id="getCatalog", tag=CATALOGUE, summary="The catalogue, for harvesters",
        description="DCAT-AP-SE 3.0.1 at one absolute address; RDF/XML unless something else is "
        "asked for.",
        media_types=tuple(SYNTAXES.values()), parameters=CATALOGUE_PARAMETERS,
    ),
)  # fmt: skip

HEALTH = Operation(
    path="/healthz", id="getHealth", tag=RUNNING, summary="Whether the process runs",
    description="Answered without asking the database.",
    media_types=ONLY_JSON, parameters=ONLY_JSON_FORMAT, schema="health",
    is_kept=False, refusals=(400, 414, 500),
)  # fmt: skip
READY = Operation(
    path="/readyz", id="getReadiness", tag=RUNNING, summary="Whether it can answer",
    description="Reads a published place; 503 with the reason when that does not work.",
    media_types=ONLY_JSON, parameters=ONLY_JSON_FORMAT, schema="health", is_kept=False,
    refusals=(400, 414, 500, 503),
)  # fmt: skip


def all_operations() -> Iterator[Operation]:
    """List every documented operation, in the order of the document."""
    yield from (LANDING, CONFORMANCE, API_30, API_31, API_INFO, PROBLEM_KIND, ALL_COLLECTIONS)
    for collection in COLLECTIONS.values():
        yield from collection_operations(collection)
    yield from tile_operations()
    yield SUGGESTIONS
    yield from (*CODELIST_OPERATIONS, *CATALOGUE_OPERATIONS, HEALTH, READY)
