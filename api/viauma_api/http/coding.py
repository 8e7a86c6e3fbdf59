"""Content codings, and the one thing they ask of everybody else: another coding, another ETag.

The routes know one ETag per representation. This layer spells it with the coding that was sent,
and takes the coding off again when a client asks whether its copy is still good.
"""

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

# Below this a packet is a packet.
LEAST_BYTES = 1_000

# The fastest of each: on pages of features zstd 1 is smaller than zstd 4, and gzip 1 costs half of
# gzip 4 for a tenth more bytes. The work is done between other people's answers.
LEVEL = 1

# What the library does not know. Images, FlatGeobuf, GeoParquet and GeoPackage stay as they are.
TEXTS = (
    "application/problem+json",
    "application/schema+json",
    "application/sparql-results+json",
    "application/vnd.oai.openapi",
    "application/vnd.oai.openapi+json",
    "application/vnd.ogc.fg+json",
    "application/vnd.google-earth.kml+xml",
    "application/n-triples",
    "text/csv",
    "text/n3",
    "text/turtle",
    "text/tab-separated-values",
)
# Each message is flushed, so that a client can read line by line while the rest is being made.
LINES = ("application/geo+json-seq", "application/json-seq", "application/x-ndjson")

_CODED = re.compile(rb'-(?:zstd|br|gzip)"')
_TWICE = b"Accept-Encoding, Accept-Encoding"

for _text in TEXTS:
    add_compress_type(_text)
for _lines in LINES:
    add_compress_type(_lines, streaming=True)


def without_coding(tags: bytes) -> bytes:
    """Take the codings off ETags: as the routes know them."""
    return _CODED.sub(b'"', tags)


class Coded:
    """Middleware that sends zstd, Brotli or gzip to clients that take one of them."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain = app
        self._coding = CompressMiddleware(
            app,
            minimum_size=LEAST_BYTES,
            zstd_level=LEVEL,
            brotli_quality=LEVEL,
            gzip_level=LEVEL,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with plain ETags and send the answer with coded ones."""
        if scope["type"] != "http":
            await self._plain(scope, receive, send)
            return
        headers = dict(scope["headers"])
        known = headers.get(b"if-none-match", b"")
        if _CODED.search(known):
            scope["headers"] = [
                (name, without_coding(value) if name == b"if-none-match" else value)
                for name, value in scope["headers"]
            ]
            send = _known_as(known, send)
        if b"accept-encoding" in headers:
            await self._coding(scope, receive, _told(send))
        else:
            await self._plain(scope, receive, send)


def _told(send: Send) -> Send:
    """Spell the ETag with the coding that was chosen."""

    async def tell(message: Message) -> None:
        if message["type"] == "http.response.start":
            coding = _header(message, b"content-encoding")
            message["headers"] = [
                (name, _spelled(name, value, coding)) for name, value in message["headers"]
            ]
        await send(message)

    return tell


def _spelled(name: bytes, value: bytes, coding: bytes) -> bytes:
    if name == b"etag" and coding:
        return b'%b-%b"' % (value[:-1], coding)
    if name == b"vary" and value.endswith(_TWICE):
        # Every answer varies already; the library adds without looking.
        return value.removesuffix(b", Accept-Encoding")
    return value


def _known_as(known: bytes, send: Send) -> Send:
    """Confirm a copy under the ETag that the client has for it."""

    async def confirm(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 304:  # noqa: PLR2004
            message["headers"] = [
                (name, _as_known(value, known) if name == b"etag" else value)
                for name, value in message["headers"]
            ]
        await send(message)

    return confirm


def _as_known(tag: bytes, known: bytes) -> bytes:
    found = re.search(re.escape(tag[:-1]) + _CODED.pattern, known)
    return found[0] if found else tag


def _header(message: Message, wanted: bytes) -> bytes:
    return next((value for name, value in message["headers"] if name == wanted), b"")
