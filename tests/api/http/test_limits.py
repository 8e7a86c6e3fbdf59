"""Whatever bytes arrive: an answer of ours, never a fault of ours, never plain text."""

import json
import socket
import time
from urllib.parse import urlsplit

import httpx
import pytest

from tests.fixtures.database import settings_for
from tests.fixtures.serving import serving, spoken
from viauma_api.http import protocol
from viauma_api.http.protocol import MOST_HEAD_BYTES, MOST_TARGET_BYTES
from viauma_api.http.targets import MOST_QUERY_BYTES

END = b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"


def refused(answer: tuple[int, dict[str, str], bytes], status: int) -> dict[str, str]:
    found, headers, body = answer
    assert found == status, body[:500]
    assert headers["content-type"] == "application/problem+json"
    assert headers["access-control-allow-origin"] == "*"
    problem: dict[str, str] = json.loads(body)
    assert problem["instance"] == f"urn:request:{headers['x-request-id']}"
    assert problem["detail"]
    return problem


@pytest.mark.parametrize("path", ["/", "/collections/places/items", "/nothing", "/collections/"])
@pytest.mark.parametrize("f", ["", "&f=html"])
def test_a_long_query_is_414(server: str, path: str, f: str) -> None:
    query = "q=" + "x" * (MOST_QUERY_BYTES - 1)

    answer = spoken(server, f"GET {path}?{query}{f}".encode() + END)

    assert str(MOST_QUERY_BYTES) in refused(answer, 414)["detail"]


def test_a_query_just_short_enough_is_read(server: str) -> None:
    query = "x=" + "x" * (MOST_QUERY_BYTES - 2)

    assert refused(spoken(server, f"GET /?{query}".encode() + END), 400)["parameter"] == "x"


@pytest.mark.parametrize("size", [MOST_TARGET_BYTES, 200_000, 3_000_000])
def test_an_address_longer_than_the_parser_reads_is_414(server: str, size: int) -> None:
    answer = spoken_until_hung_up(server, b"GET /?q=" + b"x" * size + END)

    assert str(MOST_TARGET_BYTES) in refused(answer, 414)["detail"]


def test_headers_without_end_are_431(server: str) -> None:
    head = b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X-A: b\r\n" * (MOST_HEAD_BYTES // 4)

    refused(spoken_until_hung_up(server, head), 431)


def test_one_header_without_end_is_431(server: str) -> None:
    head = b"GET / HTTP/1.1\r\nHost: a\r\nX-A: " + b"b" * (MOST_HEAD_BYTES * 2)

    refused(spoken_until_hung_up(server, head), 431)


def test_many_requests_in_one_connection_add_nothing_up(server: str) -> None:
    padding = b"X-A: " + b"b" * 50_000 + b"\r\n"
    one = b"GET /healthz HTTP/1.1\r\nHost: a\r\n" + padding + b"\r\n"
    address = urlsplit(server)
    with socket.create_connection((address.hostname, address.port), 10) as connection:
        for _ in range(20):
            connection.sendall(one)
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "sent",
    [
        b"FOO / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"get / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/3.0\r\nHost: a\r\n\r\n",
        b"GET / HTTP/x\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET nothing HTTP/1.1\r\nHost: a\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET * HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET http://a HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHo st: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\x00b\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: a\r\n b\r\n\r\n",
        b"GET / HTTP/1.1\r\n: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nX\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: odd\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\r\n\r\n\x00\r\n",
    ],
)
def test_what_is_no_request_of_ours_is_refused_as_a_problem(server: str, sent: bytes) -> None:
    status, headers, body = spoken_until_hung_up(server, sent)

    assert 400 <= status < 500, body
    refused((status, headers, body), status)


@pytest.mark.parametrize("method", ["TRACE", "LOCK", "PROPFIND", "M-SEARCH", "PURGE"])
def test_a_method_of_others_is_405(server: str, method: str) -> None:
    status, headers, body = spoken(server, f"{method} /collections".encode() + END)

    refused((status, headers, body), 405)
    assert headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "target",
    [b"http://evil.example/conformance", b"https://evil.example:1/conformance", b"/conformance"],
)
def test_the_host_in_an_absolute_target_is_not_repeated(server: str, target: bytes) -> None:
    status, _, body = spoken(server, b"GET " + target + END)

    assert status == 200
    assert b"evil" not in body
    assert b'"href":"http://a/conformance"' in body


