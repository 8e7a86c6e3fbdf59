"""Content codings: what is sent is smaller, and nothing else about it is different."""

import gzip
import os
import zlib
from collections.abc import AsyncIterator, Iterator

import brotli
import httpx
import pytest
import zstandard
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from tests.api.http.serving_apps import asking_app
from tests.fixtures.serving import spoken
from viauma_api.http.conditional import conditional

BODY = b'{"type":"Feature"},' * 500
LINE = b'\x1e{"type":"Feature"}\n'
UNCODED = {
    "/image": "image/png", "/fgb": "application/flatgeobuf",
    "/parquet": "application/vnd.apache.parquet", "/gpkg": "application/geopackage+sqlite3",
    "/octets": "application/octet-stream", "/zip": "application/zip",
}  # fmt: skip
CODED = {
    "/geo": "application/geo+json", "/json": "application/json", "/page": "text/html",
    "/problem": "application/problem+json", "/kml": "application/vnd.google-earth.kml+xml",
    "/gpx": "application/gpx+xml", "/csv": "text/csv", "/seq": "application/geo+json-seq",
    "/fg": "application/vnd.ogc.fg+json", "/schema": "application/schema+json",
    "/rdf": "application/rdf+xml", "/ld": "application/ld+json", "/turtle": "text/turtle",
    "/oas": "application/vnd.oai.openapi+json;version=3.0", "/svg": "image/svg+xml",
}  # fmt: skip
DECODE = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
}
every_coding = pytest.mark.parametrize("coding", DECODE)


@pytest.fixture(scope="module")
def coded() -> Iterator[httpx.Client]:
    def of(media_type: str, body: bytes = BODY) -> object:
        async def endpoint(request: Request) -> Response:
            return conditional(request, body, media_type)

        return endpoint

    async def rows(_: Request) -> Response:
        async def parts() -> AsyncIterator[bytes]:
            for _ in range(200):
                yield os.urandom(300).hex().encode() * 10

        return StreamingResponse(parts(), media_type="text/csv")

    async def unending(_: Request) -> Response:
        async def parts() -> AsyncIterator[bytes]:
            yield LINE
            import asyncio

            await asyncio.sleep(60)

        return StreamingResponse(parts(), media_type="application/geo+json-seq")

    kinds = {path[1:]: of(kind) for path, kind in {**UNCODED, **CODED}.items()}
    small = of("application/json", b"{}")
    with asking_app(rows=rows, unending=unending, small=small, **kinds) as client:
        yield client


def raw(client: httpx.Client, path: str, **headers: str) -> tuple[httpx.Response, bytes]:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    with client.stream("GET", path, headers=named) as response:
        return response, b"".join(response.iter_raw())


@every_coding
@pytest.mark.parametrize("path", CODED)
def test_text_is_coded(coded: httpx.Client, path: str, coding: str) -> None:
    response, body = raw(coded, path, accept_encoding=coding)

    assert response.headers["content-encoding"] == coding
    assert DECODE[coding](body) == BODY
    assert len(body) < len(BODY) / 10
    assert response.headers["content-type"].startswith(CODED[path])
    assert response.headers["vary"] == "Accept, Accept-Encoding"


@every_coding
@pytest.mark.parametrize("path", UNCODED)
def test_what_is_packed_already_is_left_alone(coded: httpx.Client, path: str, coding: str) -> None:
    response, body = raw(coded, path, accept_encoding=coding)

    assert "content-encoding" not in response.headers
    assert body == BODY
    assert response.headers["vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("zstd, br, gzip", "zstd"), ("gzip, br", "br"), ("gzip, deflate, br, zstd", "zstd"),
        ("gzip;q=0.5", "gzip"), ("*", "zstd"), ("gzip;q=0, *;q=0", None), ("deflate", None),
        ("identity", None), ("", None), ("zstd;q=0, gzip", "gzip"), ("*;q=0", None),
        ("GZIP", "gzip"), (";;,,q=", None), ("gzip;q=x", None),
    ],
)  # fmt: skip
def test_the_client_says_what_it_can_decode(
    coded: httpx.Client, accept: str, coding: str | None
) -> None:
    response, _ = raw(coded, "/geo", accept_encoding=accept)

    assert response.headers.get("content-encoding") == coding


