"""A list of places on a page of its own: which page of it, and the way to the next."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from viauma_api.links import base_url
from viauma_api.service import service_of
from viauma_api.visitors.choices import visible
from viauma_api.visitors.listing import Listing, listing_within

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
    items = f"{base_url(request)}/collections/places/items"
    files = [
        (title, f"{items}?{urlencode({'filter': visible(text)} | form)}") for title, form in FILES
    ]
    return Pager(found, text, more, not cursor or bool(found.problem), files)
