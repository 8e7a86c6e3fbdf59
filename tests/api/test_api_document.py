"""The API document: valid in both versions, served as what it is, complete."""

from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import httpx
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from starlette.requests import Request
from starlette.routing import Route

import viauma
from tests.fixtures.api_document import PUBLIC, document, followed, operations
from tests.fixtures.database import settings_for
from tests.fixtures.serving import asking, problem_of
from viauma.errors import InvalidInput
from viauma.settings import CatalogueSettings
from viauma_api.api_info import RELEASES
from viauma_api.app import MODULES
from viauma_api.collections import COLLECTIONS
from viauma_api.openapi import Version
from viauma_api.parameters import read_parameters

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


def test_the_operator_is_the_contact(region_url: str) -> None:
    catalogue = CatalogueSettings(
        contact_name="Geodata", contact_email="geodata@town.example",
        homepage="https://town.example/",
    )  # fmt: skip
    settings = settings_for(region_url).model_copy(update={"catalogue": catalogue})
    with asking(settings) as client:
        contact = client.get("/api").json()["info"]["contact"]
        page = client.get("/api/docs").text

    assert contact == {
        "name": "Geodata", "url": "https://town.example/", "email": "geodata@town.example"
    }  # fmt: skip
    assert "geodata@town.example" in page


def test_the_terms_stand_where_the_document_says(api: httpx.Client, server: str) -> None:
    terms = api.get("/api").json()["info"]["termsOfService"]

    assert terms == f"{server}/api/docs#terms"
    assert 'id="terms"' in api.get(terms).text


def test_the_api_tells_about_itself(api: httpx.Client, server: str) -> None:
    """Rule VER.06 of the Swedish REST API profile."""
    assert api.get("/api-info").json() == {
        "apiName": "Via Uma",
        "apiVersion": viauma.__version__,
        "apiReleased": RELEASES[viauma.__version__].isoformat(),
        "apiDocumentation": f"{server}/api/docs",
        "apiStatus": "active",
    }


def test_a_polygon_of_ten_megabytes_is_refused_by_name() -> None:
    ring = ",".join(f"[{20 + n / 1e6:.6f},64]" for n in range(600_000))
    query = f'within={{"type":"Polygon","coordinates":[[{ring}]]}}'.encode()
    request = Request({"type": "http", "headers": [], "query_string": query})

    with pytest.raises(InvalidInput, match="within: is larger than 1 MB"):
        read_parameters(request, COLLECTIONS["places"].filters)


def test_an_address_longer_than_the_server_reads_is_refused(server: str) -> None:
    connection = HTTPConnection(server.removeprefix("http://"))  # httpx sends no such address

    connection.request("GET", f"/collections/places/items?q={'x' * 1_000_000}")

    assert connection.getresponse().status == 414
    connection.close()


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
