"""Absolute links (RFC 8288 relations) from the address the client used."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

Link = dict[str, Any]


def base_url(request: Request) -> str:
    """Spell the address of the landing page without its final slash."""
    return str(request.base_url).rstrip("/")


def link(href: str, rel: str, kind: str, title: str | None = None) -> Link:
    """Compose a link."""
    made: Link = {"href": href, "rel": rel, "type": kind}
    return made if title is None else {**made, "title": title}


def with_query(request: Request, **changes: str | None) -> str:
    """Spell this request's address with some query parameters set or, if None, removed."""
    query = {name: value for name, value in request.query_params.items() if name not in changes}
    query |= {name: value for name, value in changes.items() if value is not None}
    address = (
        f"{base_url(request)}{request.url.path.removeprefix(request.scope.get('root_path', ''))}"
    )
    return f"{address}?{urlencode(query)}" if query else address


def self_and_alternate(request: Request, kind: str) -> list[Link]:
    """Link this document and its other representation."""
    return [
        link(with_query(request), "self", kind, "This document"),
        link(with_query(request, f="html"), "alternate", "text/html", "This document as a page"),
    ]
