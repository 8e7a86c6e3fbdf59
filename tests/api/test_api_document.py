"""The API document: valid in both versions, served as what it is, complete."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from starlette.routing import Route

from tests.fixtures.api_document import PUBLIC, document, followed, operations
from tests.fixtures.serving import problem_of
from viauma_api.app import MODULES
from viauma_api.collections import COLLECTIONS
from viauma_api.openapi import Version

OPENAPI_30 = "application/vnd.oai.openapi+json;version=3.0"
OPENAPI_31 = "application/vnd.oai.openapi+json;version=3.1"
JSON, HTML = "application/json", "text/html; charset=utf-8"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"

FOR_PEOPLE = {"/api/docs", "/maps", "/maps/{path:path}"}
"""Routes that the document leaves out: pages, and what the maps are made of."""

VALIDATORS = {Version.V30: OpenAPIV30SpecValidator, Version.V31: OpenAPIV31SpecValidator}


@pytest.mark.parametrize(("version", "media_type"), [("3.0.", OPENAPI_30), ("3.1.", OPENAPI_31)])
def test_the_document_is_found_from_the_landing_page(
    api: httpx.Client, version: str, media_type: str
) -> None:
    """Abstract test A.5."""
    links = api.get("/").json()["links"]
    link = next(one for one in links if (one["rel"], one["type"]) == ("service-desc", media_type))
    response = api.get(link["href"], headers={"accept": link["type"]})

    assert response.headers["content-type"] == media_type
    assert response.json()["openapi"].startswith(version)


@pytest.mark.parametrize("version", Version)
def test_the_document_is_valid(version: Version) -> None:
    """Abstract test A.6."""
    assert list(VALIDATORS[version](document(version)).iter_errors()) == []


@pytest.mark.parametrize(("path", "version"), [("/api", "3.0.3"), ("/api/openapi-31", "3.1.1")])
def test_the_server_sends_what_the_tests_look_at(
    api: httpx.Client, server: str, path: str, version: str
) -> None:
    sent = httpx.Response(200, text=api.get(path).text.replace(server, PUBLIC)).json()

    # The taxonomy in the database has an order of its own.
    assert in_any_order(sent) == in_any_order(document(Version(version)))


def test_the_document_names_the_server_as_the_client_does(api: httpx.Client, server: str) -> None:
    assert api.get("/api").json()["servers"] == [{"url": server}]
    told = {"host": "geo.example", "x-forwarded-proto": "https"}
    assert api.get("/api", headers=told).json()["servers"] == [{"url": "https://geo.example"}]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", OPENAPI_30),
        ("", OPENAPI_30),
        (OPENAPI_30, OPENAPI_30),
        ("application/vnd.oai.openapi+json; version=3.0", OPENAPI_30),
        ('application/vnd.oai.openapi+json;version="3.1"', OPENAPI_31),
        ("application/vnd.oai.openapi+json", OPENAPI_30),
        (f"{OPENAPI_31}, {OPENAPI_30};q=0.5", OPENAPI_31),
        (JSON, JSON),
        ("application/*", OPENAPI_30),
        ("text/html", HTML),
        (BROWSER, HTML),
    ],
)
def test_the_address_of_the_document_answers_as_the_client_likes(
    api: httpx.Client, accept: str, media_type: str
) -> None:
    response = api.get("/api", headers={"accept": accept})

    assert response.status_code == 200
    assert response.headers["content-type"] == media_type


@pytest.mark.parametrize(("f", "media_type"), [("json", OPENAPI_30), ("html", HTML)])
def test_f_is_stronger_than_accept(api: httpx.Client, f: str, media_type: str) -> None:
    response = api.get("/api", params={"f": f}, headers={"accept": OPENAPI_31})

    assert response.headers["content-type"] == media_type


@pytest.mark.parametrize("f", ["json31", "plain", "yaml"])
def test_f_knows_the_listed_names_only(api: httpx.Client, f: str) -> None:
    assert problem_of(api.get("/api", params={"f": f}), 400)["parameter"] == "f"


def test_the_page_for_people_knows_no_parameter(api: httpx.Client) -> None:
    assert problem_of(api.get("/api/docs?limit=1"), 400)["parameter"] == "limit"


@pytest.mark.parametrize("version", Version)
def test_both_versions_say_the_same(version: Version) -> None:
    written, other = document(version), document(Version.V30)

    assert written["paths"] == other["paths"]
    for part in ("parameters", "headers", "responses", "examples"):
        assert written["components"][part] == other["components"][part]


def test_operation_ids_are_unique() -> None:
    ids = [one.id for one in operations()]

    assert len(ids) == len(set(ids))


def test_every_route_is_documented() -> None:
    documented = {(one.path, one.method) for one in operations()}
    lacking = {
        (route.path, method.lower())
        for module in MODULES
        # Pages and their files are no API.
        if not module.__name__.rpartition(".")[2].startswith("visitor_")
        for route in module.routes
        for method in (route.methods or ()) - {"HEAD"}
        if route.path not in FOR_PEOPLE
        and not any(how == method.lower() and is_at(route, path) for path, how in documented)
    }

    assert lacking == set()


def test_nothing_is_documented_that_has_no_route() -> None:
    routes = [route for module in MODULES for route in module.routes]

    assert [one.path for one in operations() if not any(is_at(r, one.path) for r in routes)] == []


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_bbox_limit_and_datetime_are_defined_as_the_standard_says(collection: str) -> None:
    """Abstract tests A.14, A.16 and A.18."""
    path = f"/collections/{collection}/items"
    named = next(one.query for one in operations() if one.path == path)

    for name in ("bbox", "limit", "datetime"):
        assert named[name].items() >= {
            "in": "query", "required": False, "style": "form", "explode": False
        }.items()  # fmt: skip
    bbox, limit = named["bbox"]["schema"], named["limit"]["schema"]
    assert bbox == {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    assert limit == {"type": "integer", "minimum": 1, "maximum": 10_000, "default": 20}
    assert named["datetime"]["schema"] == {"type": "string"}


def test_no_parameter_is_open_to_any_name() -> None:
    """Abstract test A.21 is skipped for documents in which one is."""
    schemas = [said["schema"] for one in operations() for said in one.query.values()]

    assert not any("additionalProperties" in keywords(schema) for schema in schemas)


def test_qgis_finds_the_greatest_limit_among_the_components() -> None:
    limit = document()["components"]["parameters"]["limit"]["schema"]

    assert (limit["maximum"], limit["default"]) == (10_000, 20)


def test_openapi_3_0_holds_no_word_of_later_schemas() -> None:
    for schema in followed()["components"]["schemas"].values():
        assert not {"const", "examples", "$defs"} & set(keywords(schema))
        assert all(isinstance(one, str) for one in types(schema))


def in_any_order(written: dict[str, Any]) -> dict[str, Any]:
    paths = {
        path: {
            method: {**said, "parameters": sorted(said["parameters"], key=str)}
            for method, said in item.items()
        }
        for path, item in written["paths"].items()
    }
    return {**written, "paths": paths}


def is_at(route: Route, path: str) -> bool:
    return route.path_regex.fullmatch(path) is not None


def keywords(schema: Any) -> Iterator[str]:
    """Name every keyword, but not the properties, of a schema and those in it."""
    for word, value in schema.items():
        yield word
        inner = value.values() if word == "properties" else [value]
        for one in inner if word in {"properties", "items", "additionalProperties"} else []:
            if isinstance(one, dict):
                yield from keywords(one)


def types(schema: Any) -> Iterator[Any]:
    yield schema.get("type", "")
    for one in (*schema.get("properties", {}).values(), schema.get("items")):
        if isinstance(one, dict):
            yield from types(one)
