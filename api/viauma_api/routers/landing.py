"""The landing page and what the API conforms to."""

from itertools import groupby
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from viauma.cql2.functions import FUNCTIONS
from viauma_api import conformance as conformity
from viauma_api.catalogue import DOCUMENT_PATH, JSON_LD, PAGE_PATH, RDF_XML
from viauma_api.codelists import CODELISTS
from viauma_api.collections import COLLECTIONS
from viauma_api.formats import ITEMS
from viauma_api.http.conditional import REVALIDATED, VARY
from viauma_api.links import Link, base_url, link, self_and_alternate
from viauma_api.media import negotiate
from viauma_api.operations import CONFORMANCE, LANDING, OPENAPI_30, OPENAPI_31
from viauma_api.pages import render
from viauma_api.parameters import read_parameters
from viauma_api.responses import DOCUMENT, HTML, JSON, html_response, json_response
from viauma_api.service import service_of
from viauma_api.visitors.language import preferred_language
from viauma_api.visitors.paths import Paths

TITLE = "Via Uma: places of Umeåregionen"
TITLE_SV = "Via Uma: platser i Umeåregionen"
DESCRIPTION = (
    "Tourism sites, municipal facilities, trails and development projects of Umeåregionen: "
    "Bjurholm, Nordmaling, Robertsfors, Umeå, Vindeln and Vännäs. Open to everybody, without a key."
)
DESCRIPTION_SV = (
    "Besöksmål, kommunala anläggningar, leder och utvecklingsprojekt i Umeåregionen: "
    "Bjurholm, Nordmaling, Robertsfors, Umeå, Vindeln och Vännäs. Öppet för alla, utan nyckel."
)

OGC_REL = "http://www.opengis.net/def/rel/ogc/1.0/"

# Which address, how it is related (RFC 8288, RFC 8631), and what comes from there. Clients of
# OpenAPI 3.0 take the first service-desc that they find.
WAYS = (
    ("/api", "service-desc", OPENAPI_30, "The API as OpenAPI 3.0"),
    ("/api/openapi-31", "service-desc", OPENAPI_31, "The API as OpenAPI 3.1"),
    ("/api/docs", "service-doc", HTML, "The API to read and try"),
    ("/api-info", "service-meta", JSON, "Name, version and status of the API"),
    ("/readyz", "status", JSON, "Whether the service can answer"),
    ("/conformance", "conformance", JSON, "What this API conforms to"),
    ("/conformance", f"{OGC_REL}conformance", JSON, "What this API conforms to"),
    ("/collections", "data", JSON, "The collections"),
    ("/collections", f"{OGC_REL}data", JSON, "The collections"),
    ("/tiles", f"{OGC_REL}tilesets-vector", JSON, "Vector tiles of everything"),
    ("/tileMatrixSets", f"{OGC_REL}tiling-schemes", JSON, "Grids that tiles are cut by"),
    ("/functions", f"{OGC_REL}functions", JSON, "Functions that filters may call"),
    ("/codelists", "related", JSON, "Codelists: categories and municipalities"),
    # Not ogc-catalog, which promises OGC records: this is DCAT-AP-SE.
    (DOCUMENT_PATH, "describedby", RDF_XML, "The catalogue for harvesters, as RDF/XML"),
    (f"{DOCUMENT_PATH}?f=jsonld", "describedby", JSON_LD, "The catalogue as JSON-LD"),
    (PAGE_PATH, "related", HTML, "The catalogue as a page"),
)

FILTERS = (
    ("places", "category = 'ski_track' AND lit = TRUE", "Ski tracks that are lit"),
    ("places", "CASEI(name) LIKE CASEI('%bad%')", "Names with bad in them, however written"),
    ("places", "S_INTERSECTS(geometry, BBOX(20.1, 63.7, 20.5, 63.95))", "What lies in a box"),
    ("places", "distance_m(geometry, POINT(20.26 63.83)) < 2000", "What is within 2 km of a point"),
    ("trails", "length_km BETWEEN 3 AND 8", "Trails of 3 to 8 km"),
    ("projects", "T_INTERSECTS(during, DATE('2004-06-01'))", "Projects that ran on a day"),
)
"""What the landing page teaches about filters; a test follows each."""


async def landing_page(request: Request) -> Response:
    """Show the ways in."""
    read_parameters(request, LANDING.parameters)
    if negotiate(request, DOCUMENT, "json") == "html":
        language = request.headers.get("accept-language")
        # A program names the format, or says nothing of languages; a person's browser does.
        if language is None or "f" in request.query_params:
            response = html_response(_page(request), request)
        else:
            response = RedirectResponse(
                Paths(base_url(request), preferred_language(language)).home,
                headers={"cache-control": REVALIDATED},
            )
        response.headers["vary"] = f"{VARY}, Accept-Language"
        return response
    document = {
        "title": TITLE,
        "title_sv": TITLE_SV,
        "description": DESCRIPTION,
        "description_sv": DESCRIPTION_SV,
        "links": _links(request),
    }
    return json_response(document, request)


def _links(request: Request) -> list[Link]:
    base = base_url(request)
    links = [
        *self_and_alternate(request, JSON),
        *(link(f"{base}{path}", rel, kind, title) for path, rel, kind, title in WAYS),
    ]
    if service_of(request).maps_are_built:
        links.append(link(f"{base}/maps/", "related", HTML, "Ready-made maps"))
    return links


def _page(request: Request) -> str:
    base = base_url(request)
    filters = [
        (title, text, f"{base}/collections/{name}/items?{urlencode({'filter': text, 'f': 'html'})}")
        for name, text, title in FILTERS
    ]
    return render(
        request,
        "landing.html",
        titles=(TITLE, TITLE_SV),
        descriptions=(DESCRIPTION, DESCRIPTION_SV),
        collections=COLLECTIONS.values(),
        filters=filters,
        formats=ITEMS.values(),
        functions=FUNCTIONS,
        codelists=CODELISTS,
        catalogue=PAGE_PATH,
        classes=len(conformity.declared()),
    )


async def conformance(request: Request) -> Response:
    """Declare the conformance classes that hold."""
    read_parameters(request, CONFORMANCE.parameters)
    classes = conformity.declared()
    if negotiate(request, DOCUMENT, "json") == "html":
        standards = [
            (title, list(found)) for title, found in groupby(classes, lambda one: one.standard)
        ]
        return html_response(render(request, "conformance.html", standards=standards), request)
    links = self_and_alternate(request, JSON)
    return json_response({"conformsTo": conformity.conforms_to(classes), "links": links}, request)


routes = [
    Route(LANDING.path, landing_page),
    Route(CONFORMANCE.path, conformance),
]
