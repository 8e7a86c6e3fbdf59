"""Where bytes become requests: what is no request is refused like everything else.

uvicorn answers it with a line of plain text, and reads headers of any length into memory.
"""

import asyncio
import os
from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from viauma_api.http.tracing import EVERYWHERE
from viauma_api.responses import PROBLEM, dump

# The parser cannot take a longer address apart.
MOST_TARGET_BYTES = 65_535
MOST_HEAD_BYTES = 262_144

HEAD_WITHIN_S = 15.0
"""So long a client may take for its first request, and from the first byte of each later one to
the end of its head. Between requests the server's own keep-alive counts."""

_SENTENCES = {
    HTTPStatus.BAD_REQUEST: "What came is not a request that HTTP/1.1 knows.",
    HTTPStatus.REQUEST_URI_TOO_LONG: f"The address may have {MOST_TARGET_BYTES} bytes at most.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: (
        f"Address and headers together may have {MOST_HEAD_BYTES} bytes at most."
    ),
}


class ProblemProtocol(HttpToolsProtocol):
    """HTTP/1.1 with bounds, whose refusals are problem documents."""

    _head_bytes = 0
    _is_in_head = False
    _refusal = HTTPStatus.BAD_REQUEST
    _clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request, but not for ever."""
        super().connection_made(transport)
        self._clock = self.loop.call_later(HEAD_WITHIN_S, transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_clock()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse, and stop listening to a head that does not end."""
        super().data_received(data)
        if self._is_in_head and not self.transport.is_closing():
            if self._clock is None:
                self._clock = self.loop.call_later(HEAD_WITHIN_S, self.transport.close)
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                self._refusal = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                self.send_400_response("")

    def on_message_begin(self) -> None:
        """Begin to count."""
        self._is_in_head, self._head_bytes = True, 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Take a piece of the address."""
        super().on_url(url)
        if len(self.url) > MOST_TARGET_BYTES:
            self._refusal = HTTPStatus.REQUEST_URI_TOO_LONG
            raise ValueError(self._refusal)

    def on_headers_complete(self) -> None:
        """Begin to answer."""
        self._is_in_head = False
        self._stop_clock()
        super().on_headers_complete()

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's own sentence
        """Refuse what is no request, and hang up."""
        status, id_ = self._refusal, os.urandom(16).hex()
        problem = {
            "type": "about:blank",
            "title": status.phrase,
            "status": int(status),
            "detail": _SENTENCES[status],
            "instance": f"urn:request:{id_}",
        }
        body = dump(problem)
        headers = [
            *EVERYWHERE,
            (b"content-type", PROBLEM.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"x-request-id", id_.encode()),
            (b"connection", b"close"),
        ]
        lines = [b"%b: %b\r\n" % header for header in headers]
        first = f"HTTP/1.1 {int(status)} {status.phrase}\r\n".encode()
        self.transport.write(b"".join((first, *lines, b"\r\n", body)))
        self.transport.close()
