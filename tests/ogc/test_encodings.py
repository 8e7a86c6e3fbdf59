"""OGC API Features Part 1 and Common Part 1: JSON, GeoJSON, HTML and OpenAPI 3.0."""

import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest
from jsonschema import Draft202012Validator
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import OpenAPIV30SpecValidator

from tests.fixtures.api_document import Documented, operations
from tests.fixtures.api_requests import address, ask
from tests.fixtures.serving import problem_of
from tests.ogc.asking import COLLECTIONS, COMMON_1, FEATURES_1, GEOJSON, JSON, Asked, good
from viauma_api.openapi import Version

OPENAPI_30 = "application/vnd.oai.openapi+json;version=3.0"
OPERATIONS = operations(Version.V30)

abstract_test = pytest.mark.abstract_test
every_collection = pytest.mark.parametrize("name", COLLECTIONS)
each = pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.id)

POSITION = {"type": "array", "minItems": 2, "items": {"type": "number"}}
LINE = {"type": "array", "minItems": 2, "items": POSITION}
AREA = {"type": "array", "items": {"type": "array", "minItems": 4, "items": POSITION}}
SHAPES: dict[str, dict[str, Any]] = {
    "Point": POSITION, "MultiPoint": {"type": "array", "items": POSITION},
    "LineString": LINE, "MultiLineString": {"type": "array", "items": LINE},
    "Polygon": AREA, "MultiPolygon": {"type": "array", "items": AREA},
}  # fmt: skip
FEATURE: dict[str, Any] = {
    "type": "object",
    "required": ["type", "geometry", "properties"],
    "properties": {
        "type": {"const": "Feature"},
        "id": {"type": ["string", "number"]},
        "properties": {"type": ["object", "null"]},
        "geometry": {"oneOf": [{"type": "null"}, *(
            {"type": "object", "required": ["type", "coordinates"],
             "properties": {"type": {"const": kind}, "coordinates": coordinates}}
            for kind, coordinates in SHAPES.items()
        )]},
    },
    # RFC 7946, 7.1: what makes a collection, a geometry or another system has no place here.
    "not": {"anyOf": [{"required": [name]} for name in ("features", "coordinates", "crs")]},
}  # fmt: skip
COLLECTION: dict[str, Any] = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {"type": {"const": "FeatureCollection"},
                   "features": {"type": "array", "items": FEATURE}},
}  # fmt: skip


@abstract_test(f"{FEATURES_1}geojson", "/conf/geojson/definition")
@abstract_test(f"{COMMON_1}json", "/conf/json/definition")
@each
def test_features_come_as_geojson_and_all_else_as_json(api: httpx.Client, one: Documented) -> None:
    """/conf/geojson/definition and /conf/json/definition."""
    wanted = GEOJSON if GEOJSON in one.media_types else JSON
    if not any(kind.partition(";")[0].endswith("json") for kind in one.media_types):
        return  # Files and pages that are no data.

    response = ask(api, one, headers={"accept": wanted})

    assert response.status_code == 200
    assert response.headers["content-type"] == wanted


@abstract_test(f"{FEATURES_1}geojson", "/conf/geojson/content")
@every_collection
def test_geojson_is_what_the_rfc_says(api: httpx.Client, asked: Asked, name: str) -> None:
    """/conf/geojson/content."""
    Draft202012Validator(COLLECTION).validate(asked.items(name, limit="10000"))
    for listed in asked.every(name)[::60]:
        alone = good(api, f"/collections/{name}/items/{listed['id']}").json()
        Draft202012Validator(FEATURE).validate(alone)
        assert alone["id"] == listed["id"]


@abstract_test(f"{COMMON_1}json", "/conf/json/content")
@abstract_test(f"{FEATURES_1}oas30", "/conf/oas30/completeness", "/conf/oas30/oas-impl")
@abstract_test(f"{COMMON_1}oas30", "/conf/oas30/completeness", "/conf/oas30/oas-impl")
@each
def test_every_operation_answers_as_the_document_describes_it(
    api: httpx.Client, one: Documented
) -> None:
    """/conf/json/content, /conf/oas30/completeness and oas-impl; more in tests/api."""
    for kind in one.media_types:
        limited = {"limit": "2"} if "limit" in one.query else {}
        response = ask(api, one, headers={"accept": kind}, params=limited)
        assert response.status_code == 200, kind
        assert response.headers["content-type"].partition(";")[0] == kind.partition(";")[0]
        schema = one.said["responses"]["200"]["content"][kind]["schema"]
        if kind.partition(";")[0].endswith("json"):
            assert list(OAS30Validator(schema).iter_errors(response.json())) == []


