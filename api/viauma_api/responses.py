"""Ready bytes with the headers every answer carries."""

import json
from typing import Any

from starlette.responses import Response

GEOJSON = "application/geo+json"
JSON = "application/json"
HTML = "text/html"

# A browser hides every header from scripts that is not named here.
HEADERS = {
    "vary": "Accept",
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "Content-Crs, Retry-After",
}
CRS84_HEADER = {"content-crs": "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"}


def dump(document: Any) -> bytes:
    """Write JSON compactly in UTF-8; half a surrogate pair, which UTF-8 lacks, becomes a `?`."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def json_response(document: Any, media_type: str = JSON) -> Response:
    """Answer with a JSON document."""
    return Response(dump(document), headers=HEADERS, media_type=media_type)


def geojson_response(body: bytes) -> Response:
    """Answer with GeoJSON that is ready."""
    return Response(body, headers=HEADERS | CRS84_HEADER, media_type=GEOJSON)


def html_response(page: str) -> Response:
    """Answer with a page."""
    return Response(page.encode(errors="replace"), headers=HEADERS, media_type=HTML)
