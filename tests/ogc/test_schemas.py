"""OGC API Common Part 3: Schemas (23-058r2): what features hold, can be filtered and sorted by."""

from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from tests.ogc.asking import (
    COLLECTIONS,
    COMMON_3,
    JSON,
    OGC_REL,
    SCHEMA_JSON,
    Asked,
    Feature,
    good,
)
from tests.ogc.inspecting import (
    EVERYTHING,
    Schema,
    inspect_basics,
    inspect_keywords,
    inspect_meanings,
    inspect_roles,
    inspect_sequence,
    inspect_units,
    is_unit,
)

SCHEMAS = f"{COMMON_3}schemas"
CLASSES = {
    "schema": "returnables-and-receivables",
    "queryables": "queryables",
    "sortables": "sortables",
}

abstract_test = pytest.mark.abstract_test
every_collection = pytest.mark.parametrize("name", COLLECTIONS)
every_schema = pytest.mark.parametrize("resource", CLASSES)


def schema_of(api: httpx.Client, name: str, resource: str, **params: str) -> Schema:
    found: Schema = good(api, f"/collections/{name}/{resource}", SCHEMA_JSON, **params).json()
    return found


@abstract_test(SCHEMAS, "/conf/schemas/basic-schema-inspection")
@every_collection
@every_schema
def test_a_schema_is_what_its_id_leads_to(
    api: httpx.Client, server: str, name: str, resource: str
) -> None:
    """/conf/schemas/basic-schema-inspection."""
    schema = schema_of(api, name, resource)

    inspect_basics(schema, f"{server}/collections/{name}/{resource}")
    inspect_keywords(schema)
    assert good(api, schema["$id"], SCHEMA_JSON).json() == schema


INSPECTIONS = pytest.mark.parametrize(
    "inspect",
    [
        pytest.param(inspect_roles, marks=abstract_test(
            SCHEMAS, "/conf/schemas/role", "/conf/schemas/role-id")),
        pytest.param(inspect_sequence, marks=abstract_test(SCHEMAS, "/conf/schemas/property-seq")),
        pytest.param(inspect_units, marks=abstract_test(SCHEMAS, "/conf/schemas/unit")),
        pytest.param(inspect_meanings, marks=abstract_test(
            SCHEMAS, "/conf/schemas/definition", "/conf/schemas/nullvalues")),
    ],
)  # fmt: skip
