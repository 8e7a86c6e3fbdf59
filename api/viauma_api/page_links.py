"""Links of a page of features: itself, its other form, its collection and the next page."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from starlette.requests import Request

from viauma.exchange.media_types import Format
from viauma.features.rules import Position
from viauma_api.asking import Asked, FeaturePage
from viauma_api.cursors import Cursor
from viauma_api.formats import ITEMS
from viauma_api.hints import HINT_REL, Hint
from viauma_api.links import Link, base_url, link, path_of, with_query
from viauma_api.responses import JSON, SCHEMA_JSON
from viauma_api.service import service_of


def items_links(request: Request, kind: str, page: FeaturePage) -> list[Link]:
    """Link to this page, its other representation, its collection and the next page."""
    links = [
        *alternates(request, kind, ITEMS),
        collection_link(request, page.asked.collection.id),
        *(_hint_link(request, one, kind) for one in page.hints),
    ]
    if page.after is None:
        return links
    href = next_address(request, page.asked, page.after)
    return [*links, next_link(href, kind)]


def next_link(href: str, kind: str) -> Link:
    """Link the next page, in the representation that this one has."""
    return link(href, "next", ITEMS[kind].media_type, "Next page")


def next_address(request: Request, asked: Asked, after: Position) -> str:
    """Spell the address of the page that goes on after a position."""
    given = request.query_params
    kept = {name: given[name] for name in ("limit", "f") if name in given}
    query = urlencode({"cursor": _cursor(request, asked, after), **kept})
    return f"{base_url(request)}{path_of(request)}?{query}"


def found_links(request: Request, kind: str, page: FeaturePage) -> list[Link]:
    """Link what was found by POST: the next page is asked for by POST too."""
    links = [
        collection_link(request, page.asked.collection.id),
        *(_queryables_link(request, one.sentence) for one in page.hints),
    ]
    if page.after is None:
        return links
    body = {"cursor": _cursor(request, page.asked, page.after), "limit": page.asked.limit}
    href = with_query(request)
    return [*links, {**next_link(href, kind), "method": "POST", "body": body}]


def hint_header(request: Request, hints: Iterable[Hint]) -> str:
    """Spell hints as the Link header of an answer that has no room for links."""
    links = (_hint_link(request, one, "") for one in hints)
    return ", ".join(
        f'<{one["href"]}>; rel="{one["rel"]}"; title="{one["title"]}"' for one in links
    )


def _hint_link(request: Request, hint: Hint, kind: str) -> Link:
    """Lead to what was probably asked, or else to what can be asked."""
    if not hint.meant:
        return _queryables_link(request, hint.sentence)
    meant = with_query(request, **hint.meant, cursor=None)
    media_type = ITEMS[kind].media_type if kind else ""
    return link(meant, HINT_REL, media_type, hint.sentence)


def _queryables_link(request: Request, title: str) -> Link:
    home = f"{base_url(request)}/collections/{request.path_params['collection_id']}"
    return link(f"{home}/queryables", HINT_REL, SCHEMA_JSON, title)


def collection_link(request: Request, collection_id: str) -> Link:
    """Link to the collection that features are of."""
    return link(f"{base_url(request)}/collections/{collection_id}", "collection", JSON)


def alternates(request: Request, kind: str, formats: Mapping[str, Format]) -> list[Link]:
    """Link to this representation as self, and to data or page as its alternate.

    The other formats are linked from the collection: eleven links on every page cost more than
    the features.
    """
    own, other = formats[kind], formats["json" if kind == "html" else "html"]
    return [
        link(with_query(request), "self", own.media_type, f"This as {own.title}"),
        link(with_query(request, f=other.key), "alternate", other.media_type,
             f"This as {other.title}"),
    ]  # fmt: skip


def _cursor(request: Request, asked: Asked, after: Position) -> str:
    return service_of(request).cursors.write(asked.collection.id, Cursor(asked.query, after))
