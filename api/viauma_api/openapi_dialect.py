"""JSON Schema 2020-12 in the words of OpenAPI 3.0, which knows neither null, const nor examples."""

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]


# Where a keyword holds schemas: in itself, in a list, or by the names of properties, which are no
# keywords: one may be called type.
HOLDS_ONE = frozenset(("items", "additionalProperties"))
HOLDS_SEVERAL = frozenset(("oneOf", "anyOf", "allOf"))


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
        for name, value in _translated(keyword, _inner(keyword, meant)).items()
    }


def _inner(keyword: str, meant: Any) -> Any:
    if keyword == "properties":
        return {name: in_openapi_30(one) for name, one in meant.items()}
    if keyword in HOLDS_ONE and isinstance(meant, dict):
        return in_openapi_30(meant)
    if keyword in HOLDS_SEVERAL:
        return [in_openapi_30(one) for one in meant]
    return meant


def _translated(keyword: str, meant: Any) -> Schema:
    match keyword, meant:
        case "type", [kind, "null"]:
            return {"type": kind, "nullable": True}
        case "const", value:
            return {"enum": [value]}
        case "examples", [first, *_]:
            return {"example": first}
        case _:
            return {keyword: meant}
