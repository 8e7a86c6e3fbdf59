"""JSON Schema 2020-12 in the words of OpenAPI 3.0, which knows neither null, const nor examples."""

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]


def in_openapi_30(schema: Mapping[str, Any]) -> Schema:
    """Say a schema in the dialect of OpenAPI 3.0.

    Parameters
    ----------
    schema
        In JSON Schema 2020-12, as far as our documents use it.
    """
    return {
        name: value
        for keyword, meant in schema.items()
        for name, value in _translated(keyword, meant).items()
    }


def _translated(keyword: str, meant: Any) -> Schema:
    match keyword, meant:
        case "type", [kind, "null"]:
            return {"type": kind, "nullable": True}
        case "const", value:
            return {"enum": [value]}
        case "examples", [first, *_]:
            return {"example": first}
        case "properties", dict():
            # Names of properties are no keywords: one may be called type.
            return {keyword: {name: in_openapi_30(one) for name, one in meant.items()}}
        case "items" | "additionalProperties", dict():
            return {keyword: in_openapi_30(meant)}
        case "oneOf" | "anyOf" | "allOf", list():
            return {keyword: [in_openapi_30(one) for one in meant]}
        case _:
            return {keyword: meant}
