"""Every request has an id that its answer, its log lines and its refusal carry.

Also the last resort: what nobody else caught becomes a problem document here, inside the layer
that adds the headers, so that a script on another site may read it like any other answer.
"""

import logging
import os
import re
import time
from collections.abc import Mapping

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from viauma import clock
from viauma.log import request_id, tell
from viauma_api import problems

logger = logging.getLogger(__name__)

# A browser hides every header from scripts that is not named here.
EXPOSED = (
    "ETag, Last-Modified, Content-Crs, Link, Location, Retry-After, X-Request-Id, traceparent, "
    "Content-Disposition"
)
EVERYWHERE = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", EXPOSED.encode()),
    (b"x-content-type-options", b"nosniff"),
]

_SANE_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_PARENT = re.compile(
    rb"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]([0-9a-f])"
)
_PARENT_BYTES = 55


class Traced:
    """Middleware that names, logs and, at worst, answers every request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on under its id and say how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(scope, send)
        try:
            await self._app(scope, receive, answer)
        except Exception as error:
            if answer.status:
                raise  # Half an answer is on its way: only a broken connection can say so.
            response = await problems.answer_unexpected(Request(scope), error)
            await response(scope, receive, answer)
        finally:
            answer.log()


class _Answer:
    """The way back of one request."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send = scope, send
        self._started_at = time.perf_counter()
        self._id, self._trace = named(dict(scope["headers"]))
        self.status = self.size = 0
        request_id.set(self._id.decode())

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            own = ((b"x-request-id", self._id), (b"traceparent", self._trace))
            message["headers"] = [*message["headers"], *EVERYWHERE, *own]
        else:
            self.size += len(message.get("body", b""))
        await self._send(message)

    def log(self) -> None:
        """Write the request's line: the path as it was sent, escaped, and not what was asked."""
        if not logger.isEnabledFor(logging.INFO):
            return
        scope, client = self._scope, self._scope["client"]
        milliseconds = (time.perf_counter() - self._started_at) * 1000
        tell(
            logger,
            clock.now(),
            f"answered method={scope['method']} path={scope['raw_path'].decode('latin-1')} "
            f"status={self.status} bytes={self.size} ms={milliseconds:.1f} "
            f"client={client[0] if client else '-'}",
        )


def named(headers: Mapping[bytes, bytes]) -> tuple[bytes, bytes]:
    """Find or make a request's id and its traceparent (W3C Trace Context).

    Parameters
    ----------
    headers
        Of the request, names in lower case.

    Returns
    -------
    tuple of bytes
        The id, and the traceparent with a span of our own. Where the client gives no id, the
        trace names the request too.
    """
    # One call into the system for both: 16 bytes name a trace, 8 a span.
    fresh = os.urandom(24).hex().encode()
    parent = _parent(headers[b"traceparent"]) if b"traceparent" in headers else None
    trace, is_sampled = parent or (fresh[:32], False)
    wanted = headers.get(b"x-request-id")
    id_ = wanted if wanted is not None and _SANE_ID.fullmatch(wanted) else trace
    return id_, b"00-%b-%b-%b" % (trace, fresh[32:], b"01" if is_sampled else b"00")


def _parent(told: bytes) -> tuple[bytes, bool] | None:
    """Read the trace that a request belongs to, and whether somebody records it."""
    found = _PARENT.match(told)
    if found is None:
        return None
    rest = told[_PARENT_BYTES:]
    # Later versions may say more, after a hyphen; version 00 may not.
    if rest and (told.startswith(b"00") or not rest.startswith(b"-")):
        return None
    return found[1], int(found[2], 16) % 2 == 1
