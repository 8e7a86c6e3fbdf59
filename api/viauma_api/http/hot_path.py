"""The hot path: an item by its id and a page of a box, answered without the framework.

These two are asked a thousand times for each other question, and PostgreSQL answers them in less
time than layers, routes and parameters take. So they have a short way, below `Forwarded`: it
answers what is asked in the usual words and passes everything else on, unread. What it says is
the long way's answer to the byte (tests/api/http/test_hot_path.py compares them), made of the same
statements, links, cursors, validators, codings and kept answers.

Processor time of one answer (one process, driver included, no network, Python 3.11 with
optimisations; long way / here): an item 94 / 57 µs, and 34 where four are asked in one breath
(viauma.db.together); 10 of a box 178 / 94, 100 of a box 266 / 177. By wrk with eight connections
among a million places, two workers: items 1.8 times, boxes of 10 1.7 and of 100 1.4 times as many.
"""

import re
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from viauma.errors import ViaUmaError
from viauma.geo.bbox import BBox
from viauma.geo.crs import CRS84
from viauma.places.boxes import expects_few
from viauma.places.rules import PlaceFilter
from viauma_api import problems
from viauma_api.answers import Answer
from viauma_api.asking import Asked, FeaturePage
from viauma_api.collections import COLLECTIONS, Collection
from viauma_api.cursors import Cursor
from viauma_api.filterable import queryables_header
from viauma_api.formats import ITEM
from viauma_api.http.coding import Coded
from viauma_api.http.conditional import (
    IF_MODIFIED_SINCE,
    IF_NONE_MATCH,
    REVALIDATED,
    VARY,
    dated,
    entity_tag,
)
from viauma_api.http.inside import Heard
from viauma_api.http.kept import key_of, sent
from viauma_api.http.leaving import StopsWhenClientsLeave
from viauma_api.links import BASE
from viauma_api.page_links import alternates, collection_link, items_links, next_link
from viauma_api.parameters import DEFAULT_LIMIT
from viauma_api.reading import Places, Reading
from viauma_api.representations import collection_text
from viauma_api.responses import GEOJSON, dump
from viauma_api.service import Service

_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_PATH = re.compile(f"/collections/([a-z]+)/items(?:/({_UUID}))?")

_EDGE = r"(-?[0-9]{1,3}(?:\.[0-9]{1,17})?)"
_LIMIT = "limit=([1-9][0-9]{0,3})"
_QUERY = re.compile(f"(?:{_LIMIT}&)?bbox=({'(?:,|%2C)'.join([_EDGE] * 4)})(?:&{_LIMIT})?")

# Headers that the layers below read: whoever sends one goes the long way.
_DECIDING = frozenset((IF_NONE_MATCH, IF_MODIFIED_SINCE))
_ACCEPTED = frozenset((b"*/*", GEOJSON.encode()))

_MARK = "~viauma-id-or-query~"
"""Stands for what differs from question to question in links that are made once."""

_ASKED = "viauma.asked"
_READY = "viauma.ready"

Headers = list[tuple[bytes, bytes]]


class _Usual(NamedTuple):
    """A question in the usual words: for a place, or for the first page of a box."""

    collection: Collection
    id: str | None
    box: BBox | None = None
    box_text: str = ""
    limit: str = ""
    is_coded: bool = False


class _Ready(NamedTuple):
    headers: Headers
    body: bytes


