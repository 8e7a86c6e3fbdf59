"""The address that the client used, which behind a proxy only the proxy knows.

One place decides whom to believe; the web server's own handling, which knows neither host nor
folder, is switched off. What a stranger tells is ignored, and so is what is badly spelled.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from viauma.settings import Network
from viauma_api.links import BASE, address_of, is_host

PROTO, HOST, PORT = b"x-forwarded-proto", b"x-forwarded-host", b"x-forwarded-port"
PREFIX, FOR = b"x-forwarded-prefix", b"x-forwarded-for"
STANDARD = b"forwarded"
TELLING = frozenset((PROTO, HOST, PORT, PREFIX, FOR, STANDARD))

LONGEST_ADDRESS = 60
LONGEST_PREFIX = 200

_PREFIX = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+")
_ENDS_IN_PORT = re.compile(r":[0-9]+$")
_USUAL_PORTS = {"http": "80", "https": "443"}

Told = Mapping[bytes, str]


class Forwarded:
    """Middleware that writes into the scope where the client is and which address it used."""

    def __init__(self, app: ASGIApp, trusted: Sequence[Network]) -> None:
        self._app = app
        self._is_trusted = lru_cache(maxsize=4096)(_judge(trusted))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as it reached the outermost proxy."""
        if scope["type"] == "http":
            told = _told(scope)
            if told and self._may_tell(scope):
                scope["scheme"] = scheme = _scheme(told, scope["scheme"])
                scope["client"] = self._client(told) or scope["client"]
                scope[BASE] = address_of(scope, _host(told, scheme, scope), _prefix(told))
            else:
                scope[BASE] = address_of(scope)
        await self._app(scope, receive, send)

    def _may_tell(self, scope: Scope) -> bool:
        # Whoever reaches a Unix socket was let in by the file's permissions.
        return scope["client"] is None or self._is_trusted(scope["client"][0])

    def _client(self, told: Told) -> tuple[str, int] | None:
        """Find the nearest hop that is not a proxy of ours; what lies behind it can be made up."""
        found = None
        for hop in _hops(told.get(FOR, "")):
            found = hop
            if not self._is_trusted(hop):
                break
        return (found, 0) if found else None


def _judge(trusted: Sequence[Network]) -> Callable[[str], bool]:
    def is_trusted(host: str) -> bool:
        try:
            address = ip_address(host)
        except ValueError:
            return False
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in trusted)

    return is_trusted


def _told(scope: Scope) -> Told:
    """Collect what is told; of a repeated header all lines, in their order."""
    told: dict[bytes, str] = {}
    for name, value in scope["headers"]:
        if name in TELLING:
            text = value.decode("latin-1")
            told[name] = f"{told[name]},{text}" if name in told else text
    # Never both: who sets the one kind often passes the other on as a stranger sent it.
    return _in_the_same_words(told[STANDARD]) if told.keys() == {STANDARD} else told


def _in_the_same_words(forwarded: str) -> Told:
    """Read RFC 7239; commas and semicolons in quotes occur in nothing that is used here."""
    hops = [
        {name.strip().lower(): value.strip().strip('"') for name, _, value in pairs}
        for pairs in (
            [pair.partition("=") for pair in hop.split(";")] for hop in forwarded.split(",")
        )
    ]
    clients = ",".join(hop["for"] for hop in hops if "for" in hop)
    return {PROTO: hops[0].get("proto", ""), HOST: hops[0].get("host", ""), FOR: clients}


def _first(told: Told, name: bytes) -> str:
    """Take what the outermost proxy said."""
    return told.get(name, "").split(",", 1)[0].strip()


def _scheme(told: Told, otherwise: str) -> str:
    scheme = _first(told, PROTO).lower()
    return scheme if scheme in _USUAL_PORTS else otherwise


def _host(told: Told, scheme: str, scope: Scope) -> str:
    host = _first(told, HOST)
    if not is_host(host):
        host = next((v.decode("latin-1") for n, v in scope["headers"] if n == b"host"), "")
    port = _first(told, PORT)
    if not port or port == _USUAL_PORTS[scheme] or _ENDS_IN_PORT.search(host):
        return host
    with_port = f"{host}:{port}"
    return with_port if is_host(with_port) else host


def _prefix(told: Told) -> str:
    """Join the folders that one proxy after the other took off the path."""
    parts = [part.strip().rstrip("/") for part in told.get(PREFIX, "").split(",")]
    prefix = "".join(parts)
    return prefix if len(prefix) <= LONGEST_PREFIX and _PREFIX.fullmatch(prefix) else ""


def _hops(addresses: str) -> Iterator[str]:
    """Walk from the nearest hop outwards, as far as addresses are addresses."""
    for hop in reversed(addresses.split(",")):
        host = hop.strip().strip('"')
        if host.startswith("["):
            host = host[1:].partition("]")[0]
        elif host.count(":") == 1:
            host = host.partition(":")[0]
        try:
            # What follows a % is the proxy's own business, and may be any text.
            yield str(ip_address(host[:LONGEST_ADDRESS].partition("%")[0]))
        except ValueError:
            return
