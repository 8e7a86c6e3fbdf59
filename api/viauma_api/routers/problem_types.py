"""What a kind of problem means, at the address that problem documents give."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma.errors import NotFound
from viauma_api.links import base_url
from viauma_api.media import negotiate
from viauma_api.operation import ONLY_FORMAT
from viauma_api.pages import render
from viauma_api.parameters import read_parameters
from viauma_api.problem_types import PROBLEM_TYPES
from viauma_api.responses import DOCUMENT, html_response, json_response


async def problem_type(request: Request) -> Response:
    """Explain a kind of problem."""
    read_parameters(request, ONLY_FORMAT)
    name = request.path_params["name"]
    found = next(((code, one) for code, one in PROBLEM_TYPES.items() if one.name == name), None)
    if found is None:
        known = ", ".join(one.name for one in PROBLEM_TYPES.values())
        raise NotFound(f"There is no kind of problem '{name[:60]}'; there are {known}.")
    status, kind = found
    if negotiate(request, DOCUMENT, "html") == "html":
        page = render(request, "problem_type.html", status=int(status), kind=kind)
        return html_response(page, request)
    address = f"{base_url(request)}/problems/{kind.name}"
    said = {"type": address, "title": kind.title, "status": int(status), "advice": kind.advice}
    return json_response(said, request)


routes = [
    Route("/problems/{name}", problem_type),
]
