"""Absolute links (RFC 8288 relations) from the address the client used."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.types import Scope

Link = dict[str, Any]

# What may stand in a query without being spelled otherwise (RFC 3986, 3.4).
_PLAIN = re.compile(rb"[A-Za-z0-9._~!$'()*+,;:@/?=&%-]*")

_PLAIN_PATH = re.compile(r"[A-Za-z0-9._~/-]*")

BASE = "viauma.base"
"""Where in the scope the landing page's address stands, once `Forwarded` has found it."""

LONGEST_HOST = 255

_HOST = re.compile(
    r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,4}|:[1-5][0-9]{4}|:6[0-5][0-9]{3})?"
)


def base_url(request: Request) -> str:
    """Spell the address of the landing page without its final slash."""
    base: str = request.scope.get(BASE) or address_of(request.scope)
    return base


def address_of(scope: Scope, host: str = "", prefix: str = "") -> str:
    """Compose the landing page's address, without its final slash.

    Parameters
    ----------
    scope
        Of the request; its scheme counts, and its Host header when it spells one.
    host
        What a proxy says instead of the Host header.
    prefix
        The folder that a proxy took off the path. It may name the root path that the operator
        set too, or only what lies above that.
    """
    if not host:
        for name, value in scope["headers"]:
            if name == b"host":
                host = value.decode("latin-1")
                break
    # Strangers write hosts, and those of any length would fill the memory.
    host = host if len(host) <= LONGEST_HOST else ""
    return _address(scope["scheme"], host, scope.get("server"), prefix, application_root(scope))


def is_host(text: str) -> bool:
    """Tell whether a text spells a host, with or without a port; nothing else is ever repeated."""
    return len(text) <= LONGEST_HOST and _HOST.fullmatch(text) is not None


def application_root(scope: Scope) -> str:
    """Find the root path that the operator set; a mounted folder moves the scope's own."""
    root: str = scope.get("app_root_path", scope.get("root_path", ""))
    return root


def link(href: str, rel: str, kind: str, title: str | None = None) -> Link:
    """Compose a link."""
    made: Link = {"href": href, "rel": rel, "type": kind}
    return made if title is None else {**made, "title": title}


def with_query(request: Request, **changes: str | None) -> str:
    """Spell this request's address with some query parameters set or, if None, removed."""
    path = path_of(request)
    if not _PLAIN_PATH.fullmatch(path):
        path = quote(path)
    query = _spelled_query(request, changes)
    return f"{base_url(request)}{path}?{query}" if query else f"{base_url(request)}{path}"


def _spelled_query(request: Request, changes: Mapping[str, str | None]) -> str:
    if not request.scope["query_string"]:
        return urlencode({name: text for name, text in changes.items() if text is not None})
    params = request.query_params
    if changes.keys() & params.keys() or not _PLAIN.fullmatch(request.scope["query_string"]):
        query = {name: value for name, value in params.items() if name not in changes}
        return urlencode(query | {name: text for name, text in changes.items() if text is not None})
    # As it came: spelling a query anew costs as much as reading it.
    kept = request.scope["query_string"].decode("ascii")
    more = urlencode({name: text for name, text in changes.items() if text is not None})
    return "&".join(part for part in (kept, more) if part)


def path_of(request: Request) -> str:
    """Find the path below the landing page.

    Not request.url.path: that reads the query as UTF-8 too, which nobody promised.
    """
    path: str = request.scope["path"]
    root = application_root(request.scope)
    return path[len(root) :] if path.startswith(f"{root}/") else path


def self_and_alternate(request: Request, kind: str) -> list[Link]:
    """Link this document and its other representation."""
    return [
        link(with_query(request), "self", kind, "This document"),
        link(with_query(request, f="html"), "alternate", "text/html", "This document as a page"),
    ]


@lru_cache(maxsize=1024)
def _address(
    scheme: str, host: str, server: tuple[str, int | None] | None, prefix: str, root: str
) -> str:
    host = host if is_host(host) else _spelled(server)
    folder = prefix if prefix.endswith(root) else f"{prefix}{root}"
    return f"{scheme}://{host}{quote(folder)}".rstrip("/")


def _spelled(server: tuple[str, int | None] | None) -> str:
    """Name the server by its own address, for a client that does not say how it is called."""
    if server is None or server[1] is None:
        return "localhost"
    host, port = server
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
