"""Whatever is sent: never a fault of ours, always a problem document in one sentence."""

import json
import re
import socket
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.fixtures.api_document import operations, vocabulary
from tests.fixtures.serving import problem_of

PATHS = sorted({one.path for one in operations() if one.method == "get"})
NAMES = sorted({name for one in operations() for name in one.query})
OWN_NAMES = sorted(set(NAMES) - vocabulary().parameters("place").keys() | {"category", "status"})
BOMBS = (
    "\x00", "a\x00b", "'", "\"';--", "%", "\\", "..", "../..", "{}", "[]", "null", "NaN", "1e999",
    "-1", "0", "9" * 400, "1e-400", "1,2,3,4", ",", ",,,,", "\u202e\u0000\ufeff", "é" * 1000,
    "[" * 20_000, '{"a":' * 9_000, "x" * 50_000, '{"type":"\\ud800"}', '{"a":"\\udfff"}',
    '{"type":"Polygon","coordinates":[[[1e308,1e308],[1,1],[2,2],[1e308,1e308]]]}',
    '{"type":"Polygon","coordinates":[[["a"],[1],[2],[3]]]}', '{"type":"Feature","geometry":null}',
    '{"type":"FeatureCollection","features":[]}', '{"type":"FeatureCollection","features":[1]}',
    '{"type":"LineString","coordinates":[[20,64],[21,64]]},1e308', "${jndi:ldap://x}", "\r\nX: y",
    "2005-01-01T00:00:60Z", "9999-12-31/..", "0001-01-01", "x,1", ",1", "umea,1e9", "MTpmZg",
    "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "🏖", "\U0010ffff",
    "(" * 20_000, "NOT " * 10_000 + "lit = TRUE", "name LIKE '\\'", "name = 'a'; drop table x",
    "S_INTERSECTS(geometry, POINT(1e400 0))", "length_km = 1e400", "length_km / 0 > 1",
    "casei(" * 500, "name IN (" + "'a'," * 20_000 + "'b')", "updated_at > DATE('2024-02-30')",
    "1 = 1 OR " * 6_000 + "1 = 1", '{"op":"and","args":[' * 2_000, "lit = TRUE) OR (1=1",
    "S_WITHIN(geometry, POLYGON((0 0, 1 1, 0 1, 1 0, 0 0)))", "BBOX(1,2,3)", "a.b.c = 1",
    "http://www.opengis.net/def/crs/EPSG/0/3857", "+name,-name", "geometry", "category_path",
)  # fmt: skip
NUMBERS = st.lists(st.floats() | st.integers(), max_size=7).map(lambda n: ",".join(map(str, n)))
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=10,
).map(json.dumps)
POSITIONS = st.lists(st.tuples(st.floats(-200, 200), st.floats(-100, 100)), max_size=6)
SHAPES = st.tuples(st.sampled_from(["Polygon", "LineString", "Point"]), POSITIONS).map(
    lambda made: json.dumps(
        {"type": made[0], "coordinates": [made[1]] if made[0] == "Polygon" else made[1]}
    )
)
TEXTS = st.sampled_from(BOMBS) | st.text(max_size=40) | NUMBERS | JSON | SHAPES
REQUESTS = st.tuples(
    st.sampled_from(PATHS), st.dictionaries(st.sampled_from(NAMES), TEXTS, max_size=3)
)
ROUTES = [re.sub(r"\{\w+\}", "x", path) for path in PATHS] + ["/api", "/api/docs", "/maps/"]


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(request=REQUESTS, reference=TEXTS)
@example(request=("/collections/places/items", {"attributes": '{"a":"\\ud800"}'}), reference="x")
@example(request=("/collections/places/items", {"attributes": '{"a":1e999}'}), reference="x")
@example(request=("/collections/places/items", {"within": '{"type":"\\ud800"}'}), reference="x")
def test_no_parameter_makes_it_stumble(
    api: httpx.Client, request: tuple[str, dict[str, str]], reference: str
) -> None:
    path, params = request
    spelled = quote(reference[:2000], safe="", errors="replace")
    address = re.sub(r"\{\w+\}", lambda _: spelled, path)

    assert_answered(send(api, address, params))


@pytest.mark.parametrize("name", OWN_NAMES)
def test_no_bomb_gets_through_any_parameter(api: httpx.Client, name: str) -> None:
    for path in ("/collections/places/items", "/collections/projects/items",
                 "/collections/places/counts"):  # fmt: skip
        for bomb in BOMBS:
            assert_answered(send(api, path, {name: bomb}))


def test_no_bomb_gets_through_an_attribute_of_any_kind(api: httpx.Client) -> None:
    for name in ("lit", "length_km", "difficulty", "established_on", "updated_at", "id", "name"):
        for bomb in BOMBS:
            assert_answered(send(api, "/collections/places/items", {name: bomb}))


