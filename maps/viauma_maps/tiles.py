"""The page beside a PMTiles file: it reads of the file what is in sight, and needs no program.

Unlike the other maps it holds no places itself, so that a million of them open as fast as ten.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from viauma_maps.assets import digest
from viauma_maps.extents import bounds_of, middle
from viauma_maps.land import LAND, land_around
from viauma_maps.output import write_assets
from viauma_maps.recipes import LANGUAGES
from viauma_maps.scene import Region
from viauma_maps.symbols import checked_colour
from viauma_maps.templating import rendered
from viauma_maps.words import words

STYLES = ("leaflet/leaflet.css", "viauma/page.css", "viauma/map.css", "viauma/tiles.css")
SCRIPTS = (
    "leaflet/leaflet.js",
    "protomaps/protomaps-leaflet.js",
    "viauma/page.js",
    "viauma/list.js",
    "viauma/tiles.js",
)


def write_tiles_page(
    file: Path, region: Region, *, zooms: tuple[int, int], sources: Sequence[str]
) -> Path:
    """Write a page that shows a PMTiles file, and below assets/ what it links.

    Parameters
    ----------
    file
        The tiles; the page is put beside them and called like them.
    region
        Gives the ground of the map and the colours of the categories.
    zooms
        The first and the last level in the file.
    sources
        Who is named on the map, before those whose outlines it draws.
    """
    page = file.with_suffix(".html")
    write_assets(page.parent)
    values = {
        "folder": f"assets/{digest()}",
        "styles": STYLES,
        "scripts": SCRIPTS,
        "groups": [one for one in region.categories if len(one.path) == 1],
        "colour": checked_colour,
        "page_data": {"words": words("page"), "attributions": _attributions(region, sources)},
        "tiles_data": {"file": file.name, "zooms": zooms, **_ground(region), **_texts(region)},
    }
    page.write_text(rendered("tiles.html.j2", LANGUAGES, values), encoding="utf-8")
    return page


def _ground(region: Region) -> dict[str, Any]:
    members = {one.code for one in region.members}
    drawn = [one for one in region.outlines if one["geometry"]]
    return {
        "land": land_around(drawn),
        "areas": [
            {
                "geometry": one["geometry"],
                "name": one["properties"]["name"],
                "middle": middle(one["geometry"]),
                "member": one["id"] in members,
            }
            for one in sorted(drawn, key=lambda one: one["id"] in members)
        ],
        "bounds": bounds_of(one for one in drawn if one["id"] in members),
    }


def _texts(region: Region) -> dict[str, Any]:
    return {
        "words": {**words("tiles"), **words("places")},
        "categories": {
            one.key: {"label": one.labels, "colour": checked_colour(one.colour)}
            for one in region.categories
        },
        "municipalities": {one.code: one.name for one in region.municipalities},
    }


def _attributions(region: Region, sources: Sequence[str]) -> list[str]:
    outlines = (one["properties"] for one in region.outlines)
    named = {about.get("geom_source") or about["source"] for about in outlines}
    named_once = dict.fromkeys([*sources, *sorted(named), LAND.attribution])
    # As on the other maps: those who ask to be named stand where the line is seen unopened.
    return sorted(named_once, key=lambda name: "©" not in name)
