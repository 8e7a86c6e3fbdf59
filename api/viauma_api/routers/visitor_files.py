"""Files that the visitor's pages share: the base map and the symbols."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma_api.http.conditional import conditional
from viauma_api.responses import JSON, dump
from viauma_api.service import service_of
from viauma_api.visitors.records import municipalities
from viauma_data.region.localities import localities
from viauma_maps.ground import ground
from viauma_maps.symbols import symbol

SVG = "image/svg+xml"
AN_HOUR = {"cache-control": "public, max-age=3600, stale-while-revalidate=86400"}


async def base_map(request: Request) -> Response:
    """Answer with the base map, made once until the outlines change."""
    service = service_of(request)

    async def made() -> bytes:
        return dump(ground(await municipalities(service), _named()))

    return conditional(request, await service.remembered("ground", made), JSON, headers=AN_HOUR)


def _named() -> list[dict[str, Any]]:
    return [
        {"name": one.name, "lon": one.lon, "lat": one.lat, "population": one.population or 0}
        for one in localities()
        if one.kind in {"locality", "town"}
    ]


async def symbols(request: Request) -> Response:
    """Answer with the symbols of all categories in one file, each found by its id."""
    categories = await service_of(request).categories()
    drawn = "".join(symbol(one) for one in categories if not one.abstract)
    body = f'<svg xmlns="http://www.w3.org/2000/svg">{drawn}</svg>'.encode()
    return conditional(request, body, SVG, headers=AN_HOUR)


routes = [
    Route("/ground.json", base_map),
    Route("/symbols.svg", symbols),
]