@pytest.mark.parametrize("bomb", BOMBS)
def test_no_bomb_gets_through_a_body(api: httpx.Client, bomb: str) -> None:
    json_type = {"content-type": "application/json"}
    for body in (
        bomb.encode(errors="replace"),
        json.dumps({"filter": bomb}).encode(),
        json.dumps({"filter": bomb, "filter-lang": "cql2-json"}).encode(),
        json.dumps({bomb: 1, "within": bomb, "limit": bomb}).encode(),
    ):
        assert_answered(api.post("/collections/places/search", content=body, headers=json_type))


REFUSED = [
    ("bbox", {"bbox": "1,2,3"}), ("bbox", {"bbox": "1,2,3,4,5"}),
    ("bbox", {"bbox": "1,2,3,4,5,6,7"}),
    ("bbox", {"bbox": "NaN,1,2,3"}), ("bbox", {"bbox": "20,64,21,63"}),
    ("bbox", {"bbox": "1,2,3,inf"}), ("bbox", {"bbox": "0,0,181,1"}),
    ("datetime", {"datetime": "../.."}), ("datetime", {"datetime": "yesterday"}),
    ("crs", {"crs": "http://www.opengis.net/def/crs/0/unsupported"}),
    ("bbox-crs", {"bbox": "1,2,3,4", "bbox-crs": "EPSG:9"}), ("bbox-crs", {"bbox-crs": "EPSG:9"}),
    ("filter-crs", {"filter": "lit = TRUE", "filter-crs": "EPSG:9"}),
    ("filter-lang", {"filter": "lit = TRUE", "filter-lang": "sql"}),
    ("filter-lang", {"filter-lang": "cql2-json"}), ("bbox-crs", {"bbox-crs": "[EPSG:3006]"}),
    ("filter", {"filter": "nothing = 1"}), ("filter", {"filter": "name = 5"}),
    ("filter", {"filter": "name = 'a'; drop table viauma.place"}),
    ("filter", {"filter": "name = 'a' UNION SELECT 1"}), ("filter", {"filter": "("}),
    ("filter", {"filter": "(" * 5_000 + "lit = TRUE" + ")" * 5_000}),
    ("filter", {"filter": "lit +"}),
    ("filter", {"filter": "pg_sleep(5)"}), ("filter", {"filter": ""}),
    ("cursor", {"cursor": "forged"}), ("cursor", {"cursor": "WyJwbGFjZXMiXQ.x"}),
    ("limit", {"limit": "0"}), ("limit", {"limit": "-1"}), ("sortby", {"sortby": "nothing"}),
    ("properties", {"properties": "nothing"}), ("f", {"f": "docx"}), ("f", {"f": "plain"}),
    ("nothing", {"nothing": "1"}), ("near", {"near": "1"}), ("lit", {"lit": "maybe"}),
    ("length_km", {"length_km": "long"}), ("sortby", {"sortby": "name", "near": "20,63"}),
    ("crs", {"crs": "[EPSG:3006]", "f": "gpx"}),
]  # fmt: skip


@pytest.mark.parametrize(("named", "params"), REFUSED, ids=[str(one[1])[:60] for one in REFUSED])
def test_a_bad_parameter_is_named_in_one_sentence(
    api: httpx.Client, named: str, params: dict[str, str]
) -> None:
    refused = problem_of(api.get("/collections/places/items", params=params), 400)

    assert refused["parameter"] == named
    assert refused["detail"].startswith(f"{named}: ")


def test_a_filter_of_a_megabyte_is_refused_before_it_is_read(api: httpx.Client) -> None:
    body = {"filter": "name = '" + "a" * 1_000_000 + "'"}

    refused = problem_of(api.post("/collections/places/search", json=body), 400)

    assert refused["parameter"] == "filter"


def test_a_body_beyond_bounds_is_413_and_of_another_type_415(api: httpx.Client) -> None:
    path = "/collections/places/search"

    problem_of(api.post(path, json={"filter": "a" * 2_000_000}), 413)
    problem_of(api.post(path, content=b"filter=1", headers={"content-type": "text/plain"}), 415)
    problem_of(api.post(path, content=b"{}"), 415)


def test_a_box_over_the_antimeridian_is_no_error(api: httpx.Client) -> None:
    assert api.get("/collections/places/items?bbox=177,65,-177,70").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/%00", "/%ff", "/collections/%00", "/collections/%ff/items", "/collections/places/items/%ff",
     "/collections/places/items/%00", "/static/%00", "/static/%ff", "/assets/%00", "/maps/%ff",
     "/static/..%2f..%2fapp.py", "/static/../app.py", "/static/", "/assets/",
     "/" + "a" * 5_000, "/static/" + "a" * 5_000, "/collections/" + "a" * 5_000,
     "/collections/places/items/" + "a" * 50_000, "//", "//collections", "/collections//items",
     "/%2e%2e/%2e%2e/etc/passwd", "/openapi.json", "/docs", "/redoc"],
)  # fmt: skip
def test_an_odd_path_is_404(server: str, path: str) -> None:
    status, headers, body = raw(server, "GET", path)

    assert status == 404
    assert headers["content-type"] == "application/problem+json"
    assert json.loads(body)["detail"].endswith(".")


