"""The generated maps, served as they were built."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from viauma.errors import NotFound
from viauma.settings import Settings
from viauma_api.http.conditional import REVALIDATED
from viauma_api.http.files import FOR_EVER, Files
from viauma_api.http.policies import TILES_PAGE, map_policy
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
        policy=_policy(path, service.settings),
        html=True,
    )
    return await files.get_response(path or ".", request.scope)


def _policy(path: str, settings: Settings) -> str:
    beside = (settings.maps_dir / path).with_suffix(".pmtiles") if path.endswith(".html") else None
    if beside and beside.is_file():
        return TILES_PAGE
    return map_policy(settings.maps.tile_url)


routes = [
    Route("/maps", without_slash),
    Route("/maps/{path:path}", built_map),
]
