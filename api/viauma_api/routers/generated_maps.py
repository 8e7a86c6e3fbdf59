"""The generated maps, served as they were built."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from viauma.errors import NotFound
from viauma_api.http.conditional import REVALIDATED
from viauma_api.http.files import FOR_EVER, Files
from viauma_api.http.policies import map_policy
from viauma_api.links import base_url
from viauma_api.service import service_of


async def without_slash(request: Request) -> Response:
    """Lead to the index."""
    return RedirectResponse(f"{base_url(request)}/maps/")


async def built_map(request: Request) -> Response:
    """Send a file of the built maps."""
    path = request.path_params["path"]
    service = service_of(request)
    if not service.maps_are_built:
        raise NotFound("No maps have been built yet. Run: viauma maps build")
    if "\x00" in path:
        raise HTTPException(404)
    files = Files(
        service.settings.maps_dir,
        # What lies there is named by its content.
        kept=FOR_EVER if path.startswith("assets/") else REVALIDATED,
        policy=map_policy(service.settings.maps.tile_url),
        html=True,
    )
    return await files.get_response(path or ".", request.scope)


routes = [
    Route("/maps", without_slash),
    Route("/maps/{path:path}", built_map),
]
