"""Answers from memory: the same question, and nothing changed since, needs no database.

It stands outside the codings, so that what is kept is what goes out, compressed once. Only what
says that it holds until something changes is kept: complete, with an ETag, varying by nothing but
Accept and Accept-Encoding. Where changes are not heard, it stands aside.
"""

from http import HTTPStatus
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from viauma_api.answers import Answer, Answers, Key
from viauma_api.http.conditional import (
    IF_MODIFIED_SINCE,
    IF_NONE_MATCH,
    REVALIDATED,
    VARY,
    tags_of,
)
from viauma_api.links import BASE

DATA = ("/collections", "/tiles", "/offline/")
"""Below these everything is made of what is published, and of nothing else."""

AREA = "viauma.area"
"""Where a route says in the scope which box (EPSG:4326) its answer looked at."""

Headers = tuple[tuple[bytes, bytes], ...]

_OF_THE_BODY = frozenset((b"content-length", b"content-type", b"content-encoding"))
_DECIDING = frozenset((b"accept", b"accept-encoding"))

LONGEST_KEY = 8_000
"""Bytes. Nobody asks longer questions twice, and whoever invents them would fill the memory."""


class Kept:
    """Middleware that answers what it has answered before."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or remember how it is answered."""
        service = _service(scope)
        key = key_of(scope) if service is not None and service.changes.are_heard else None
        if key is None:
            await self._app(scope, receive, send)
            return
        known = service.answers.get(key)
        if known is not None and await _answered(known, dict(scope["headers"]), send):
            return
        heard = _Heard(send)
        count = service.changes.count
        await self._app(scope, receive, heard)
        answer = heard.answer(scope.get(AREA))
        # What changed meanwhile may not be in it.
        if answer is not None and service.changes.count == count and service.changes.are_heard:
            _keep(service.answers, key, answer, known)


def _service(scope: Scope) -> Any:
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    # A proxy may leave the folder in the path, or take it off.
    if not scope["path"].removeprefix(scope.get("root_path", "")).startswith(DATA):
        return None
    service = getattr(scope["app"].state, "service", None)
    return service if service is not None and service.answers.has_room else None


def key_of(scope: Scope) -> Key | None:
    """Take all that decides about an answer: of repeated headers each line, as routes read them.

    None where that is too long to keep. The scope knows its `BASE`.
    """
    deciding = [part for one in scope["headers"] if one[0] in _DECIDING for part in one]
    key = (scope[BASE], scope["path"], scope["query_string"], *deciding)
    return key if sum(map(len, key)) <= LONGEST_KEY else None


def _keep(answers: Answers, key: Key, answer: Answer, known: Answer | None) -> None:
    """Keep an answer, but not a confirmation in the place of what it confirms."""
    if answer.body is not None or known is None:
        answers.keep(key, answer)


async def _answered(known: Answer, given: dict[bytes, bytes], send: Send) -> bool:
    """Send what is known, if it is enough: a client that has it gets no body."""
    if _is_had(known, given):
        headers = [one for one in known.headers if one[0] not in _OF_THE_BODY]
        await sent(send, HTTPStatus.NOT_MODIFIED, headers, b"")
        return True
    # By date nobody can tell from here: the routes know since when.
    if known.body is None or (IF_MODIFIED_SINCE in given and IF_NONE_MATCH not in given):
        return False
    await sent(send, known.status, list(known.headers), known.body)
    return True


async def sent(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    """Send a whole answer."""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _is_had(known: Answer, given: dict[bytes, bytes]) -> bool:
    wanted = given.get(IF_NONE_MATCH)
    if wanted is None:
        return False
    tag = next((value for name, value in known.headers if name == b"etag"), None)
    if tag is None:
        return False
    return wanted.strip() == b"*" or tag.decode().removeprefix("W/") in tags_of(wanted)


class _Heard:
    """What goes out, while it does."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._status = 0
        self._headers: Headers = ()
        self._body: bytes | None = None
        self._is_whole = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            # Now: those further out add to this very message what belongs to one request only.
            self._status, self._headers = message["status"], tuple(message["headers"])
        elif self._body is None:
            self._body = message.get("body", b"")
            self._is_whole = not message.get("more_body", False)
        else:
            self._is_whole = False
        await self._send(message)

    def answer(self, area: Any) -> Answer | None:
        """Take it as an answer, if it is one that holds until something changes."""
        if not self._is_whole or not _holds(self._status, dict(self._headers)):
            return None
        if self._status == HTTPStatus.NOT_MODIFIED:
            return Answer(self._headers, None, area)
        is_whole = self._status in {HTTPStatus.OK, HTTPStatus.NO_CONTENT}
        return Answer(self._headers, self._body, area, self._status) if is_whole else None


def _holds(status: int, headers: dict[bytes, bytes]) -> bool:
    # A file may be as large as the whole collection; there are few who want the same one twice.
    return (
        b"content-disposition" not in headers
        and (b"etag" in headers or status == HTTPStatus.NO_CONTENT)
        and headers.get(b"cache-control") == REVALIDATED.encode()
        and headers.get(b"vary", b"").lower() == VARY.lower().encode()
    )
