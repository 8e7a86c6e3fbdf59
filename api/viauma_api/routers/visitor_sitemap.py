"""What search engines ask first: robots.txt, and the sitemap of the visitor's pages.

The sitemap is an index (sitemaps.org): one part for the pages that there are few of, and parts of
ten thousand places each, which begin at the slug that their address names and are written as they
are read, so that a million places take no more memory than a few.
"""

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime
from urllib.parse import urlencode
from xml.sax.saxutils import escape, quoteattr

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from viauma.db.fastlane import Question
from viauma.db.named_sql import named_sql
from viauma.errors import InvalidInput
from viauma_api.http.conditional import conditional
from viauma_api.links import base_url
from viauma_api.service import Service, service_of
from viauma_api.visitors.language import LANGUAGES
from viauma_api.visitors.listing import occurring
from viauma_api.visitors.paths import Paths
from viauma_api.visitors.records import municipalities, projects

XML = "application/xml"
TEXT = "text/plain"
KEPT = {"cache-control": "public, max-age=3600"}

PER_PART = 10_000
"""Places in a part: two addresses of each, and far below 50 000 addresses and 50 MB."""
PIECE = 500
REMEMBERED = "sitemap starts"

LISTS = ("", "categories", "municipalities", "projects", "about", "privacy", "accessibility")

SITEMAP, PAGES, PLACES = "/sitemap.xml", "/sitemap-pages.xml", "/sitemap-places.xml"

START, END = '<?xml version="1.0" encoding="UTF-8"?>\n', "\n"
INDEX = 'sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
URLSET = (
    'urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)

Page = tuple[str, datetime | None]
"""A path below the language, and when what stands there last changed."""


async def robots(request: Request) -> Response:
    """Welcome everybody to the pages; answers made of a question are not worth keeping."""
    base = base_url(request)
    lines = ("User-agent: *", "Allow: /", "Disallow: /*?*cursor=", f"Sitemap: {base}{SITEMAP}")
    return conditional(request, ("\n".join(lines) + "\n").encode(), TEXT, headers=KEPT)


async def index(request: Request) -> Response:
    """List the parts."""
    base = base_url(request)
    starts = await _starts(service_of(request))
    parts = [f"{base}{PLACES}?{urlencode({'from': slug})}" for slug in starts]
    rows = "".join(
        f"<sitemap><loc>{escape(one)}</loc></sitemap>\n" for one in (f"{base}{PAGES}", *parts)
    )
    body = f"{START}<{INDEX}>\n{rows}</sitemapindex>{END}"
    return conditional(request, body.encode(), XML, headers=KEPT)


async def pages(request: Request) -> Response:
    """List the pages that are not places'."""
    found = [row async for row in _few(service_of(request))]
    body = f"{START}<{URLSET}>\n{''.join(_urls(found, base_url(request)))}</urlset>{END}"
    return conditional(request, body.encode(), XML, headers=KEPT)


async def places(request: Request) -> Response:
    """List a part of the places, from a slug on."""
    start = request.query_params.get("from", "")
    if "\x00" in start:
        raise InvalidInput("from", "holds a zero byte")
    asked = Question(named_sql("sitemap_places"), {"start": start, "size": PER_PART})
    rows = await service_of(request).lane.fetch(asked)
    found = [(f"places/{slug.decode()}", changed_at) for slug, changed_at in rows]
    return StreamingResponse(_written(found, base_url(request)), media_type=XML, headers=KEPT)


async def _written(found: list[Page], base: str) -> AsyncIterator[str]:
    yield f"{START}<{URLSET}>\n"
    for at in range(0, len(found), PIECE):
        yield "".join(_urls(found[at : at + PIECE], base))
    yield f"</urlset>{END}"


def _urls(found: Iterable[Page], base: str) -> Iterator[str]:
    """Write the pages in each language, each with all of its languages (hreflang)."""
    homes = {one: Paths(base, one).home for one in LANGUAGES}
    for path, changed_at in found:
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{one}" href={quoteattr(homes[one] + path)}/>'
            for one in LANGUAGES
        )
        when = f"<lastmod>{changed_at:%Y-%m-%d}</lastmod>" if changed_at else ""
        for one in LANGUAGES:
            yield f"<url><loc>{escape(homes[one] + path)}</loc>{when}{others}</url>\n"


async def _few(service: Service) -> AsyncIterator[Page]:
    for path in LISTS:
        yield path, None
    counts = await occurring(service)
    for category in await service.categories():
        if any(category.key in one.path for one in await service.categories() if one.key in counts):
            yield f"categories/{category.key}", None
    for room, known in (
        ("municipalities", await municipalities(service)), ("projects", await projects(service))
    ):  # fmt: skip
        for one in known:
            changed_at = datetime.fromisoformat(one["properties"]["updated_at"])
            yield f"{room}/{one['properties']['slug']}", changed_at


async def _starts(service: Service) -> list[str]:
    async def ask() -> list[str]:
        rows = await service.lane.fetch(Question(named_sql("sitemap_starts"), {"size": PER_PART}))
        return [slug.decode() for (slug,) in rows]

    return await service.remembered(REMEMBERED, ask)


routes = [
    Route("/robots.txt", robots),
    Route(SITEMAP, index),
    Route(PAGES, pages),
    Route(PLACES, places),
]