class HotPath:
    """Middleware that answers what is asked most, and passes on all else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._watched = StopsWhenClientsLeave(self._answer)
        self._coded = Coded(_send_ready)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the short way, or let it be answered."""
        asked = _usual(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        if asked is None or not hasattr(scope["app"].state, "service"):
            await self.passed_on(scope, receive, send)
            return
        scope[_ASKED] = asked
        await self._watched(scope, receive, send)

    async def passed_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it be answered the long way."""
        await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        service: Service = scope["app"].state.service
        changes, answers = service.changes, service.answers
        key = key_of(scope) if answers.has_room and changes.are_heard else None
        known = None if key is None else answers.get(key)
        if known is not None and known.body is not None:
            await sent(send, known.status, list(known.headers), known.body)
            return
        count = changes.count
        try:
            ready = await _made(service, scope)
        except ViaUmaError as error:
            refusal = await problems.answer_domain_error(Request(scope), error)
            await Coded(refusal)(scope, receive, send)
            return
        if ready is None:
            await self.passed_on(scope, receive, send)
            return
        if scope[_ASKED].is_coded:
            ready = await self._in_a_coding(scope, receive, ready)
        if key is not None and changes.count == count and changes.are_heard:
            answers.keep(key, Answer(tuple(ready.headers), ready.body))
        await sent(send, HTTPStatus.OK, ready.headers, ready.body)

    async def _in_a_coding(self, scope: Scope, receive: Receive, ready: _Ready) -> _Ready:
        heard = Heard()
        scope[_READY] = ready
        await self._coded(scope, receive, heard)
        return _Ready(list(heard.headers.items()), heard.body)


def _usual(scope: Scope) -> _Usual | None:
    """Read what is asked; None where anything is unusual, which the long way reads or refuses."""
    path, root = scope["path"], scope.get("root_path", "")
    if root and path.startswith(f"{root}/"):
        path = path[len(root) :]
    found = _PATH.fullmatch(path)
    collection = None if found is None else COLLECTIONS.get(found[1])
    if found is None or collection is None or collection.kind is None:
        return None
    given = dict(scope["headers"])
    if len(given) != len(scope["headers"]) or not _DECIDING.isdisjoint(given):
        return None
    if given.get(b"accept", b"*/*") not in _ACCEPTED:
        return None
    is_coded = b"accept-encoding" in given
    if found[2] is not None:
        return None if scope["query_string"] else _Usual(collection, found[2], is_coded=is_coded)
    return _box(collection, scope["query_string"], is_coded=is_coded)


def _box(collection: Collection, query: bytes, *, is_coded: bool) -> _Usual | None:
    found = _QUERY.fullmatch(query.decode("latin-1"))
    if found is None:
        return None
    before, text, *edges, behind = found.groups()
    if before and behind:
        return None
    west, south, east, north = map(float, edges)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004
        return None
    box, limit = BBox(west, south, east, north), before or behind or ""
    return _Usual(collection, None, box, text.replace("%2C", ","), limit, is_coded)


async def _made(service: Service, scope: Scope) -> _Ready | None:
    """Make the answer; None where there is nothing, of which the long way has more to say."""
    asked: _Usual = scope[_ASKED]
    if asked.id is None:
        return await _page(service, asked, scope[BASE], scope["query_string"])
    return await _item(service, asked.collection, asked.id, scope[BASE])


async def _item(service: Service, collection: Collection, id_: str, base: str) -> _Ready | None:
    changed_at = await service.changed_at()
    feature = await service.place(id_, collection.kind or "place")
    if feature is None:
        return None
    links = id_.encode().join(_item_links(base, collection.id))
    body = b"".join((feature[:-1], b',"links":', links, b"}"))
    return _Ready(_headers(changed_at, body), body)


async def _page(service: Service, asked: _Usual, base: str, query: bytes) -> _Ready | None:
    collection = asked.collection
    # First: what changes meanwhile must not make an old page look new.
    changed_at = await service.changed_at()
    narrowed = PlaceFilter(kind=collection.kind or "place", bbox=asked.box)
    is_few = expects_few(narrowed, await service.spread())
    reading = Reading(service.lane, Places(narrowed, is_few=is_few))
    limit = int(asked.limit) if asked.limit else DEFAULT_LIMIT
    page, matched = await reading.counted_page(limit)
    if not page.found:
        return None
    links = query.join(_page_links(base, collection.id))
    if page.after is not None:
        texts = {"bbox": asked.box_text}
        cursor = service.cursors.write(collection.id, Cursor(texts, page.after))
        more = f"&limit={asked.limit}" if asked.limit else ""
        href = f"{base}/collections/{collection.id}/items?cursor={cursor}{more}"
        links = b"%b,%b]" % (links[:-1], dump(next_link(href, "json")))
    body = collection_text([one.feature for one in page.found], links, matched)
    headers = _headers(changed_at, body)
    headers.append((b"link", _queryables(base, collection.id)))
    return _Ready(headers, body)


def _headers(changed_at: datetime, body: bytes) -> Headers:
    return [
        *_constant(dated(changed_at)),
        (b"etag", entity_tag(body, GEOJSON).encode()),
        (b"content-length", b"%d" % len(body)),
        (b"content-type", GEOJSON.encode()),
    ]


@lru_cache(maxsize=64)
def _constant(date: str | None) -> Headers:
    dates = [] if date is None else [(b"last-modified", date.encode())]
    return [
        (b"vary", VARY.encode()),
        (b"cache-control", REVALIDATED.encode()),
        (b"content-crs", f"<{CRS84.uri}>".encode()),
        *dates,
    ]


@lru_cache(maxsize=256)
def _item_links(base: str, collection_id: str) -> list[bytes]:
    """Write the links of an item, and cut them where its id goes."""
    request = _asked_for(f"/collections/{collection_id}/items/{_MARK}", "", base)
    return _cut([*alternates(request, "json", ITEM), collection_link(request, collection_id)])


@lru_cache(maxsize=256)
def _page_links(base: str, collection_id: str) -> list[bytes]:
    """Write the links of a page without those to the next, and cut them where its query goes."""
    request = _asked_for(f"/collections/{collection_id}/items", _MARK, base)
    asked = Asked(COLLECTIONS[collection_id], {}, {})
    return _cut(items_links(request, "json", FeaturePage(asked, [], None, None, CRS84)))


@lru_cache(maxsize=256)
def _queryables(base: str, collection_id: str) -> bytes:
    return queryables_header(base, collection_id).encode()


def _asked_for(path: str, query: str, base: str) -> Request:
    return Request({"type": "http", "path": path, "query_string": query.encode(), BASE: base})


def _cut(links: list[Any]) -> list[bytes]:
    return dump(links).split(_MARK.encode())


async def _send_ready(scope: Scope, _receive: Receive, send: Send) -> None:
    await sent(send, HTTPStatus.OK, *scope[_READY])
