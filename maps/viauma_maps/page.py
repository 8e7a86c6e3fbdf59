"""A page: a folium figure whose map, list and legend come from the recipe's layers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import folium
from branca.element import Figure
from markupsafe import Markup, escape

from viauma_maps.assets import SCRIPTS, STYLES, digest
from viauma_maps.elements import Call, LocalMap, give_stable_names
from viauma_maps.layers import choropleth, municipalities, places, projects
from viauma_maps.recipes import LayerName
from viauma_maps.scene import Bounds, Part, Scene, Source
from viauma_maps.templating import rendered
from viauma_maps.words import words

LAYERS: Mapping[LayerName, Callable[[Scene], Part]] = {
    "municipalities": municipalities.draw,
    "places": places.draw,
    "choropleth": choropleth.draw,
    "projects": projects.draw,
}

NOWHERE: Bounds = (-180.0, -60.0, 180.0, 75.0)
"""What a map of nothing shows: the inhabited world."""

ROOM = 8.0
"""Degrees around the subject within which the map can be moved."""


class Page(Figure):
    """A figure that hands its map and script to our own template instead of branca's."""

    def __init__(self, scene: Scene, parts: Sequence[Part]) -> None:
        super().__init__()
        self.scene = scene
        self.parts = parts

    def render(self, **_kwargs: Any) -> str:
        """Render the page."""
        for child in self._children.values():
            child.render()
        # Both come from folium's templates, which escape what they are given as JSON.
        drawn = {
            "map": Markup(self.html.render()),  # noqa: S704
            "script": Markup(self.script.render()),  # noqa: S704
        }
        values = drawn | _page_values(self.scene, self.parts)
        return str(rendered("page.html.j2", self.scene.recipe.languages, values))


def compose(scene: Scene) -> tuple[str, int]:
    """Compose a map page; tell also how many entries its list holds."""
    parts = [LAYERS[layer](scene) for layer in scene.recipe.layers]
    page = Page(scene, parts)
    base = _map(_extent(parts))
    page.add_child(base)
    for element in _elements(scene, parts):
        base.add_child(element)
    give_stable_names(page)
    return page.render(), sum(part.entries or 0 for part in parts)


def _map(extent: Bounds) -> LocalMap:
    west, south, east, north = extent
    base = LocalMap(location=[(south + north) / 2, (west + east) / 2], tiles=None, zoom_start=7)
    # Written as options because folium forgets its own zoom limits when there are no tiles.
    base.options |= {
        "min_zoom": 5 if extent != NOWHERE else 1,
        "max_zoom": 18,
        "max_bounds": [[south - ROOM, west - ROOM], [north + ROOM, east + ROOM]],
        "zoom_snap": 0.25,
    }
    base.add_child(Call("ViaUma.fit", extent))
    return base


def _elements(scene: Scene, parts: Sequence[Part]) -> list[Any]:
    settings = scene.settings
    tiles = []
    if settings.tile_url:
        # Leaflet writes attributions as HTML; the setting is text.
        attribution = str(escape(settings.tile_attribution)) or " "
        tiles = [folium.TileLayer(settings.tile_url, attr=attribution, name="tiles", max_zoom=19)]
    return [*tiles, *(element for part in parts for element in part.elements)]


def _extent(parts: Sequence[Part]) -> Bounds:
    boxes = [part.bounds for part in parts if part.bounds]
    if not boxes:
        return NOWHERE
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _page_values(scene: Scene, parts: Sequence[Part]) -> dict[str, Any]:
    sources = [source for part in parts for source in part.sources]
    own = list(dict.fromkeys(f"viauma/{name}" for part in parts for name in part.scripts))
    return {
        "recipe": scene.recipe,
        "parts": parts,
        "folder": f"assets/{digest()}",
        "styles": STYLES,
        "scripts": [*SCRIPTS, *own],
        "sources": sources,
        "attributions": _attributions(sources),
        "updated_on": max((part.updated_at or "" for part in parts), default="")[:10],
        "has_tiles": bool(scene.settings.tile_url),
        "page_words": words("page"),
    }


def _attributions(sources: Sequence[Source]) -> list[str]:
    # A row that two sources gave names both; each is named once.
    named = [name.strip() for source in sources for name in source.attribution.split(";")]
    # Those who ask to be named stand first, where the line is seen without being opened.
    return sorted(dict.fromkeys(filter(None, named)), key=lambda name: "©" not in name)
