"""Links carry the address that the client used, when somebody trusted tells it."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from starlette.types import Scope

from tests.fixtures.database import settings_for
from tests.fixtures.serving import serving, spoken
from viauma.settings import ServerSettings, Settings
from viauma_api.http.forwarded import TELLING, Forwarded
from viauma_api.links import BASE

HOST = {"host": "geo.example.se"}

BASES: dict[str, tuple[dict[str, str], str]] = {
    "nothing": ({}, "http://geo.example.se"),
    "proto": ({"x-forwarded-proto": "https"}, "https://geo.example.se"),
    "proto in capitals": ({"x-forwarded-proto": "HTTPS"}, "https://geo.example.se"),
    "proto by two proxies": ({"x-forwarded-proto": "https, http"}, "https://geo.example.se"),
    "host": ({"x-forwarded-host": "via.example.se"}, "http://via.example.se"),
    "host by two proxies": ({"x-forwarded-host": "via.example.se, b"}, "http://via.example.se"),
    "host with port": ({"x-forwarded-host": "via.example.se:8443"}, "http://via.example.se:8443"),
    "host of IPv6": ({"x-forwarded-host": "[2001:db8::1]"}, "http://[2001:db8::1]"),
    "port": ({"x-forwarded-port": "8443"}, "http://geo.example.se:8443"),
    "the usual port": (
        {"x-forwarded-proto": "https", "x-forwarded-port": "443"}, "https://geo.example.se"
    ),
    "the usual port of the other": (
        {"x-forwarded-proto": "https", "x-forwarded-port": "80"}, "https://geo.example.se:80"
    ),
    "host and port that disagree": (
        {"x-forwarded-host": "a.example.se:1", "x-forwarded-port": "2"}, "http://a.example.se:1"
    ),
    "prefix": ({"x-forwarded-prefix": "/geo"}, "http://geo.example.se/geo"),
    "prefix with a slash": ({"x-forwarded-prefix": "/geo/"}, "http://geo.example.se/geo"),
    "prefix of nothing": ({"x-forwarded-prefix": "/"}, "http://geo.example.se"),
    "prefixes of two proxies": (
        {"x-forwarded-prefix": "/open, /geo"}, "http://geo.example.se/open/geo"
    ),
    "all": (
        {"x-forwarded-proto": "https", "x-forwarded-host": "via.example.se",
         "x-forwarded-port": "8443", "x-forwarded-prefix": "/geo"},
        "https://via.example.se:8443/geo",
    ),
    "the standard": (
        {"forwarded": 'for=192.0.2.60;proto=https;host="via.example.se:8443"'},
        "https://via.example.se:8443",
    ),
    "the standard, by two proxies": (
        {"forwarded": "For=192.0.2.60;Proto=https;Host=via.example.se, for=10.0.0.1;host=inner"},
        "https://via.example.se",
    ),
    "the standard beside the usual": (
        {"forwarded": "host=stranger.example", "x-forwarded-proto": "https"},
        "https://geo.example.se",
    ),
}  # fmt: skip

BAD = {
    "x-forwarded-proto": ["ftp", "javascript", "https:", "", ",https", "\xff"],
    "x-forwarded-host": ["a b", 'evil"><script>', "a/b", "user@host", "[[", "x:99999", "é", "",
                         "a" * 300, "x:y:z"],
    "x-forwarded-port": ["0x50", "99999", "-1", "a", "8 0", "80;", "1" * 300],
    "x-forwarded-prefix": ["geo", "//evil.example", "/a//b", "/..", "/a/../b", "/a b", "/a?b",
                           "/a#b", '/"', "/%2e", "/" + "a" * 300, "/é", "/./a"],
    "forwarded": ["host=a b", 'host="evil/x"', "proto=ftp", ";;;", "=", "host", '"', "host=;proto=",
                  "for=" + "," * 500],
}  # fmt: skip


@contextmanager
def behind(region_url: str, **server: Any) -> Iterator[httpx.Client]:
    with (
        serving(with_server(region_url, **server)) as base,
        httpx.Client(base_url=base, timeout=30) as client,
    ):
        yield client


def with_server(url: str, **server: Any) -> Settings:
    return settings_for(url).model_copy(update={"server": ServerSettings(**server)})


def base_in(client: httpx.Client, headers: dict[str, str], path: str = "/conformance") -> str:
    encoded = {name: text.encode("latin-1") for name, text in headers.items()}
    response = client.get(path, headers=encoded)
    assert response.status_code == 200, response.text
    href: str = response.json()["links"][0]["href"]
    assert href.endswith("/conformance")
    return href.removesuffix("/conformance")


@pytest.mark.parametrize("name", BASES)
def test_links_carry_what_a_trusted_proxy_tells(api: httpx.Client, name: str) -> None:
    told, base = BASES[name]

    assert base_in(api, HOST | told) == base


@pytest.mark.parametrize("header", BAD)
def test_what_is_badly_spelled_is_ignored(api: httpx.Client, header: str) -> None:
    for text in BAD[header]:
        assert base_in(api, HOST | {header: text}) == "http://geo.example.se", text


def test_pages_and_descriptions_carry_it_too(api: httpx.Client) -> None:
    told, base = BASES["all"]

    page = api.get("/collections?f=html", headers=HOST | told).text
    document = api.get("/collections/places", headers=HOST | told).text

    assert f'href="{base}/static/pages.css"' in page
    assert f"{base}/collections/places/items" in document
    for text in (page, document):
        assert "geo.example.se" not in text


def test_a_redirect_carries_it_too(api: httpx.Client) -> None:
    told, base = BASES["all"]

    moved = api.get("/maps", headers=HOST | told, follow_redirects=False)

    assert moved.headers["location"] == f"{base}/maps/"


def test_a_stranger_tells_nothing(region_url: str) -> None:
    told, _ = BASES["all"]
    with behind(region_url, trusted_proxies="192.0.2.1,2001:db8::/32") as client:
        assert base_in(client, HOST | told) == "http://geo.example.se"
        assert base_in(client, HOST | BASES["the standard"][0]) == "http://geo.example.se"


@pytest.mark.parametrize(
    "trusted", ["*", "127.0.0.0/8", "127.0.0.5/8, 10.0.0.0/8", "::1,127.0.0.1"]
)
def test_networks_and_everyone_can_be_trusted(region_url: str, trusted: str) -> None:
    told, base = BASES["all"]
    with behind(region_url, trusted_proxies=trusted) as client:
        assert base_in(client, HOST | told) == base


@pytest.mark.parametrize("trusted", ["localhost", "10.0.0.0/33", "1.2.3", "*,10.0.0.1", "a;b"])
def test_a_name_that_is_no_address_is_refused_at_the_start(trusted: str) -> None:
    with pytest.raises(ValidationError):
        ServerSettings(trusted_proxies=trusted)


def test_nobody_can_be_trusted_too() -> None:
    assert ServerSettings(trusted_proxies="none").trusted_networks == ()


def test_whoever_reaches_the_unix_socket_is_trusted(region_url: str, tmp_path: Path) -> None:
    told, base = BASES["all"]
    settings = with_server(region_url, trusted_proxies="none")
    with serving(settings, uds=str(tmp_path / "viauma.sock")) as path:
        transport = httpx.HTTPTransport(uds=path)
        with httpx.Client(transport=transport, base_url="http://geo.example.se") as client:
            assert base_in(client, told) == base
            assert base_in(client, {"host": "["}) == "http://localhost"


@pytest.mark.parametrize(
    ("prefix", "base"),
    [("", "/geo"), ("/geo", "/geo"), ("/open", "/open/geo"), ("/open/geo", "/open/geo")],
)
@pytest.mark.parametrize("path", ["/conformance", "/geo/conformance"])
def test_a_prefix_adds_to_the_root_path(
    below_a_folder: httpx.Client, prefix: str, base: str, path: str
) -> None:
    told = {"x-forwarded-prefix": prefix}

    assert base_in(below_a_folder, HOST | told, path) == f"http://geo.example.se{base}"


@pytest.fixture(scope="module")
def below_a_folder(region_url: str) -> Iterator[httpx.Client]:
    with behind(region_url, root_path="/geo") as client:
        yield client


@pytest.mark.parametrize(
    "host", ["", "[[", "a b", 'evil"><script>', "x:y:z", "evil.example/x", "a" * 300, "evil@b", "é"]
)
def test_a_hostile_host_is_never_repeated(server: str, host: str) -> None:
    status, _, body = spoken(
        server,
        b"GET /conformance HTTP/1.1\r\nHost: %b\r\nConnection: close\r\n\r\n"
        % host.encode("latin-1"),
    )

    assert status == 200
    assert f'"href":"{server}/conformance"'.encode() in body


@pytest.mark.parametrize("version", [b"1.0", b"1.1"])
def test_without_a_host_links_name_the_server_itself(server: str, version: bytes) -> None:
    status, _, body = spoken(
        server, b"GET /conformance HTTP/%b\r\nConnection: close\r\n\r\n" % version
    )

    assert status == 200
    assert f'"href":"{server}/conformance"'.encode() in body


@pytest.mark.parametrize(
    ("told", "client"),
    [
        ({"x-forwarded-for": "203.0.113.9"}, "203.0.113.9"),
        ({"x-forwarded-for": "203.0.113.9:4711"}, "203.0.113.9"),
        ({"x-forwarded-for": "2001:db8::1"}, "2001:db8::1"),
        ({"x-forwarded-for": "fe80::1%eth0 status=500"}, "fe80::1"),
        ({"x-forwarded-for": "[2001:db8::1]:4711"}, "2001:db8::1"),
        ({"x-forwarded-for": "made-up, 203.0.113.9, 10.0.0.7"}, "203.0.113.9"),
        ({"x-forwarded-for": "198.51.100.1, 203.0.113.9"}, "203.0.113.9"),
        ({"x-forwarded-for": "10.0.0.8, 10.0.0.7"}, "10.0.0.8"),
        ({"x-forwarded-for": "203.0.113.9, nonsense"}, "10.0.0.1"),
        ({"x-forwarded-for": ""}, "10.0.0.1"),
        ({"x-forwarded-for": "1" * 5000}, "10.0.0.1"),
        ({"forwarded": 'for="[2001:db8::1]:4711";proto=https, for=10.0.0.7'}, "2001:db8::1"),
        ({"forwarded": "for=_hidden, for=unknown"}, "10.0.0.1"),
        ({}, "10.0.0.1"),
    ],
)
def test_the_client_is_the_nearest_hop_that_is_no_proxy_of_ours(
    told: dict[str, str], client: str
) -> None:
    headers = [(name.encode(), text.encode()) for name, text in told.items()]

    assert client_seen(headers, "10.0.0.1") == client


def test_repeated_lines_are_one_list() -> None:
    lines = [(b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-for", b"10.0.0.7")]

    assert client_seen(lines, "10.0.0.1") == "203.0.113.9"


def test_a_proxy_in_an_address_of_both_kinds_is_known() -> None:
    lines = [(b"x-forwarded-for", b"203.0.113.9")]

    assert client_seen(lines, "::ffff:10.0.0.1") == "203.0.113.9"


HEADERS = st.lists(st.tuples(st.sampled_from(sorted(TELLING | {b"host"})), st.binary(max_size=40)))
WORDS = st.sampled_from([b"https", b"a.example", b"/geo", b"for=1.2.3.4;host=b", b"8443", b"[::1]"])


@given(HEADERS | st.lists(st.tuples(st.sampled_from(sorted(TELLING)), WORDS)))
def test_whatever_is_told_links_stay_links(headers: list[tuple[bytes, bytes]]) -> None:
    scope = passed(headers, "10.0.0.1")

    assert re.fullmatch(
        r"https?://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*",
        scope[BASE],
    )
    assert str(ip_address(scope["client"][0])) == scope["client"][0]


def client_seen(headers: list[tuple[bytes, bytes]], peer: str) -> str:
    """Read who a request is said to be from."""
    found: str = passed(headers, peer)["client"][0]
    return found


def passed(headers: list[tuple[bytes, bytes]], peer: str) -> Scope:
    """Pass a request through the layer."""
    scope: Scope = {
        "type": "http", "scheme": "http", "client": (peer, 1), "server": ("10.0.0.2", 80),
        "headers": headers, "root_path": "",
    }  # fmt: skip

    async def app(scope: Scope, receive: Any, send: Any) -> None:
        pass

    trusted = ServerSettings(trusted_proxies="10.0.0.0/8").trusted_networks
    asyncio.run(Forwarded(app, trusted)(scope, None, None))  # type: ignore[arg-type]
    return scope
