"""The API document in OpenAPI 3.0, written from the tables that the routes obey.

FastAPI would write 3.1 from Python signatures; the OGC suite parses 3.0 only, and asks for
schemas (array parameters with their bounds, explicit style) that signatures cannot express.
"""

from functools import cache
from typing import Any

from viauma import __version__
from viauma_api.operations import Operation, all_operations

MEDIA_TYPE = "application/vnd.oai.openapi+json;version=3.0"

PROBLEM = {
    "description": "What is wrong, and with which parameter (RFC 9457)",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}},
}


@cache
def document() -> dict[str, Any]:
    """Write the whole document, without servers: paths are relative to the landing page."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Via Uma",
            "version": __version__,
            "description": "Tourism sites, municipal facilities and development projects.",
            "license": {"name": "EUPL-1.2"},
        },
        "paths": {operation.path: {"get": _described(operation)} for operation in all_operations()},
        "components": {"schemas": {"problem": _problem_schema()}},
    }


def _described(operation: Operation) -> dict[str, Any]:
    return {
        "operationId": operation.id,
        "summary": operation.summary,
        "parameters": [
            *({"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
              for name in operation.path_parameters),
            *(parameter.described() for parameter in operation.parameters.values()),
        ],
        "responses": {
            "200": {
                "description": operation.summary,
                "content": {kind: {"schema": _schema(kind)} for kind in operation.media_types},
            },
            "400": PROBLEM,
            **({"404": PROBLEM} if operation.path_parameters else {}),
            "503": PROBLEM,
        },
    }  # fmt: skip


def _schema(media_type: str) -> dict[str, Any]:
    return {"type": "string"} if media_type == "text/html" else {"type": "object"}


def _problem_schema() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": text,
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "parameter": text,
        },
    }