class Elements(HTMLParser):
    """The elements of a page, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, _: Any) -> None:
        self.found.append(tag)


@abstract_test(f"{FEATURES_1}html", "/conf/html/definition", "/conf/html/content")
@abstract_test(f"{COMMON_1}html", "/conf/html/definition", "/conf/html/content")
@each
def test_every_page_is_html_5(api: httpx.Client, one: Documented) -> None:
    """/conf/html/definition and content; what people see is in tests/browser and test_pages."""
    if "text/html" not in one.media_types:
        return
    response = ask(api, one, headers={"accept": "text/html"})

    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.text.startswith("<!doctype html>")
    elements = Elements(response.text).found
    assert elements[:2] == ["html", "head"]
    for element in ("title", "body", "main", "h1"):
        assert elements.count(element) == 1


def test_whatever_a_browser_goes_to_has_a_page() -> None:
    """For people: but for files, tiles, health and refusals, every resource is a page too."""
    without = {one.path for one in OPERATIONS if "text/html" not in one.media_types}

    assert {re.sub(r"^/collections/[a-z]+", "", path) for path in without} <= {
        "/search", "/api-info", "/healthz", "/readyz", "/api/openapi-31", "/problems/{problemType}",
        "/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}",
    }  # fmt: skip


@abstract_test(f"{FEATURES_1}oas30", "/conf/oas30/definition-1", "/conf/oas30/definition-2")
@abstract_test(f"{COMMON_1}oas30", "/conf/oas30/definition-1", "/conf/oas30/definition-2")
def test_the_definition_is_openapi_3_0_and_says_so(api: httpx.Client) -> None:
    """/conf/oas30/definition-1 and definition-2."""
    link = next(one for one in api.get("/").json()["links"] if one["rel"] == "service-desc")

    assert link["type"] == OPENAPI_30
    OpenAPIV30SpecValidator(good(api, link["href"], OPENAPI_30).json()).validate()


@abstract_test(f"{FEATURES_1}oas30", "/conf/oas30/exceptions-codes")
@abstract_test(f"{COMMON_1}oas30", "/conf/oas30/exceptions-codes")
@each
def test_every_refusal_is_described(api: httpx.Client, one: Documented) -> None:
    """/conf/oas30/exceptions-codes; 500 and 503 are provoked in tests/api/test_faults."""
    lost = f"{address(one).rpartition('/')[0]}/no-such-thing"
    answers = {
        400: ask(api, one, params={"unknownQueryParameter12345": "1"}),
        414: ask(api, one, params={"f": "x" * 45_000}),
    }
    if "406" in one.said["responses"]:
        answers[406] = ask(api, one, headers={"accept": "image/png"})
    if "{" in one.path:
        answers[404] = api.get(lost, headers={"accept": JSON})
    for status, response in answers.items():
        problem_of(response, status)
        assert "application/problem+json" in one.said["responses"][str(status)]["content"]


@abstract_test(f"{FEATURES_1}oas30", "/conf/oas30/security")
@abstract_test(f"{COMMON_1}oas30", "/conf/oas30/security")
def test_nothing_asks_who_you_are_and_that_is_said(
    api: httpx.Client, document: dict[str, Any]
) -> None:
    """/conf/oas30/security."""
    assert document["security"] == []
    assert "securitySchemes" not in document["components"]
    assert all("security" not in one.said for one in OPERATIONS)
    assert api.get("/collections/places/items?limit=1").status_code == 200


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (BROWSER, "text/html; charset=utf-8"),
        ("text/html", "text/html; charset=utf-8"),
        ("text/html;q=0.5, application/geo+json", GEOJSON),
        ("text/html, application/geo+json", GEOJSON),
        ("application/json;q=0.1, text/html;q=0.2", "text/html; charset=utf-8"),
        ("*/*", GEOJSON),
        ("", GEOJSON),
        ("text/html;q=zero", GEOJSON),
        ("text/html;q=nan", GEOJSON),
        (";;;,,,q=", GEOJSON),
        ("image/png", "application/problem+json"),
    ],
)
def test_accept_is_weighed(api: httpx.Client, accept: str, kind: str) -> None:
    response = api.get("/collections/places/items?limit=1", headers={"accept": accept})

    assert response.headers["content-type"] == kind
    assert response.headers["vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize("key", ["gpx", "kml"])
@pytest.mark.parametrize("path", ["places/items/umea-airport", "municipalities/items/2404"])
def test_one_feature_as_a_file_is_what_its_type_says(api, key, path):
    response = api.get(f"/collections/{path}", params={"f": key})
    root = ET.fromstring(response.content)  # noqa: S314 - ours

    assert root.tag.rpartition("}")[2] == key
    assert key in response.headers["content-type"]
