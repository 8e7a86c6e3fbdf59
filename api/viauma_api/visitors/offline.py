"""What a visitor keeps of a municipality: the places, their pages, the tiles in which they lie.

A copy stands alone: it holds the styles and scripts that its pages name, because a later version of
the site no longer has them. What each file weighs and under which ETag it stands is asked of the
route that answers it (viauma_api.http.inside), so that no list can say anything else.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import shapely
import xxhash
from shapely.geometry import shape

from viauma import clock
from viauma.errors import InvalidInput, NotFound
from viauma.geo.bbox import BBox
from viauma.geo.tile_matrix_sets import WEB_MERCATOR_QUAD
from viauma.geo.tiles import Tile
from viauma.municipalities.rules import MunicipalityRef
from viauma.places.tiles import FIRST_LIVE_LEVEL
from viauma_api.http.inside import Inside
from viauma_api.pages import template
from viauma_api.responses import HTML
from viauma_api.service import Service
from viauma_api.visitors.choices import STATUSES
from viauma_api.visitors.language import Language
from viauma_api.visitors.listing import Feature, listing_of
from viauma_api.visitors.map_data import TILES
from viauma_api.visitors.moment import MOMENT
from viauma_api.visitors.paths import Paths
from viauma_api.visitors.words import STOCKHOLM, VOICES
from viauma_maps.visitor_assets import FOLDER, files_at_once

FORMAT = 1
"""Of what is kept; a worker leaves copies of another format alone."""

LEVEL = FIRST_LIVE_LEVEL[WEB_MERCATOR_QUAD.id]
"""The only level that is kept: closer ones are not asked for, and wider ones tell numbers that the
list of places gives as well, and only of what is kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that belongs to a copy."""

    address: str
    """Below the landing page."""
    etag: str
    bytes: int
    """As they go over the network, without headers."""


async def municipality_of(service: Service, code: str) -> MunicipalityRef:
    """Find the municipality with a code.

    Raises
    ------
    NotFound
        There is none.
    """
    for one in await service.municipalities():
        if one.code == code:
            return one
    raise NotFound(f"There is no municipality with the code '{code[:20]}'.")


async def features_of(service: Service, code: str) -> Sequence[Feature]:
    """List the places of a municipality that visitors can go to.

    Raises
    ------
    InvalidInput
        There are more than a visitor may keep (settings, server.offline_places).
    """
    most = service.settings.server.offline_places
    found = await listing_of(service, text=f"municipality = '{code}'", limit=most)
    if found.cursor is not None:
        raise InvalidInput("code", f"has more than the {most} places that can be kept offline")
    return found.features


async def places_document(
    service: Service, one: MunicipalityRef, language: Language, base: str
) -> dict[str, Any]:
    """Write down the places compactly: what is searched, what is drawn, what is listed."""
    voice, paths = VOICES[language], Paths(base, language)
    entry_of = template("visitors/places.html").module.entry  # type: ignore[attr-defined]
    return {
        "format": FORMAT,
        "code": one.code,
        "name": one.name,
        "language": language,
        "places": [
            {
                "id": feature["id"],
                "name": voice.name(feature["properties"]),
                **_said(feature["properties"], voice.category(feature["properties"])),
                **_point(feature["geometry"]),
                "html": str(entry_of(feature, voice, paths, base)).strip(),
            }
            for feature in await features_of(service, one.code)
        ],
    }


def _said(properties: dict[str, Any], label: str) -> dict[str, Any]:
    names = ("name_sv", "name_en", "category_sv", "category_en", "municipality_name", "city")
    words = dict.fromkeys(str(properties[name]) for name in names if properties.get(name))
    shown = ("slug", "category", "municipality", "municipality_name", "street", "opening_hours")
    said = {name: properties.get(name) for name in shown}
    is_named = any(properties.get(name) for name in ("name", "name_sv", "name_en"))
    return said | {"label": label, "is_named": is_named, "words": " ".join(words)}


def _point(geometry: Any) -> dict[str, float]:
    """Find where a symbol stands: the tiles stand it at the beginning of a line too."""
    first = shapely.get_coordinates(shape(geometry))[0]
    return {"lon": round(float(first[0]), 6), "lat": round(float(first[1]), 6)}


def tiles_of(features: Iterable[Feature]) -> list[Tile]:
    """List the tiles of the kept level in which a geometry lies, by row."""
    found = {
        (tile.row, tile.column): tile
        for feature in features
        for tile in _touched(shape(feature["geometry"]))
    }
    return [found[at] for at in sorted(found)]


def _touched(geometry: Any) -> Iterator[Tile]:
    limits = WEB_MERCATOR_QUAD.limits(BBox(*geometry.bounds), LEVEL)
    shapely.prepare(geometry)
    for tile in limits.tiles(WEB_MERCATOR_QUAD):
        if geometry.intersects(shapely.box(*tile.reach(4326))):
            yield tile


async def copy_of(
    service: Service, inside: Inside, one: MunicipalityRef, language: Language
) -> dict[str, Any]:
    """List every file that belongs to the copy of a municipality in a language."""
    features = await features_of(service, one.code)
    asked = [
        *((address, "*/*") for address in _files(one, language)),
        *((address, "*/*") for address in _tiles(features)),
        *((address, HTML) for address in _pages(one, language, features)),
    ]
    answers = await asyncio.gather(*(_kept(inside, *each) for each in asked))
    files = [answer for answer in answers if answer is not None]
    told = "\n".join(f"{file.address} {file.etag}" for file in files)
    return {
        "format": FORMAT,
        "code": one.code,
        "name": one.name,
        "language": language,
        "places": len(features),
        "version": xxhash.xxh3_64_hexdigest(told.encode()),
        "bytes": sum(file.bytes for file in files),
        "files": [asdict(file) for file in files],
    }


def shell_files() -> list[str]:
    """List the built files that pages name, as addresses below the landing page."""
    return [f"/assets/{name}" for name in files_at_once()]


def _files(one: MunicipalityRef, language: Language) -> list[str]:
    places = f"/offline/{one.code}/places.json?{urlencode({'lang': language})}"
    return [places, "/symbols.svg", "/ground.json", "/static/icon.svg", *shell_files()]


def _tiles(features: Sequence[Feature]) -> list[str]:
    # As the map's script writes it: see PlacesLayer.address.
    query = urlencode({"status": STATUSES})
    return [
        f"{TILES.format(z=tile.level, y=tile.row, x=tile.column)}?{query}"
        for tile in tiles_of(features)
    ]


def _pages(one: MunicipalityRef, language: Language, features: Sequence[Feature]) -> list[str]:
    paths = Paths("", language)
    own = (paths.page("offline", "map"), paths.page("offline"), paths.municipality(one.slug))
    return [*own, *(paths.place(feature["properties"]["slug"]) for feature in features)]


async def _kept(inside: Inside, address: str, accept: str) -> Kept | None:
    """Ask about a file; None if there is no such, as between two changes.

    Asked as at the beginning of the day: a page that says what is open now differs each minute,
    and nobody wants to fetch it for that.
    """
    today = clock.now().astimezone(STOCKHOLM).replace(hour=0, minute=0, second=0, microsecond=0)
    heard = await inside.get(address, accept, **{MOMENT: today})
    if heard.status != HTTPStatus.OK:
        return None
    # The name of a built file says what is in it; its date only says when it was put there.
    is_built = address.startswith(f"/assets/{FOLDER}/")
    return Kept(address, address.rpartition("/")[2] if is_built else heard.etag, len(heard.body))
