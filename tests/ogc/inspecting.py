"""The conformance class "Schemas" (23-058r2), which other classes want of every schema."""

import re
from typing import Any

from jsonschema import Draft202012Validator

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
GEOMETRY_TYPES = frozenset(
    ("point", "multipoint", "linestring", "multilinestring", "polygon", "multipolygon",
     "geometrycollection", "any", "point-or-multipoint", "linestring-or-multilinestring",
     "polygon-or-multipolygon")
)  # fmt: skip
KEYWORDS = frozenset(
    ("$schema", "$id", "title", "description", "type", "properties", "additionalProperties",
     "required", "format", "enum", "oneOf", "const", "items", "pattern", "minimum", "maximum",
     "minItems", "maxItems", "minLength", "maxLength", "readOnly", "writeOnly", "examples")
)  # fmt: skip
# The atoms of UCUM, case sensitive, that leisure and land need; km2 is k, m and 2.
UNIT = re.compile(
    r"(?:(?:[kcmhdMG]?(?:m|g|s|l|L|W|V|A|Hz|Pa)|har|ar|Cel|deg|min|h|d|wk|mo|a|%)-?\d*|1)?(?:\{[^{}]*\})?"
)


def inspect_basics(schema: Schema, uri: str) -> None:
    """Conformance test /conf/schemas/basic-schema-inspection, without dereferencing."""
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == DRAFT
    assert schema["$id"] == uri
    assert "?" not in uri
    assert schema["type"] == "object"
    assert schema["properties"]
    for one in schema["properties"].values():
        inspect_property(one)


def inspect_property(one: Schema) -> None:
    assert one["title"]
    assert "$ref" not in one
    if "type" not in one:
        assert one["format"].removeprefix("geometry-") in GEOMETRY_TYPES
    if one.get("type") == "array" and "date" in one["items"].get("format", ""):
        assert one["format"] == "interval-array"
        assert (one["minItems"], one["maxItems"], one["items"]["type"]) == (2, 2, "string")
    if one.get("format") in {"date", "date-time"}:
        assert one["type"] == "string"


def inspect_keywords(schema: Schema) -> None:
    """Additional keywords begin with x-ogc-, at any depth; names of properties are none."""
    assert {key for key in schema if not key.startswith("x-ogc-")} <= KEYWORDS
    below = [*schema.get("properties", {}).values(), *schema.get("oneOf", ())]
    below += [schema[key] for key in ("items", "additionalProperties")
              if isinstance(schema.get(key), dict)]  # fmt: skip
    for one in below:
        inspect_keywords(one)


def inspect_roles(schema: Schema) -> None:
    """Conformance tests role and role-id."""
    roles = {name: one["x-ogc-role"] for name, one in schema["properties"].items()
             if "x-ogc-role" in one}  # fmt: skip
    assert all(isinstance(role, str) for role in roles.values())
    (id_,) = (name for name, role in roles.items() if role == "id")
    assert schema["properties"][id_]["type"] in {"string", "integer"}


def inspect_sequence(schema: Schema) -> None:
    """Conformance test property-seq; the numbers are those of the order."""
    numbers = [one["x-ogc-propertySeq"] for one in schema["properties"].values()]
    assert numbers == list(range(1, len(numbers) + 1))


def inspect_units(schema: Schema) -> None:
    """Conformance test unit."""
    for one in schema["properties"].values():
        if "x-ogc-unit" in one:
            assert one["type"] in {"number", "integer"}
            assert is_unit(one["x-ogc-unit"]), one["x-ogc-unit"]
        assert "x-ogc-unitLang" not in one


def is_unit(text: str) -> bool:
    return all(part and UNIT.fullmatch(part) for part in re.split(r"[./]", text))


def inspect_meanings(schema: Schema) -> None:
    """Conformance tests definition and nullvalues, for whoever adds these keywords."""
    for one in schema["properties"].values():
        assert re.match(r"https?://\S+$", one.get("x-ogc-definition", "https://a.example/"))
        nulls = one.get("x-ogc-nullValues", [])
        assert isinstance(nulls, list)
        kinds = {"string": str, "integer": int, "number": (int, float)}
        assert all(isinstance(null, kinds[one["type"]]) for null in nulls)


EVERYTHING = (inspect_keywords, inspect_roles, inspect_sequence, inspect_units, inspect_meanings)
