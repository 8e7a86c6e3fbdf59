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
    value_of,
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


@abstract_test(SCHEMAS, "/conf/schemas/role", "/conf/schemas/role-id")
@every_collection
@every_schema
def test_one_property_is_the_id_of_the_item(
    api: httpx.Client, asked: Asked, name: str, resource: str
) -> None:
    """/conf/schemas/role and role-id."""
    schema = schema_of(api, name, resource)

    inspect_roles(schema)
    (id_,) = (key for key, one in schema["properties"].items() if one.get("x-ogc-role") == "id")
    assert all(value_of(one, id_) == one["id"] for one in asked.every(name))


@abstract_test(SCHEMAS, "/conf/schemas/property-seq")
@every_collection
@every_schema
def test_properties_are_numbered(api: httpx.Client, name: str, resource: str) -> None:
    """/conf/schemas/property-seq."""
    inspect_sequence(schema_of(api, name, resource))


@abstract_test(SCHEMAS, "/conf/schemas/unit")
@every_collection
@every_schema
def test_units_are_ucum(api: httpx.Client, name: str, resource: str) -> None:
    """/conf/schemas/unit."""
    inspect_units(schema_of(api, name, resource))


@pytest.mark.parametrize("text", ["meter", "ha", "m²", "°C", "persons", "KM", "km/", ""])
def test_what_is_no_ucum_is_told_apart(text: str) -> None:
    assert not is_unit(text)


@abstract_test(SCHEMAS, "/conf/schemas/definition", "/conf/schemas/nullvalues")
@every_collection
@every_schema
def test_meanings_and_null_values_would_be_well_spelled(
    api: httpx.Client, name: str, resource: str
) -> None:
    """/conf/schemas/definition and nullvalues; neither keyword is used."""
    inspect_meanings(schema_of(api, name, resource))


@abstract_test(f"{COMMON_3}returnables-and-receivables",
               "/conf/returnables-and-receivables/get-conformance")  # fmt: skip
@abstract_test(f"{COMMON_3}queryables", "/conf/queryables/get-conformance")
@abstract_test(f"{COMMON_3}sortables", "/conf/sortables/get-conformance")
def test_schemas_are_declared_under_their_new_and_old_names(conforms_to: list[str]) -> None:
    """/conf/{class}/get-conformance; the old names are the draft's, for clients that know them."""
    for name in ("schemas", *CLASSES.values()):
        old = f"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/{name}"
        assert {f"{COMMON_3}{name}", old} <= set(conforms_to)


@abstract_test(f"{COMMON_3}returnables-and-receivables",
               "/conf/returnables-and-receivables/link")  # fmt: skip
@abstract_test(f"{COMMON_3}queryables", "/conf/queryables/link")
@abstract_test(f"{COMMON_3}sortables", "/conf/sortables/link")
@every_collection
@every_schema
def test_a_collection_links_its_schemas(
    api: httpx.Client, server: str, name: str, resource: str
) -> None:
    """/conf/{class}/link."""
    links = good(api, f"/collections/{name}", JSON).json()["links"]

    (found,) = (link for link in links if link["rel"] == f"{OGC_REL}{resource}")
    assert found["href"] == f"{server}/collections/{name}/{resource}"
    assert found["type"] == SCHEMA_JSON


@abstract_test(f"{COMMON_3}returnables-and-receivables",
               "/conf/returnables-and-receivables/op-and-response")  # fmt: skip
@abstract_test(f"{COMMON_3}queryables", "/conf/queryables/op-and-response")
@every_collection
@every_schema
def test_every_schema_passes_the_class_of_schemas(
    api: httpx.Client, name: str, resource: str
) -> None:
    """/conf/{class}/op-and-response; Part 3's own tests of queryables are in test_queryables."""
    schema = schema_of(api, name, resource)

    inspect_basics(schema, schema["$id"])
    for inspect in EVERYTHING:
        inspect(schema)


@abstract_test(f"{COMMON_3}sortables", "/conf/sortables/op-and-response")
@every_collection
def test_sortables_are_simple_values_by_which_pages_are_sorted(
    api: httpx.Client, asked: Asked, name: str
) -> None:
    """/conf/sortables/op-and-response; unknown values come last either way."""
    schema = schema_of(api, name, "sortables")

    for inspect in EVERYTHING:
        inspect(schema)
    for sortable, one in schema["properties"].items():
        assert one["type"] in {"string", "number", "integer", "boolean"}
        for sign in ("", "-"):
            page = asked.items(name, sortby=f"{sign}{sortable}", limit="10000")["features"]
            assert len(page) == len(asked.every(name))
            if one["type"] != "string" or "date" in one.get("format", ""):
                assert is_sorted([value_of(feature, sortable) for feature in page], bool(sign))


def is_sorted(values: list[Any], descending: bool) -> bool:  # noqa: FBT001
    known = [value for value in values if value is not None]
    return values == sorted(known, reverse=descending) + [None] * (len(values) - len(known))


def test_names_are_sorted_as_swedish_sorts_them(asked: Asked) -> None:
    page = asked.items("municipalities", sortby="name", limit="100")["features"]

    assert [one["properties"]["name"] for one in page][-3:] == ["Vindeln", "Vännäs", "Örnsköldsvik"]


@abstract_test(f"{COMMON_3}returnables-and-receivables",
               "/conf/returnables-and-receivables/response-1")  # fmt: skip
@every_collection
def test_features_hold_what_the_schema_says_and_nothing_else(
    api: httpx.Client, asked: Asked, name: str
) -> None:
    """/conf/returnables-and-receivables/response-1; null is no value, so that it has no type."""
    schema = schema_of(api, name, "schema")
    strict = {**schema, "additionalProperties": False}
    validator = Draft202012Validator(strict, format_checker=Draft202012Validator.FORMAT_CHECKER)

    for one in asked.every(name):
        wrong = [
            f"{error.json_path}: {error.message}" for error in validator.iter_errors(flat(one))
        ]
        assert wrong == [], one["id"]
        inspect_geometry(one, schema["properties"]["geometry"]["format"])


def flat(feature: Feature) -> dict[str, Any]:
    """The logical object that the schema describes: id, geometry and properties side by side."""
    known = {key: value for key, value in feature["properties"].items() if value is not None}
    return {"id": feature["id"], "geometry": feature["geometry"], **known}


def inspect_geometry(feature: Feature, format_: str) -> None:
    if feature["geometry"] is not None and format_ != "geometry-any":
        kind = feature["geometry"]["type"].lower()
        assert kind in format_.removeprefix("geometry-").split("-or-")
