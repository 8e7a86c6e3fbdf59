"""The API document in OpenAPI 3.0 and 3.1, written from the tables that the routes obey.

FastAPI would write 3.1 from Python signatures; the OGC suite parses 3.0 only, and asks for
schemas (array parameters with their bounds, explicit style) that signatures cannot express.
"""

from enum import StrEnum
from functools import lru_cache
from typing import Any

from viauma_api import api_info
from viauma_api.examples import component_examples
from viauma_api.openapi_bodies import request_body
from viauma_api.openapi_dialect import in_openapi_30
from viauma_api.openapi_parameters import TRACEPARENT, ComponentParameters
from viauma_api.openapi_responses import answers, component_headers, component_problems
from viauma_api.openapi_schemas import component_schemas
from viauma_api.operation import Operation, Tag
from viauma_api.operations import OPENAPI_30, all_operations
from viauma_api.publisher import Publisher
from viauma_api.responses import dump
from viauma_api.vocabulary import Vocabulary

MEDIA_TYPE = OPENAPI_30

Document = dict[str, Any]


class Version(StrEnum):
    """A version of OpenAPI in which the document is written."""

    V30 = "3.0.3"
    V31 = "3.1.1"


@lru_cache(maxsize=8)
def written(version: Version, base: str, vocabulary: Vocabulary, publisher: Publisher) -> bytes:
    """Write the document as bytes; see `document`."""
    return dump(document(version, base, vocabulary, publisher))


def document(version: Version, base: str, vocabulary: Vocabulary, publisher: Publisher) -> Document:
    """Write the whole document.

    Parameters
    ----------
    base
        Address of the landing page without its final slash; the paths are relative to it.
    vocabulary
        What features can be asked for by name: each queryable is a parameter too.
    publisher
        Whom to ask.
    """
    parameters = ComponentParameters()
    operations = list(all_operations())
    paths: Document = {one.path: {} for one in operations}
    for one in operations:
        paths[one.path][one.method] = _described(one, vocabulary, parameters)
    info = api_info.info(base, publisher)
    return {
        "openapi": str(version),
        "info": info if version is Version.V30 else {**info, "summary": api_info.SUMMARY},
        "externalDocs": {
            "description": "The API to read and try, with its terms, limits and known problems",
            "url": api_info.docs_page(base),
        },
        "servers": [{"url": base}],
        # Nothing here asks who you are, and that is said.
        "security": [],
        "tags": [_tag(one) for one in dict.fromkeys(one.tag for one in operations)],
        "paths": paths,
        "components": {
            "parameters": parameters.found,
            "headers": component_headers(),
            "responses": component_problems(),
            "examples": component_examples(base),
            "schemas": _schemas(version),
        },
    }


def _schemas(version: Version) -> Document:
    found = component_schemas()
    if version is Version.V31:
        return found
    return {name: in_openapi_30(schema) for name, schema in found.items()}


def _tag(tag: Tag) -> Document:
    return {"name": tag.name, "description": tag.description}


def _described(
    operation: Operation, vocabulary: Vocabulary, parameters: ComponentParameters
) -> Document:
    own = operation.parameters
    record = operation.queryables_of
    asked = {} if record is None else vocabulary.parameters(record)
    named = [one for name, one in asked.items() if name not in own]
    return {
        "operationId": operation.id,
        "tags": [operation.tag.name],
        "summary": operation.summary,
        "description": operation.description,
        "parameters": [
            *(parameters.of_path(one) for one in operation.path_parameters),
            *(parameters.of_query(one) for one in own.values()),
            *(parameters.of_queryable(one) for one in named),
            TRACEPARENT,
        ],
        **({"requestBody": request_body(operation)} if operation.body else {}),
        "responses": answers(operation),
    }
