"""The API document: valid, served as what it is, and true: what it lists works, the rest is 400."""

import json
from http.client import HTTPConnection
from typing import Any

import httpx
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator
from starlette.requests import Request

from tests.fixtures.serving import problem_of
from viauma.errors import InvalidInput
from viauma_api import openapi
from viauma_api.collections import COLLECTIONS
from viauma_api.parameters import read_parameters

SQUARE = {"type": "Polygon", "coordinates": [[[19, 63], [21, 63], [21, 65], [19, 65], [19, 63]]]}
LINE = {"type": "LineString", "coordinates": [[20.0, 63.8], [20.5, 63.8]]}
GOOD = {
    "f": "json",
    "limit": "5",
    "bbox": "19,63,21,65",
    "datetime": "2005-01-01T00:00:00Z/..",
    "in": "Vännäs,2480",
    "category": "bathing_beach",
    "status": "active",
    "q": "bad",
    "attributes": '{"lit":true}',
    "near": "20.26,63.82",
    "within": json.dumps(SQUARE),
    "along": f"{json.dumps(LINE)},5000",
    "by": "municipality",
}
BAD = {
    "f": ["xml", ""],
    "limit": ["unlimited", "0", "-1", "1.5", "abc", "", "1_0", "\u0663", " 5", "1e2"],
    "bbox": ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "nan,0,1,1", "0,1,0,inf", "0,64,20,63",
             "-181,0,1,1", "0,-91,1,1"],
    "datetime": ["", "..", "../..", "/", "../", "2005", "2005-13-01", "2005-01-01/2004-01-01",
                 "2005-01-01T00:00:00", "2005-01-01/P2D", "a/b/c", "2005-01-01T00:00:00+25:00"],
    "after": ["", "a", "!", "é"],
    "in": ["", ",", "Vannes", "2499", "a\x00"],
    "category": ["", "bathing", "a\x00"],
    "status": ["", "merged", "open"],
    "q": ["", " ", "\x00", "x" * 201],
    "attributes": ["", "{}", "[]", "true", "{", '{"a":NaN}', '{"a":1e999}', '{"a":Infinity}',
                   '{"a":"\\u0000"}', '{"a":"\\ud800"}', "[" * 5000],
    "near": ["", "20", "20,64,0", "20,64,-1", "20,64,nan", "20,64,1,1", "64,20", "200,64", "nan,1",
             "20,64,2000000"],
    "within": ["", "{}", "null", json.dumps(LINE), '{"type":"Polygon","coordinates":[]}',
               '{"type":"Polygon","coordinates":[[[64,20],[65,20],[65,21],[64,20]]]}',
               '{"type":"Polygon","coordinates":[[[20,63],[21,64],[21,63],[20,64],[20,63]]]}',
               '{"type":"Polygon","coordinates":[[[20,63],[21,NaN],[21,63],[20,63]]]}'],
    "along": ["", json.dumps(LINE), f"{json.dumps(LINE)},0", f"{json.dumps(LINE)},nan",
              f"{json.dumps(SQUARE)},5", '{"type":"LineString","coordinates":[[20,64],[20,64]]},5'],
    "around": ["", "umea", "no-such-place,5", "x,0", "x,nan", "a\x00,5"],
    "by": ["", "country", "municipality,country"],
}  # fmt: skip

PATHS = {path: item["get"] for path, item in openapi.document()["paths"].items()}
QUERY = [
    (path, parameter["name"])
    for path, operation in PATHS.items()
    for parameter in operation["parameters"]
    if parameter["in"] == "query"
]
NAMES = sorted({name for _, name in QUERY} | {"unknownQueryParameter12345", ""})


@pytest.fixture(scope="session")
def first_ids(api: httpx.Client) -> dict[str, str]:
    return {
        path: api.get(path, params={"limit": 1}).json()["features"][0]["id"]
        for path in PATHS
        if path.endswith("/items")
    }


@pytest.fixture(scope="session")
def good(api: httpx.Client, first_ids: dict[str, str]) -> dict[str, str]:
    return GOOD | {"around": f"{first_ids['/collections/places/items']},20000"}


def address(path: str, first_ids: dict[str, str]) -> str:
    return path.replace("{featureId}", first_ids.get(path.removesuffix("/{featureId}"), ""))


