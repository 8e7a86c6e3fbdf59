"""OGC API Common Part 3: Schemas (23-058r2): profiles, and codelists in either of two."""

import re
from typing import Any

import httpx
import pytest

from tests.fixtures.serving import problem_of
from tests.ogc.asking import COLLECTIONS, COMMON_3, JSON, SCHEMA_JSON, good
from tests.ogc.inspecting import EVERYTHING, inspect_basics

PARAMETER, CODELISTS = f"{COMMON_3}profile-parameter", f"{COMMON_3}profile-codelists"
OGC = "http://www.opengis.net/def/profile/OGC/0/"
INLINE, REFERENCE = "codelist-inline", "codelist-ref"

abstract_test = pytest.mark.abstract_test
every_collection = pytest.mark.parametrize("name", COLLECTIONS)
every_schema = pytest.mark.parametrize("resource", ["queryables", "schema", "sortables"])


def profiles_of(response: httpx.Response) -> list[str]:
    return [link["url"] for link in response.links.values() if link["rel"] == "profile"]


@abstract_test(PARAMETER, "/conf/profile-parameter/get-conformance")
@abstract_test(CODELISTS, "/conf/profile-codelists/get-conformance")
def test_profiles_are_declared(conforms_to: list[str]) -> None:
    """/conf/profile-parameter/get-conformance and /conf/profile-codelists/get-conformance."""
    assert {PARAMETER, CODELISTS} <= set(conforms_to)


@abstract_test(PARAMETER, "/conf/profile-parameter/profile-param")
@every_collection
@every_schema
def test_the_parameter_is_defined_as_a_list_of_profiles(
    document: dict[str, Any], name: str, resource: str
) -> None:
    """/conf/profile-parameter/profile-param; whether the register answers is not asked here."""
    listed = document["paths"][f"/collections/{name}/{resource}"]["get"]["parameters"]
    (found,) = (one for one in listed if one["name"] == "profile")

    assert (found["in"], found["required"]) == ("query", False)
    assert (found["style"], found["explode"]) == ("form", False)
    assert (found["schema"]["type"], found["schema"]["items"]["type"]) == ("array", "string")
    allowed = found["schema"]["items"]["enum"]
    assert allowed == [REFERENCE, INLINE, f"{OGC}{REFERENCE}", f"{OGC}{INLINE}"]
    assert all(re.match(r"https?://|[a-z-]+$", one) for one in allowed)


@abstract_test(PARAMETER, "/conf/profile-parameter/profile-param-response")
@every_collection
@every_schema
@pytest.mark.parametrize(
    ("text", "chosen"),
    [(None, REFERENCE), (REFERENCE, REFERENCE), (INLINE, INLINE), (f"{OGC}{INLINE}", INLINE),
     (f"{INLINE},{REFERENCE}", INLINE), (f"{REFERENCE},{OGC}{INLINE}", REFERENCE)],
)  # fmt: skip
def test_the_profile_asked_for_is_the_one_answered(
    api: httpx.Client, name: str, resource: str, text: str | None, chosen: str
) -> None:
    """/conf/profile-parameter/profile-param-response."""
    params = {} if text is None else {"profile": text}
    response = good(api, f"/collections/{name}/{resource}", SCHEMA_JSON, **params)

    assert profiles_of(response) == [f"{OGC}{chosen}"]


@abstract_test(PARAMETER, "/conf/profile-parameter/profile-param-response")
@every_collection
@every_schema
@pytest.mark.parametrize(
    "text", ["no-such-profile", f"{INLINE},no-such-profile", f"{OGC}none", "[ogc-profile:x]", ""]
)
def test_a_profile_that_is_not_listed_is_refused(
    api: httpx.Client, name: str, resource: str, text: str
) -> None:
    """/conf/profile-parameter/profile-param-response."""
    response = api.get(f"/collections/{name}/{resource}", params={"profile": text})

    assert problem_of(response, 400)["parameter"] == "profile"


@abstract_test(CODELISTS, "/conf/profile-codelists/codelists")
@every_collection
@pytest.mark.parametrize("resource", ["queryables", "schema"])
def test_all_codes_are_shown_in_the_one_profile(
    api: httpx.Client, name: str, resource: str
) -> None:
    """/conf/profile-codelists/codelists; the lists hold the very codes of the schemas."""
    address = f"/collections/{name}/{resource}"
    plain = good(api, address, SCHEMA_JSON).json()
    by_reference = good(api, address, SCHEMA_JSON, profile=REFERENCE).json()
    inline = good(api, address, SCHEMA_JSON, profile=INLINE).json()

    assert plain == by_reference
    for schema in (by_reference, inline):
        inspect_basics(schema, schema["$id"])
        for inspect in EVERYTHING:
            inspect(schema)
    for key, one in inline["properties"].items():
        referred = by_reference["properties"][key]
        if "x-ogc-codelistUri" not in one:
            assert one == referred
            continue
        assert "enum" not in one
        assert "oneOf" not in referred
        assert all(code["title"] for code in one["oneOf"])
        codelist = good(api, referred["x-ogc-codelistUri"], JSON).json()
        assert [code["const"] for code in one["oneOf"]] == referred["enum"]
        assert referred["enum"] == [code["code"] for code in codelist["codes"]]


def test_what_takes_codes_points_to_their_list(api: httpx.Client, server: str) -> None:
    found = {
        (name, key): one["x-ogc-codelistUri"].removeprefix(f"{server}/codelists/")
        for name in COLLECTIONS
        for key, one in api.get(f"/collections/{name}/schema").json()["properties"].items()
        if "x-ogc-codelistUri" in one
    }

    assert found[("places", "category")] == "categories"
    assert found[("places", "municipality")] == "municipalities"
    assert found[("municipalities", "code")] == "municipalities"