@pytest.mark.parametrize(
    "query", [b"q=\xff", b"\xff", b"\xff\xfe=\x80", b"q=%ff%fe", b"q=%", b"q=%zz", b"q=%ed%a0%80",
              b"&&&=&=", b"?", b"limit=3;q=1", b"q", b"%00=1"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/collections/places/items", "/nothing", "/collections/"])
def test_odd_bytes_in_the_query_are_no_fault_of_ours(server: str, path: str, query: bytes) -> None:
    status, _, body = raw(server, "GET", path, query)

    assert status in {200, 307, 400, 404}
    assert b"Traceback" not in body


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_other_methods_are_405_and_say_which_work(server: str, method: str, path: str) -> None:
    status, headers, body = raw(server, method, path)

    assert headers["content-type"] == "application/problem+json"
    if method == "BREW" and status == 400:
        return  # the web server itself knows no such word
    assert status == 405
    assert headers["allow"] == "GET, HEAD, OPTIONS"
    assert method in json.loads(body)["detail"]


@pytest.mark.parametrize("path", [*ROUTES, "/static/pages.css", "/nothing", "/?f=html", "/maps"])
def test_head_is_get_without_a_body(api: httpx.Client, path: str) -> None:
    got, headed = api.get(path), api.head(path)

    assert headed.status_code == got.status_code
    assert headed.content == b""
    differing = {"date", "x-request-id", "traceparent"}
    # What changed within this very second has no date of change yet.
    differing |= {"last-modified"} & (got.headers.keys() ^ headed.headers.keys())
    assert {name: text for name, text in headed.headers.items() if name not in differing} == {
        name: text for name, text in got.headers.items() if name not in differing
    }


@pytest.mark.parametrize(
    "accept",
    ["", "*", "*/*;q=", "text/html;q=1e999", "text/html;q=-1", "\x80", "a" * 20_000, ";", ",,,",
     "text/html;" * 1000, "application/problem+json"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/collections/places/items?limit=1", "/nothing"])
def test_no_accept_header_makes_it_stumble(api: httpx.Client, path: str, accept: str) -> None:
    response = api.get(path, headers={"accept": accept.encode("latin-1")})

    assert response.status_code in {200, 404, 406}


def test_a_script_elsewhere_may_read_data_and_refusals(api: httpx.Client) -> None:
    for path in ("/collections/places/items?limit=1", "/collections/places/items?limit=x", "/no"):
        assert api.get(path).headers["access-control-allow-origin"] == "*"


def send(api: httpx.Client, path: str, params: dict[str, str]) -> httpx.Response:
    query = "&".join(
        f"{name}={quote(text[:50_000], safe='', errors='replace')}" for name, text in params.items()
    )
    # The web server reads 64 KB of address; what is longer it refuses itself.
    return api.get(f"{path}?{query}"[:60_000].rstrip("%").removesuffix("%2"))


def assert_answered(response: httpx.Response) -> None:
    assert response.status_code < 500, response.url
    if response.status_code < 400:
        return
    if response.headers["content-type"].startswith("text/html"):
        assert "f=html" in str(response.url)
        return
    sentence = problem_of(response, response.status_code)["detail"]
    assert not re.search(r'File "|psycopg|sqlalchemy', sentence)


def raw(server: str, method: str, path: str, query: bytes = b"") -> tuple[int, Any, bytes]:
    address = urlsplit(server)
    with socket.create_connection((address.hostname, address.port), 10) as connection:
        target = path.encode() + (b"?" + query if query else b"")
        connection.sendall(method.encode() + b" " + target + b" HTTP/1.1\r\n"
                           b"Host: localhost\r\nConnection: close\r\n\r\n")  # fmt: skip
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): text for name, text in (line.split(": ", 1) for line in lines)}
    return int(first.split()[1]), headers, body


def test_a_line_too_long_to_measure_to_is_refused(api: httpx.Client) -> None:
    positions = [[20 + at / 10_000, 63.8 + (at % 7) / 1000] for at in range(1_001)]
    line = json.dumps({"type": "LineString", "coordinates": positions})
    text = ", ".join(f"{lon} {lat}" for lon, lat in positions)

    along = api.post("/collections/places/search", json={"along": f"{line},500"})
    near = api.post(
        "/collections/places/search",
        json={"filter": f"distance_m(geometry, LINESTRING({text})) < 500"},
    )

    assert "1,000 vertices" in problem_of(along, 400)["detail"]
    assert "1,000 vertices" in problem_of(near, 400)["detail"]