@pytest.mark.parametrize(
    "header",
    [b"Accept: \xff\xfe", b"Accept-Encoding: \xff;q=\xfe", b"If-None-Match: \xff", b"Cookie: \xff",
     b"X-Forwarded-Proto: \xff", b"X-Forwarded-For: \xff", b"Forwarded: \xff", b"\xc3\xa9: 1",
     b"If-Modified-Since: \xff", b"X-Request-Id: \xff", b"traceparent: \xff", b"Range: bytes=x",
     b"Range: bytes=5-1", b"Range: bytes=999999999-", b"Range: x", b"Content-Type: \xff",
     b"Expect: 200-ok", b"Upgrade: websocket\r\nConnection: upgrade", b"Upgrade: h2c",
     b"Accept-Language: " + b"\xff" * 5000, b"Origin: \xff", b"Content-Length: 0",
     b"Accept: " + b"a/b," * 20_000, b"Accept-Encoding: " + b"a," * 40_000,
     b"If-None-Match: " + b'"a", ' * 20_000, b"X-Forwarded-For: " + b"1.1.1.1," * 10_000,
     b"Forwarded: " + b"for=1.1.1.1;" * 8_000, b"traceparent: " + b"0" * 60_000],
)  # fmt: skip
@pytest.mark.parametrize("target", [b"/collections", b"/static/pages.css", b"/maps/", b"/nothing"])
def test_no_header_makes_it_stumble(server: str, target: bytes, header: bytes) -> None:
    started = time.monotonic()
    status, headers, body = spoken(
        server,
        b"GET %b HTTP/1.1\r\nHost: a\r\n%b\r\nConnection: close\r\n\r\n" % (target, header),
    )

    assert status in {200, 206, 400, 404, 416}
    assert time.monotonic() - started < 5
    if status >= 400:
        refused((status, headers, body), status)


@pytest.mark.parametrize(
    ("asked", "status"),
    [("bytes=x", 400), ("bytes=5-1", 400), ("bytes=", 400), ("lines=1-2", 400),
     ("bytes=999999999-", 416)],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/static/pages.css", "/maps/"])
def test_a_range_that_is_none_is_refused_as_a_problem(
    server: str, path: str, asked: str, status: int
) -> None:
    head = f"GET {path} HTTP/1.1\r\nHost: a\r\nRange: {asked}\r\nConnection: close\r\n\r\n"

    answer = spoken(server, head.encode())

    assert len(refused(answer, status)["detail"]) > 10
    assert ("content-range" in answer[1]) == (status == 416)


@pytest.mark.parametrize(
    "path",
    ["/%00", "/%ff", "/%c3%28", "/%", "/%zz", "/a%0d%0ab", "/collections/%00", "/static/%00",
     "/static/%ff", "/static/..%5c..%5capp.py", "/maps/%00", "/maps/%ff", "/assets/%2e%2e/x",
     "/collections/places/items/%00", "/collections/places/items/%ed%a0%80", "//", "/%2f%2f",
     "/static/" + "%00" * 5_000, "/static/" + "a/" * 20_000],
)  # fmt: skip
def test_an_odd_path_is_404(server: str, path: str) -> None:
    refused(spoken(server, f"GET {path}".encode() + END), 404)


def spoken_until_hung_up(server: str, sent: bytes) -> tuple[int, dict[str, str], bytes]:
    """Say it all, though the server may hang up before the end."""
    address = urlsplit(server)
    received = b""
    with socket.create_connection((address.hostname, address.port), 10) as connection:
        try:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        try:
            while part := connection.recv(65_536):
                received += part
        except ConnectionResetError:
            assert received, "the connection was reset before an answer came"
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.split(": ", 1) for line in lines)
    return int(first.split()[1]), {name.lower(): text for name, text in pairs}, body


@pytest.mark.parametrize("begun", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\n"])
def test_a_client_that_does_not_come_to_the_point_is_hung_up_on(
    region_url: str, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(protocol, "HEAD_WITHIN_S", 0.3)
    with serving(settings_for(region_url)) as server:
        address = urlsplit(server)
        with socket.create_connection((address.hostname, address.port), 5) as connection:
            connection.sendall(begun)

            assert connection.recv(1000) == b""


def test_a_client_that_came_to_the_point_is_waited_for(
    region_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "HEAD_WITHIN_S", 0.3)
    with serving(settings_for(region_url)) as server, httpx.Client(base_url=server) as client:
        for _ in range(3):
            assert client.get("/healthz").status_code == 200
            time.sleep(0.4)
