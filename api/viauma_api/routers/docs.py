"""The API document, and a page to read and try it, with every script served from here."""

from collections.abc import Mapping

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma_api import api_info, openapi
from viauma_api.http.conditional import conditional
from viauma_api.http.files import Files
from viauma_api.http.policies import API_PAGE
from viauma_api.links import base_url
from viauma_api.media import negotiate
from viauma_api.openapi import Version
from viauma_api.operations import API_30, API_31, OPENAPI_30, OPENAPI_31, all_operations
from viauma_api.pages import render
from viauma_api.parameters import read_parameters
from viauma_api.publisher import publisher_of
from viauma_api.responses import HTML, JSON, html_response
from viauma_api.service import service_of
from viauma_maps.assets import assets_folder

AT_API: Mapping[str, str] = {
    "json": OPENAPI_30, "html": HTML, "json31": OPENAPI_31, "plain": JSON,
}  # fmt: skip
AT_API_31: Mapping[str, str] = {"json": OPENAPI_31, "plain": JSON}


async def api_document(request: Request) -> Response:
    """Answer with OpenAPI 3.0, or with what the client likes better."""
    read_parameters(request, API_30.parameters)
    key = negotiate(request, AT_API, "json")
    if key == "html":
        return _page(request)
    version = Version.V31 if key == "json31" else Version.V30
    return await _document(request, version, AT_API[key])


async def api_document_31(request: Request) -> Response:
    """Answer with OpenAPI 3.1."""
    read_parameters(request, API_31.parameters)
    return await _document(request, Version.V31, AT_API_31[negotiate(request, AT_API_31, "json")])


async def api_page(request: Request) -> Response:
    """Show the document to a person."""
    read_parameters(request, {})
    return _page(request)


async def _document(request: Request, version: Version, media_type: str) -> Response:
    service = service_of(request)
    publisher = publisher_of(service.settings.catalogue)
    vocabulary = await service.vocabulary()
    body = openapi.written(version, base_url(request), vocabulary, publisher)
    return conditional(request, body, media_type)


def _page(request: Request) -> Response:
    page = render(
        request,
        "docs.html",
        swagger=(assets_folder() / "swagger").is_dir(),
        operations=list(all_operations()),
        contact=api_info.contact(publisher_of(service_of(request).settings.catalogue)),
    )
    return html_response(page, request, policy=API_PAGE)


def mount_assets(app: FastAPI) -> None:
    """Serve the browser libraries that `make assets` brought."""
    app.mount("/assets", Files(assets_folder()), name="assets")


routes = [
    Route(API_30.path, api_document),
    Route(API_31.path, api_document_31),
    Route("/api/docs", api_page),
]
