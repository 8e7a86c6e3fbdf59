"""The landing page and what the API conforms to."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma_api.collections import COLLECTIONS
from viauma_api.links import base_url, link, self_and_alternate
from viauma_api.media import negotiate
from viauma_api.openapi import MEDIA_TYPE
from viauma_api.operations import CONFORMANCE, LANDING
from viauma_api.pages import render
from viauma_api.parameters import read_parameters
from viauma_api.responses import DOCUMENT, JSON, html_response, json_response
from viauma_api.service import service_of

TITLE = "Via Uma"
DESCRIPTION = (
    "Tourism sites, municipal facilities and development projects of Umeåregionen: "
    "Bjurholm, Nordmaling, Robertsfors, Umeå, Vindeln and Vännäs."
)

CONFORMS_TO = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/landing-page",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/json",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
)


async def landing_page(request: Request) -> Response:
    """Show the ways in."""
    read_parameters(request, LANDING.parameters)
    if negotiate(request, DOCUMENT, "json") == "html":
        return html_response(
            render(request, "landing.html", title=TITLE, description=DESCRIPTION,
                   collections=COLLECTIONS.values()),
            request,
        )  # fmt: skip
    base = base_url(request)
    links = [
        *self_and_alternate(request, JSON),
        link(f"{base}/api", "service-desc", MEDIA_TYPE, "The API as OpenAPI 3.0"),
        link(f"{base}/api/docs", "service-doc", "text/html", "The API to read and try"),
        link(f"{base}/conformance", "conformance", JSON, "What this API conforms to"),
        link(f"{base}/collections", "data", JSON, "The collections"),
    ]
    if service_of(request).maps_are_built:
        links.append(link(f"{base}/maps/", "related", "text/html", "Ready-made maps"))
    return json_response({"title": TITLE, "description": DESCRIPTION, "links": links}, request)


async def conformance(request: Request) -> Response:
    """Declare the conformance classes that hold."""
    read_parameters(request, CONFORMANCE.parameters)
    if negotiate(request, DOCUMENT, "json") == "html":
        return html_response(render(request, "conformance.html", classes=CONFORMS_TO), request)
    links = self_and_alternate(request, JSON)
    return json_response({"conformsTo": CONFORMS_TO, "links": links}, request)


routes = [
    Route(LANDING.path, landing_page),
    Route(CONFORMANCE.path, conformance),
]
