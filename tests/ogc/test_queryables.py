"""OGC API Features Part 3 (19-079r2): queryables, and queryables as query parameters."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from tests.fixtures.serving import problem_of
from tests.ogc.asking import (
    COLLECTIONS,
    FEATURES_3,
    OGC_REL,
    SCHEMA_JSON,
    Asked,
    Feature,
    good,
    value_of,
)

QUERYABLES = f"{FEATURES_3}queryables"
PARAMETERS = f"{FEATURES_3}queryables-query-parameters"
GEOMETRIES = {"point", "multipoint", "linestring", "multilinestring", "polygon", "multipolygon",
              "geometrycollection", "any", "point-or-multipoint",
              "linestring-or-multilinestring", "polygon-or-multipolygon"}  # fmt: skip
SIMPLE = {"string", "number", "integer", "boolean"}
FILTERABLE = ("items", "items?limit=1", "items?f=html", "items?f=csv", "items?f=gpkg&limit=1")

abstract_test = pytest.mark.abstract_test
every_collection = pytest.mark.parametrize("name", COLLECTIONS)


def queryables_of(api: httpx.Client, name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = good(
        api, f"/collections/{name}/queryables", SCHEMA_JSON
    ).json()["properties"]
    return found


@abstract_test(QUERYABLES, "/conf/queryables/get-conformance")
@abstract_test(PARAMETERS, "/conf/queryables-query-parameters/get-conformance")
def test_queryables_are_declared(conforms_to: list[str]) -> None:
    """Conformance tests 1 and 4."""
    assert {QUERYABLES, PARAMETERS} <= set(conforms_to)


@abstract_test(QUERYABLES, "/conf/queryables/get-queryables-uris")
@every_collection
@pytest.mark.parametrize("resource", FILTERABLE)
def test_what_can_be_filtered_links_its_queryables_in_the_header(
    api: httpx.Client, server: str, name: str, resource: str
) -> None:
    """Conformance test 2."""
    home = f"{server}/collections/{name}"
    for response in (api.head(f"{home}/{resource}"), api.get(f"{home}/{resource}")):
        assert response.status_code == 200
        links = {link["rel"]: link["url"] for link in response.links.values()}
        assert links[f"{OGC_REL}queryables"] == f"{home}/queryables"
        assert links.keys() <= {f"{OGC_REL}queryables", "next"}
        assert "Link" in response.headers["access-control-expose-headers"]


@pytest.mark.parametrize("name", ["places", "sites", "facilities", "trails"])
def test_counts_and_searches_can_be_filtered_too(api: httpx.Client, server: str, name: str) -> None:
    home = f"{server}/collections/{name}"
    for response in (api.get(f"{home}/counts"), api.post(f"{home}/search", json={})):
        assert f"<{home}/queryables>" in response.headers["link"]


@abstract_test(QUERYABLES, "/conf/queryables/get-queryables")
@every_collection
def test_the_queryables_are_a_json_schema(api: httpx.Client, server: str, name: str) -> None:
    """Conformance test 3."""
    uri = f"{server}/collections/{name}/queryables"
    document = good(api, uri, SCHEMA_JSON).json()

    Draft202012Validator.check_schema(document)
    assert document["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert document["$id"] == uri
    assert document["type"] == "object"
    assert document["additionalProperties"] is False
    spatial = {key: one for key, one in document["properties"].items() if "type" not in one}
    assert list(spatial) == ["geometry"]
    assert spatial["geometry"]["format"].removeprefix("geometry-") in GEOMETRIES


def known_values(
    properties: dict[str, dict[str, Any]], features: list[Feature]
) -> Iterator[tuple[str, Any]]:
    """Find for each simple queryable a value that some feature has."""
    for name, schema in properties.items():
        if schema.get("type") in {"string", "number", "integer", "boolean"}:
            values = [value for one in features if (value := value_of(one, name)) is not None]
            if values:
                yield name, values[len(values) // 2]


@abstract_test(PARAMETERS, "/conf/queryables-query-parameters/query-param")
@every_collection
def test_every_simple_queryable_is_a_parameter(
    api: httpx.Client, asked: Asked, name: str, document: dict[str, Any]
) -> None:
    """Conformance test 5: each with a value that occurs, compared with the features themselves."""
    properties = queryables_of(api, name)
    listed = document["paths"][f"/collections/{name}/items"]["get"]["parameters"]
    assert {key for key, one in properties.items() if one.get("type") in SIMPLE} <= {
        one["name"] for one in listed
    }
    tried = 0
    for queryable, value in known_values(properties, asked.every(name)):
        text = str(value).lower() if isinstance(value, bool) else str(value)
        expected = {one["id"] for one in asked.every(name) if value_of(one, queryable) == value}
        assert asked.ids(name, **{queryable: text}) == expected, (queryable, text)
        tried += 1
    assert tried > 7


@abstract_test(PARAMETERS, "/conf/queryables-query-parameters/query-param")
@every_collection
def test_a_value_of_another_type_is_refused(api: httpx.Client, name: str) -> None:
    """Conformance test 5."""
    for queryable, schema in queryables_of(api, name).items():
        is_text = schema.get("type") == "string" and "date" not in schema.get("format", "")
        if schema.get("type") in SIMPLE and not is_text:
            response = api.get(f"/collections/{name}/items", params={queryable: "none of it"})
            assert problem_of(response, 400)["parameter"] == queryable
