"""Whether the answer should be a page, where nothing else is asked: refusals above all."""

from starlette.requests import Request

from viauma.errors import InvalidInput
from viauma_api.http_errors import NotAcceptable
from viauma_api.media import negotiate

DATA_OR_PAGE = {"json": "application/json", "geojson": "application/geo+json", "html": "text/html"}


def wants_html(request: Request) -> bool:
    """Tell whether the answer should be a page; a client that takes neither gets data."""
    try:
        return negotiate(request, DATA_OR_PAGE, "json") == "html"
    except (InvalidInput, NotAcceptable):
        return False
