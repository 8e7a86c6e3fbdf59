"""Whole answers as files: page after page, however many rows there are, in bounded memory.

Pages are read by key, each with a statement and a connection of its own: a slow reader holds
neither, and what comes or goes meanwhile disturbs no other row.
"""

import asyncio
import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from viauma import __version__
from viauma.errors import Unavailable
from viauma.exchange.apart import write_file_apart
from viauma.exchange.media_types import Delivery, Format
from viauma.exchange.streams import Encoder, encoder
from viauma.features.found import Found
from viauma.features.rules import Position
from viauma.geo.crs import Crs
from viauma_api.asking import Asked, reading_of
from viauma_api.formats import ITEMS, refuse_crs
from viauma_api.hints import hints_of
from viauma_api.http.conditional import REVALIDATED, VARY
from viauma_api.http.methods import HEADERS_ONLY
from viauma_api.page_links import hint_header, next_address
from viauma_api.reading import Reading
from viauma_api.selection import Selection
from viauma_api.service import service_of

logger = logging.getLogger(__name__)

STREAM_PAGE = 500
"""Rows at a time where the server itself writes: others wait while a page is spelled."""
FILE_PAGE = 2_000
"""Rows at a time where a process apart writes."""
CHUNK_BYTES = 262_144
MOST_AT_ONCE = 4
"""So many files are written at the same time by one process; the next one is asked to wait."""

_writing = asyncio.Semaphore(MOST_AT_ONCE)

DOWNLOADS = frozenset(key for key, one in ITEMS.items() if one.delivery is not Delivery.DOCUMENT)


async def download(request: Request, asked: Asked, key: str) -> Response:
    """Answer with everything that matches, or as many as `limit` says, as a file."""
    format_ = ITEMS[key]
    reading = await reading_of(service_of(request), asked)
    refuse_crs(format_, is_crs84=reading.crs.is_crs84)
    service = service_of(request)
    inside = (await service.vocabulary()).attributes
    selection = Selection.of(asked.collection, asked.values, inside)
    hints = await hints_of(service, asked.collection, asked.values, is_empty=False)
    tag = await _tag(request, asked, key)
    headers = {
        "content-disposition": f'attachment; filename="{asked.collection.id}{format_.suffix}"',
        "content-crs": f"<{reading.crs.uri}>",
        "vary": VARY,
        "cache-control": REVALIDATED,
        "etag": tag,
        **({"link": hint_header(request, hints)} if hints else {}),
    }
    if tag.removeprefix("W/") in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if HEADERS_ONLY in request.scope:
        # Nobody writes a file for those who only ask about it.
        about = Response(headers=headers, media_type=format_.media_type)
        # How long it would be, nobody knows.
        del about.headers["content-length"]
        return about
    written_in = reading.crs
    # Files know but one order of axes, whatever the authority says.
    reading = replace(reading, crs=replace(reading.crs, is_swapped=False))
    if format_.delivery is Delivery.STREAM:
        writer = encoder(format_.key, selection.columns, asked.collection.title, written_in)
        body = _streamed(writer, _pages(reading, asked, STREAM_PAGE, []), selection)
        # The first piece is made before the answer begins: what is refused is refused properly.
        first = await anext(body)
        return StreamingResponse(
            _joined(first, body), headers=headers, media_type=format_.media_type
        )
    left: list[Position] = []
    file = await _written(format_, asked, _placed(reading, asked, left), (selection, reading.crs))
    headers["content-length"] = str(os.fstat(file.fileno()).st_size)
    if left:
        following = next_address(request, asked, left[0])
        said = f'<{following}>; rel="next"; type="{format_.media_type}"'
        headers["link"] = f"{headers['link']}, {said}" if hints else said
    return StreamingResponse(_sent(file), headers=headers, media_type=format_.media_type)


async def _tag(request: Request, asked: Asked, key: str) -> str:
    """Make a weak ETag before anything is read: of the question, and of the state of the data.

    Weak, because the bytes of a GeoPackage differ each time it is written.
    """
    state = await service_of(request).state()
    question = [asked.collection.id, key, asked.values.get("limit"), asked.after]
    said = json.dumps([__version__, state.fingerprint, sorted(asked.query.items()), question])
    return f'W/"{hashlib.sha256(said.encode(errors="replace")).hexdigest()[:32]}"'


async def _streamed(
    writer: Encoder, pages: AsyncIterator[list[Found]], selection: Selection
) -> AsyncIterator[bytes]:
    pieces = [writer.begin()]
    async for found in pages:
        features = [one.placed for one in selection.applied(found)]
        yield b"".join([*pieces, writer.batch(features)])
        pieces = []
    yield b"".join([*pieces, writer.end()])


async def _joined(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece


async def _pages(
    reading: Reading, asked: Asked, size: int, rest: list[Position]
) -> AsyncIterator[list[Found]]:
    """Read pages until `limit`; where more is left, `rest` gets the position it begins after."""
    left: int | None = asked.values.get("limit")
    after: Position | None = asked.after
    while True:
        page = await reading.page(size if left is None else min(size, left), after)
        if page.found:
            yield page.found
        left = None if left is None else left - len(page.found)
        after = page.after
        if after is None:
            return
        if left == 0:
            rest.append(after)
            return


async def _sent(file: BinaryIO) -> AsyncIterator[bytes]:
    with file:
        while part := await to_thread.run_sync(file.read, CHUNK_BYTES):
            yield part


async def _written(
    format_: Format,
    asked: Asked,
    pages: AsyncIterator[list[bytes]],
    shape: tuple[Selection, Crs],
) -> BinaryIO:
    """Write a file and open it; its name is gone before anybody reads, so that none is left."""
    if _writing.locked():
        raise Unavailable("Several files are being written already; try again in a minute.")
    selection, crs = shape
    async with _writing:
        folder = Path(tempfile.mkdtemp(prefix="viauma-"))
        target = folder / f"{asked.collection.id}{format_.suffix}"
        try:
            name, columns = asked.collection.id, selection.columns
            await write_file_apart(format_.key, columns, pages, target, name=name, crs=crs)
            return target.open("rb")
        except OSError as error:
            logger.warning("a file could not be written: %s", error)
            raise Unavailable("There is no room to write this file; try again later.") from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)


async def _placed(
    reading: Reading, asked: Asked, rest: list[Position]
) -> AsyncIterator[list[bytes]]:
    async for found in _pages(reading, asked, FILE_PAGE, rest):
        yield [one.placed for one in found]
