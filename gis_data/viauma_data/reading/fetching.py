"""Files from the network: over http and https only, never from within one's own network unasked.

Python's own client does it: it is given a connection that looks at the address it has reached
before anything is asked there, so that no name can lead elsewhere between looking and asking.
"""

import http.client
import socket
import time
import urllib.error
import urllib.request
from functools import partial
from ipaddress import ip_address
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast
from urllib.parse import unquote, urlsplit

from viauma.errors import InvalidInput
from viauma_data.reading.limits import MIB, Limits
from viauma_data.reading.source import counted

SCHEMES = ("http", "https")
_SILENCE_S = 30
_PIECE = 1 << 16


class _PrivateAddressError(OSError):
    """The address lies in a network that is not the public one."""


def is_address(where: str | Path) -> bool:
    """Whether this is an address of the web, and no path; a path may hold a colon as well."""
    return isinstance(where, str) and "://" in where and not Path(where).exists()


def fetched(where: str, folder: Path, limits: Limits, *, allow_private: bool) -> Path:
    """Bring the file at an address into a folder.

    Raises
    ------
    InvalidInput
        The address is not of http or https, lies in a private network, does not answer, answers
        with an error, or sends more or longer than the bounds allow.
    """
    _checked(where)
    until = time.monotonic() + limits.fetch_seconds
    try:
        with _opener(allow_private=allow_private).open(
            urllib.request.Request(where, headers=_HEADERS),  # noqa: S310 - the scheme is checked
            timeout=_SILENCE_S,
        ) as answer:
            target = folder / _name(answer.url, answer.headers.get_filename())
            with target.open("wb") as file:
                _copied(where, answer, file, limits, until)
    except _PrivateAddressError as error:
        raise InvalidInput(where, str(error)) from None
    except urllib.error.HTTPError as error:
        raise InvalidInput(where, f"It answers with {error.code} ({error.reason}).") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise InvalidInput(where, _unreached(error)) from None
    return target


_HEADERS = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "viauma-import"}


def _checked(where: str) -> None:
    scheme = urlsplit(where).scheme.lower()
    if scheme not in SCHEMES:
        raise InvalidInput(where, f"Addresses of {' and '.join(SCHEMES)} are read, not {scheme}.")


def _opener(*, allow_private: bool) -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(
        _Redirects, _Http(allow_private=allow_private), _Https(allow_private=allow_private)
    )


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = 5


class _Http(urllib.request.HTTPHandler):
    def __init__(self, *, allow_private: bool) -> None:
        super().__init__()
        self._allow = allow_private

    def http_open(self, req: urllib.request.Request) -> Any:
        allow = self._allow or req.has_proxy()
        return self.do_open(partial(_Connection, allow_private=allow), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, *, allow_private: bool) -> None:
        super().__init__()
        self._allow = allow_private

    def https_open(self, req: urllib.request.Request) -> Any:
        # A tunnel through the operator's proxy begins at the proxy, which has its own rules.
        allow = self._allow or bool(getattr(req, "_tunnel_host", None))
        return self.do_open(partial(_SecureConnection, allow_private=allow), req)


class _Connection(http.client.HTTPConnection):
    def __init__(self, *words: Any, allow_private: bool, **options: Any) -> None:
        super().__init__(*words, **options)
        self._create_connection = partial(_connected, allow_private=allow_private)


class _SecureConnection(http.client.HTTPSConnection):
    def __init__(self, *words: Any, allow_private: bool, **options: Any) -> None:
        super().__init__(*words, **options)
        self._create_connection = partial(_connected, allow_private=allow_private)


def _connected(address: tuple[str, int], *rest: Any, allow_private: bool) -> socket.socket:
    """Connect as usual, to an address of the public network."""
    if not allow_private:
        for *_, found in socket.getaddrinfo(*address, type=socket.SOCK_STREAM):
            _refuse_private(address[0], str(found[0]))
    made = socket.create_connection(address, *rest)
    if not allow_private:
        try:
            _refuse_private(address[0], str(made.getpeername()[0]))
        except _PrivateAddressError:
            made.close()
            raise
    return made


def _refuse_private(host: str, number: str) -> None:
    if not ip_address(number.split("%", maxsplit=1)[0]).is_global:
        raise _PrivateAddressError(
            f"{host} lies in a private network ({number}); "
            "set VIAUMA_IMPORTING__PRIVATE_ADDRESSES=true to read from there."
        )


def _copied(where: str, answer: Any, file: BinaryIO, limits: Limits, until: float) -> None:
    most = limits.file_bytes
    size = 0
    while piece := cast("bytes", answer.read1(_PIECE)):
        size += len(piece)
        if size > most:
            raise InvalidInput(where, f"It sends more than {counted(most // MIB)} megabytes.")
        if time.monotonic() > until:
            raise InvalidInput(where, f"It takes longer than {limits.fetch_seconds:g} seconds.")
        file.write(piece)
    if answer.length:
        raise InvalidInput(where, "The connection broke off before all of it had come.")


def _name(url: str, stated: str | None) -> str:
    last = PurePosixPath(unquote(urlsplit(url).path)).name
    name = PurePosixPath((stated or last).replace("\\", "/")).name
    return "".join(one for one in name if one.isprintable())[-120:].lstrip(".") or "download"


def _unreached(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    if isinstance(reason, _PrivateAddressError):
        return str(reason)
    if isinstance(reason, TimeoutError):
        return f"It says nothing for {_SILENCE_S} seconds."
    return f"It cannot be fetched ({str(reason)[:200]})."
