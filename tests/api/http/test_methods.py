"""HEAD, OPTIONS and the methods that a path does not know."""

from collections.abc import Iterator

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from tests.api.http.serving_apps import asking_app
from tests.fixtures.serving import problem_of, spoken

ROUTES = ("/", "/conformance", "/collections", "/collections/places", "/collections/places/items",
          "/api", "/api/docs", "/healthz", "/static/pages.css", "/maps/", "/maps")  # fmt: skip
UNKNOWN = ("/nothing", "/collections/places/nothing", "/a/b/c", "/Collections")


@pytest.mark.parametrize("path", ROUTES)
def test_options_says_what_works(api: httpx.Client, path: str) -> None:
    response = api.options(path)

    assert response.status_code == 204
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"
    assert response.content == b""
    assert "content-length" not in response.headers


def test_a_preflight_lets_scripts_elsewhere_ask_conditionally(api: httpx.Client) -> None:
    response = api.options(
        "/collections/places/items",
        headers={
            "origin": "https://app.example",
            "access-control-request-method": "GET",
            "access-control-request-headers": "if-none-match,traceparent",
        },
    )

    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    allowed = response.headers["access-control-allow-headers"].lower().split(", ")
    assert {"if-none-match", "if-modified-since", "content-type", "traceparent"} <= set(allowed)
    assert int(response.headers["access-control-max-age"]) > 0


@pytest.mark.parametrize("path", UNKNOWN)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "DELETE"])
def test_an_unknown_path_is_404_whatever_is_done_with_it(
    api: httpx.Client, method: str, path: str
) -> None:
    response = api.request(method, path)

    assert response.status_code == 404
    if method != "HEAD":
        problem_of(response, 404)


@pytest.mark.parametrize("path", [path for path in ROUTES if path != "/maps"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "LOCK", "MKCOL"])
def test_another_method_is_405_and_hears_which_work(
    api: httpx.Client, method: str, path: str
) -> None:
    response = api.request(method, path)

    assert method in problem_of(response, 405)["detail"]
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"
    assert response.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd", "br"])
@pytest.mark.parametrize("path", [*ROUTES, "/nothing", "/collections?x=1", "/?f=html"])
def test_head_has_the_headers_of_get_and_no_body(api: httpx.Client, path: str, coding: str) -> None:
    asked = {"accept-encoding": coding, "x-request-id": "seven"}
    got = api.get(path, headers=asked, follow_redirects=False)
    headed = api.head(path, headers=asked, follow_redirects=False)

    assert headed.status_code == got.status_code
    assert headed.content == b""
    assert told(headed) == told(got)
    assert "content-length" in headed.headers


def told(response: httpx.Response) -> dict[str, str]:
    changing = {"date", "traceparent"}
    return {name: text for name, text in response.headers.items() if name not in changing}


@pytest.fixture(scope="module")
def made() -> list[int]:
    return []


@pytest.fixture(scope="module")
def streaming(made: list[int]) -> Iterator[httpx.Client]:
    async def endless(_: Request) -> Response:
        async def parts() -> object:
            for number in range(1_000_000):
                made.append(number)
                yield b"row\n" * 20_000

        return StreamingResponse(parts(), media_type="text/csv")

    with asking_app(endless=endless) as client:
        yield client


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_head_of_a_long_stream_does_not_make_it(
    streaming: httpx.Client, made: list[int], coding: str
) -> None:
    made.clear()

    response = streaming.head("/endless", headers={"accept-encoding": coding})

    assert response.status_code == 200
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert len(made) < 100
    assert streaming.head("/endless").status_code == 200


def test_a_path_that_two_routes_share_allows_what_both_do(streaming: httpx.Client) -> None:
    assert streaming.options("/endless").headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert streaming.delete("/endless").headers["allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/collections/", "/collections"),
        (
            "/collections/places/items/?limit=1&q=b%C3%A5t",
            "/collections/places/items?limit=1&q=b%C3%A5t",
        ),
        ("/collections//", "/collections"),
    ],
)
def test_one_slash_too_many_is_forgiven(
    api: httpx.Client, server: str, path: str, location: str
) -> None:
    response = api.get(path, follow_redirects=False)

    assert response.status_code == 307
    assert response.headers["location"] == f"{server}{location}"


def test_a_redirect_repeats_no_hostile_host(server: str) -> None:
    sent = b"GET /collections/ HTTP/1.1\r\nHost: evil@b/\r\nConnection: close\r\n\r\n"

    status, headers, _ = spoken(server, sent)

    assert (status, headers["location"]) == (307, f"{server}/collections")


@pytest.mark.parametrize("query", [b"\xff", b"a=%ff", b"\r", b"x=<>\"'", b"%0d%0aX:%20y"])
def test_a_redirect_repeats_no_odd_bytes(server: str, query: bytes) -> None:
    sent = b"GET /collections/?%b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" % query

    status, headers, _ = spoken(server, sent)

    assert status in {307, 400}
    assert "x" not in headers
    assert headers.get("location", "").isascii()
