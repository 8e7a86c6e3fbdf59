"""The API document, and a page to read and try it, with every script served from here."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from viauma_api import openapi
from viauma_api.links import base_url
from viauma_api.pages import render
from viauma_api.parameters import read_parameters
from viauma_api.responses import HEADERS, dump, html_response
from viauma_maps.assets import assets_folder


async def api_document(request: Request) -> Response:
    """Answer with OpenAPI 3.0."""
    read_parameters(request, {})
    body = openapi.document() | {"servers": [{"url": base_url(request)}]}
    # Spelled by hand: the media type must arrive without a charset.
    return Response(dump(body), headers=HEADERS | {"content-type": openapi.MEDIA_TYPE})


async def api_page(request: Request) -> Response:
    """Show the document to a person."""
    read_parameters(request, {})
    swagger = (assets_folder() / "swagger").is_dir()
    return html_response(
        render(request, "docs.html", swagger=swagger, paths=openapi.document()["paths"])
    )


def mount_assets(app: FastAPI) -> None:
    """Serve the browser libraries that `make assets` brought."""
    app.mount("/assets", StaticFiles(directory=assets_folder(), check_dir=False), name="assets")


routes = [
    Route("/api", api_document),
    Route("/api/docs", api_page),
]