def test_the_document_is_valid_openapi_3_0(api: httpx.Client) -> None:
    """Abstract tests A.5 and A.6."""
    link = next(one for one in api.get("/").json()["links"] if one["rel"] == "service-desc")
    response = api.get(link["href"], headers={"accept": link["type"]})

    assert response.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert link["type"] == response.headers["content-type"]
    document = response.json()
    assert document["openapi"].startswith("3.0.")
    OpenAPIV30SpecValidator(document).validate()


def test_the_document_names_the_server_as_the_client_does(api: httpx.Client, server: str) -> None:
    assert api.get("/api").json()["servers"] == [{"url": server}]


def test_operation_ids_are_unique() -> None:
    ids = [operation["operationId"] for operation in PATHS.values()]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", PATHS)
def test_every_path_answers_with_every_type_it_lists(
    api: httpx.Client, first_ids: dict[str, str], path: str
) -> None:
    for kind in PATHS[path]["responses"]["200"]["content"]:
        response = api.get(address(path, first_ids), headers={"accept": kind})

        assert response.status_code == 200
        assert response.headers["content-type"].split(";")[0] == kind


@pytest.mark.parametrize(("path", "name"), QUERY)
def test_every_listed_parameter_works(
    api: httpx.Client, first_ids: dict[str, str], good: dict[str, str], path: str, name: str
) -> None:
    if name == "after":
        links = api.get(path, params={"limit": 1}).json()["links"]
        response = api.get(next(link["href"] for link in links if link["rel"] == "next"))
    else:
        response = api.get(address(path, first_ids), params={name: good[name]})

    assert response.status_code == 200, response.text


@pytest.mark.parametrize(("path", "name"), QUERY)
def test_every_listed_parameter_refuses_nonsense(
    api: httpx.Client, first_ids: dict[str, str], path: str, name: str
) -> None:
    for text in BAD[name]:
        response = api.get(address(path, first_ids), params={name: text})

        assert problem_of(response, 400)["parameter"] == name, (name, text)


@pytest.mark.parametrize("path", [*PATHS, "/api", "/api/docs"])
def test_every_other_parameter_is_refused_by_name(
    api: httpx.Client, first_ids: dict[str, str], path: str
) -> None:
    """Abstract test A.21, on every path."""
    listed = {name for at, name in QUERY if at == path}
    for name in set(NAMES) - listed:
        refused = problem_of(api.get(address(path, first_ids), params={name: "1"}), 400)

        assert refused["parameter"] == (name or "(no name)")


def test_a_polygon_of_ten_megabytes_is_refused_by_name() -> None:
    ring = ",".join(f"[{20 + n / 1e6:.6f},64]" for n in range(600_000))
    query = f'within={{"type":"Polygon","coordinates":[[{ring}]]}}'.encode()
    request = Request({"type": "http", "headers": [], "query_string": query})

    with pytest.raises(InvalidInput, match="within: is larger than 1 MB"):
        read_parameters(request, COLLECTIONS["places"].parameters)


def test_an_address_longer_than_the_server_reads_is_refused(server: str) -> None:
    connection = HTTPConnection(server.removeprefix("http://"))  # httpx sends no such address

    connection.request("GET", f"/collections/places/items?q={'x' * 1_000_000}")

    assert connection.getresponse().status == 414
    connection.close()


@pytest.mark.parametrize(
    "collection", ["places", "sites", "facilities", "municipalities", "projects"]
)
def test_bbox_limit_and_datetime_are_defined_as_the_standard_says(collection: str) -> None:
    """Abstract tests A.14, A.16 and A.18."""
    listed: list[dict[str, Any]] = PATHS[f"/collections/{collection}/items"]["parameters"]
    named = {parameter["name"]: parameter for parameter in listed}

    for name in ("bbox", "limit", "datetime"):
        assert named[name].items() >= {
            "in": "query", "required": False, "style": "form", "explode": False
        }.items()  # fmt: skip
    bbox, limit = named["bbox"]["schema"], named["limit"]["schema"]
    assert bbox == {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    assert limit == {"type": "integer", "minimum": 1, "maximum": 10_000, "default": 10}
    assert named["datetime"]["schema"] == {"type": "string"}
