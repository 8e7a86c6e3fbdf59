"""Absolute links (RFC 8288 relations) from the address the client used."""

import re
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request

Link = dict[str, Any]

_HOST = re.compile(
    r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,4}|:[1-5][0-9]{4}|:6[0-5][0-9]{3})?"
)


def base_url(request: Request) -> str:
    """Spell the address of the landing page without its final slash."""
    scope = request.scope
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        return str(request.base_url).rstrip("/")
    # By hand: starlette composes and parses a whole URL, several times in one answer.
    root = scope.get("app_root_path", scope.get("root_path", ""))
    return f"{scope['scheme']}://{host}{quote(root)}".rstrip("/")


def link(href: str, rel: str, kind: str, title: str | None = None) -> Link:
    """Compose a link."""
    made: Link = {"href": href, "rel": rel, "type": kind}
    return made if title is None else {**made, "title": title}


def with_query(request: Request, **changes: str | None) -> str:
    """Spell this request's address with some query parameters set or, if None, removed."""
    query = {name: value for name, value in request.query_params.items() if name not in changes}
    query |= {name: value for name, value in changes.items() if value is not None}
    address = f"{base_url(request)}{quote(path_of(request))}"
    return f"{address}?{urlencode(query)}" if query else address


def path_of(request: Request) -> str:
    """Find the path below the landing page.

    Not request.url.path: that reads the query as UTF-8 too, which nobody promised.
    """
    path: str = request.scope["path"]
    # A mounted folder changes root_path and keeps the application's own under this name.
    root: str = request.scope.get("app_root_path", request.scope.get("root_path", ""))
    return path[len(root) :] if path.startswith(f"{root}/") else path


def self_and_alternate(request: Request, kind: str) -> list[Link]:
    """Link this document and its other representation."""
    return [
        link(with_query(request), "self", kind, "This document"),
        link(with_query(request, f="html"), "alternate", "text/html", "This document as a page"),
    ]
