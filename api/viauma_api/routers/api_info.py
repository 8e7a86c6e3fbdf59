"""About the API, where the Swedish REST API profile looks for it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma_api.api_info import api_info
from viauma_api.links import base_url
from viauma_api.media import negotiate
from viauma_api.operations import API_INFO
from viauma_api.parameters import read_parameters
from viauma_api.responses import JSON, json_response


async def about(request: Request) -> Response:
    """Tell name, version, release, documentation and status."""
    read_parameters(request, API_INFO.parameters)
    negotiate(request, {"json": JSON}, "json")
    return json_response(api_info(base_url(request)), request)


routes = [
    Route(API_INFO.path, about),
]
