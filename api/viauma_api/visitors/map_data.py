"""What the map's script needs to know before it draws: addresses, categories, words."""

from typing import Any

from viauma.geo.bbox import BBox
from viauma_api.service import Service
from viauma_api.visitors.choices import STATUSES
from viauma_api.visitors.language import Language
from viauma_api.visitors.words import VOICES
from viauma_maps.symbols import checked_colour

TILES = "/collections/places/tiles/WebMercatorQuad/{z}/{y}/{x}"


async def map_data(service: Service, base: str, language: Language) -> dict[str, Any]:
    """Collect it, to be written into the page as JSON."""
    voice, maps = VOICES[language], service.settings.maps
    return {
        "base": base,
        "language": language,
        "tiles": f"{base}{TILES}",
        "statuses": STATUSES,
        "ground": f"{base}/ground.json",
        "symbols": f"{base}/symbols.svg",
        "extent": _edges(await service.extent("places")),
        "categories": {
            one.key: {"label": voice.pick(one.labels), "colour": checked_colour(one.colour)}
            for one in await service.categories()
            if not one.abstract
        },
        "basemap": {
            "raster": maps.tile_url,
            "vector": maps.vector_tile_url,
            "attribution": maps.tile_attribution,
        },
        "words": voice.room("script"),
    }


def _edges(box: BBox | None) -> list[float] | None:
    return None if box is None else [box.west, box.south, box.east, box.north]