def test_without_the_header_nothing_is_coded(coded: httpx.Client) -> None:
    sent = b"GET /geo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

    _, headers, body = spoken(str(coded.base_url), sent)

    assert "content-encoding" not in headers
    assert headers["vary"] == "Accept, Accept-Encoding"
    assert body == BODY


def test_little_is_sent_as_it_is(coded: httpx.Client) -> None:
    response, body = raw(coded, "/small", accept_encoding="zstd")

    assert "content-encoding" not in response.headers
    assert response.headers["content-length"] == "2"
    assert response.headers["vary"] == "Accept, Accept-Encoding"
    assert body == b"{}"


def test_each_coding_has_an_etag_of_its_own(coded: httpx.Client) -> None:
    plain = raw(coded, "/geo", accept_encoding="identity")[0].headers["etag"]
    tags = {coding: raw(coded, "/geo", accept_encoding=coding)[0].headers["etag"]
            for coding in DECODE}  # fmt: skip

    assert tags == {coding: f'{plain[:-1]}-{coding}"' for coding in DECODE}


@every_coding
@pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}'])
@pytest.mark.parametrize("path", ["/geo", "/seq"])
def test_a_coded_copy_is_confirmed_under_its_own_etag(
    coded: httpx.Client, path: str, form: str, coding: str
) -> None:
    tag = raw(coded, path, accept_encoding=coding)[0].headers["etag"]

    known = {"accept_encoding": coding, "if_none_match": form.format(tag)}
    response, body = raw(coded, path, **known)

    assert (response.status_code, body) == (304, b"")
    assert response.headers["etag"] == tag
    assert response.headers["vary"] == "Accept, Accept-Encoding"
    assert "content-encoding" not in response.headers


@every_coding
def test_a_plain_copy_is_confirmed_too(coded: httpx.Client, coding: str) -> None:
    plain = raw(coded, "/geo", accept_encoding="identity")[0].headers["etag"]

    response, _ = raw(coded, "/geo", accept_encoding=coding, if_none_match=plain)

    assert (response.status_code, response.headers["etag"]) == (304, plain)


def test_another_copy_is_not_confirmed(coded: httpx.Client) -> None:
    tag = raw(coded, "/json", accept_encoding="zstd")[0].headers["etag"]

    assert raw(coded, "/geo", if_none_match=tag)[0].status_code == 200
    assert raw(coded, "/json", if_none_match=tag.replace("zstd", "lzma"))[0].status_code == 200


@pytest.mark.parametrize("path", ["/static/pages.css", "/collections", "/collections?f=html"])
@every_coding
def test_our_own_files_and_documents_obey(api: httpx.Client, path: str, coding: str) -> None:
    plain, whole = raw(api, path, accept_encoding="identity")
    response, body = raw(api, path, accept_encoding=coding)
    tag = response.headers["etag"]

    assert DECODE[coding](body) == whole
    assert tag == f'{plain.headers["etag"][:-1]}-{coding}"'
    assert raw(api, path, accept_encoding=coding, if_none_match=tag)[0].status_code == 304
    assert response.headers["vary"].split(", ").count("Accept-Encoding") == 1


@every_coding
def test_a_stream_is_coded_as_it_comes(coded: httpx.Client, coding: str) -> None:
    response, body = raw(coded, "/rows", accept_encoding=coding)

    assert response.headers["content-encoding"] == coding
    assert "content-length" not in response.headers
    assert len(DECODE[coding](body)) == 200 * 6000


@every_coding
def test_lines_arrive_before_the_stream_ends(coded: httpx.Client, coding: str) -> None:
    decoders = {
        "gzip": zlib.decompressobj(31).decompress,
        "br": brotli.Decompressor().process,
        "zstd": zstandard.ZstdDecompressor().decompressobj().decompress,
    }
    with coded.stream("GET", "/unending", headers={"accept-encoding": coding}) as response:
        found = b""
        for part in response.iter_raw():
            found += decoders[coding](part)
            if found:
                break

    assert found == LINE
