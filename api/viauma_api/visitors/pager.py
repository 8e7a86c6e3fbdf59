"""A list of places on a page of its own: which page of it, and the way to the next."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from viauma_api.links import base_url
from viauma_api.service import service_of
from viauma_api.visitors.choices import STATUSES
from viauma_api.visitors.listing import Listing, listing_within

# A page of GeoJSON is as long as a page may be; the others hold everything that matches.
FILES = (
    ("GeoJSON", {"f": "geojson", "limit": "10000"}),
    ("GPX", {"f": "gpx"}),
    ("KML", {"f": "kml"}),
    ("CSV", {"f": "csv"}),
)

CURSOR = "cursor"


@dataclass(frozen=True, slots=True)
class Pager:
    """A page of a list, as its template shows it."""

    found: Listing
    text: str
    """The filter, as CQL2 text."""
    more: str | None
    """The address of the next page."""
    is_first: bool
    downloads: list[tuple[str, str]]


async def pager_of(request: Request, text: str, address: str) -> Pager:
    """List what a filter leaves, from where the address says.

    Parameters
    ----------
    text
        The page's own filter.
    address
        The page's own address, without a query.
    """
    cursor = request.query_params.get(CURSOR, "")
    found = await listing_within(service_of(request), text, cursor)
    more = f"{address}?{urlencode({CURSOR: found.cursor})}" if found.cursor else None
    files = downloads_of(base_url(request), text)
    return Pager(found, text, more, not cursor or bool(found.problem), files)


def downloads_of(base: str, text: str, q: str = "") -> list[tuple[str, str]]:
    """Name the files of what a filter and a search leave, and where each is fetched."""
    asked = {"status": STATUSES, "filter": text, "q": q}
    query = {name: value for name, value in asked.items() if value}
    return [
        (title, f"{base}/collections/places/items?{urlencode(query | form)}")
        for title, form in FILES
    ]
