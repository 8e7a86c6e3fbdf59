"""Documents and pages as answers: ready bytes, their media type and what belongs to them."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from viauma_api.http.conditional import REVALIDATED, VARY, conditional
from viauma_api.http.policies import PAGE, of_a_page

GEOJSON = "application/geo+json"
JSON = "application/json"
HTML = "text/html"
SCHEMA_JSON = "application/schema+json"
PROBLEM = "application/problem+json"

DOCUMENT = {"json": JSON, "html": HTML}
"""What a document about the data is offered as."""

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"

HEADERS = {"vary": VARY, "cache-control": REVALIDATED}
"""What every answer to GET says of itself."""

UNKEPT = {"cache-control": "no-store"}
"""For what is true only at the moment."""


def dump(document: Any) -> bytes:
    """Write JSON compactly in UTF-8; half a surrogate pair, which UTF-8 lacks, becomes a `?`."""
    try:
        return orjson.dumps(document)
    except TypeError:
        # What the quick writer refuses: half a surrogate pair, and numbers of more than 64 bits.
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        return text.encode(errors="replace")


def json_response(
    document: Any,
    request: Request | None = None,
    media_type: str = JSON,
    *,
    last_modified: datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with a JSON document, or with 304."""
    return _answer(request, dump(document), media_type, last_modified, headers or {})


def geojson_response(
    body: bytes,
    request: Request | None = None,
    *,
    crs: str = CRS84,
    last_modified: datetime | None = None,
) -> Response:
    """Answer with GeoJSON that is ready, or with 304; `crs` is what its coordinates are in."""
    return _answer(request, body, GEOJSON, last_modified, {"content-crs": f"<{crs}>"})


def html_response(
    page: str,
    request: Request | None = None,
    *,
    policy: str = PAGE,
    last_modified: datetime | None = None,
) -> Response:
    """Answer with a page, or with 304; `policy` is what it may load."""
    body = page.encode(errors="replace")
    return _answer(request, body, HTML, last_modified, of_a_page(policy))


def _answer(
    request: Request | None,
    body: bytes,
    media_type: str,
    last_modified: datetime | None,
    headers: Mapping[str, str],
) -> Response:
    if request is None:
        return Response(body, headers={**HEADERS, **headers}, media_type=media_type)
    return conditional(request, body, media_type, last_modified=last_modified, headers=headers)
