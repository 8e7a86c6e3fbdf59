"""The base layer: the municipalities, the land around them, and the sea.

The sea is simply the background; so the land around the region must be drawn, or a neighbouring
municipality would look like water.
"""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

import folium
import numpy as np
import shapely
from markupsafe import Markup
from shapely.geometry import mapping, shape

from viauma_maps.areas import bounds_of, middle
from viauma_maps.assets import asset_text
from viauma_maps.elements import Call
from viauma_maps.safe_json import json_for_script
from viauma_maps.scene import Feature, Part, Scene, Source

# How far around the region land is drawn, in degrees: what a wide screen shows, zoomed out.
MARGIN_LON, MARGIN_LAT = 9.0, 4.0

# Natural Earth is in the public domain and asks for nothing; it is named all the same.
LAND = Source("world-atlas", "Natural Earth", "public-domain")


def draw(scene: Scene) -> Part:
    """Draw the base layer and say where the map should look."""
    outlines = scene.region.outlines
    focus = _focus(scene)
    labels = [_label(outline) for outline in outlines if _is_named(outline, scene)]
    return Part(
        elements=(_land(outlines), _areas(outlines, focus), Call("ViaUma.labels", labels)),
        sources=(*_sources(outlines), LAND) if outlines else (),
        bounds=bounds_of(outline for outline in outlines if outline["id"] in focus),
        body=_note(outlines),
        updated_at=max((o["properties"].get("updated_at") or "" for o in outlines), default=None),
    )


def _focus(scene: Scene) -> set[str]:
    asked = set(scene.recipe.question.municipalities)
    return asked or {municipality.code for municipality in scene.region.members}


def _is_named(outline: Feature, scene: Scene) -> bool:
    # The layers above write names of their own, with figures.
    layers = scene.recipe.layers
    is_member = bool(outline["properties"].get("is_member"))
    return "projects" not in layers and not ("choropleth" in layers and is_member)


def land_around(outlines: Iterable[Feature], margin_lat: float = MARGIN_LAT) -> dict[str, Any]:
    """Cut the land around the municipalities out of the world, as a GeoJSON geometry."""
    around = bounds_of(outlines) or (0.0, 0.0, 0.0, 0.0)
    west, south, east, north = around
    window = (west - MARGIN_LON, south - margin_lat, east + MARGIN_LON, north + margin_lat)
    land = shapely.clip_by_rect(_world(), *window)
    return dict(mapping(land))


def _land(outlines: Iterable[Feature]) -> folium.GeoJson:
    land = land_around(outlines)
    return _polygons([{"type": "Feature", "id": "land", "geometry": land}], "land")


def _areas(outlines: Iterable[Feature], focus: set[str]) -> folium.GeoJson:
    drawn = sorted(outlines, key=lambda outline: outline["id"] in focus)
    features = [
        {"type": "Feature", "id": outline["id"], "geometry": outline["geometry"]}
        for outline in drawn
        if outline["geometry"]
    ]
    classes = {o["id"]: "area focus" if o["id"] in focus else "area" for o in drawn}
    return _polygons(features, "area", classes)


def _polygons(
    features: list[dict[str, Any]], css_class: str, classes: dict[str, str] | None = None
) -> folium.GeoJson:
    named = classes or {}
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": [f | {"properties": {}} for f in features]},
        style_function=lambda feature: {"className": named.get(feature["id"], css_class)},
        interactive=False,
        smooth_factor=0.5,
        name=css_class,
    )


def _label(outline: Feature) -> list[Any]:
    lat, lon = middle(outline["geometry"])
    member = bool(outline["properties"].get("is_member"))
    return [lat, lon, outline["properties"]["name"], member]


def _sources(outlines: Iterable[Feature]) -> list[Source]:
    names = {o["properties"].get("geom_source") or o["properties"]["source"] for o in outlines}
    return [Source(name, name, {"sv": "ej angiven", "en": "not stated"}) for name in sorted(names)]


def _note(outlines: Iterable[Feature]) -> Markup:
    accuracy = max((o["properties"].get("geom_accuracy_m") or 0 for o in outlines), default=0)
    return Markup('<script type="application/json" id="accuracy">{}</script>').format(
        json_for_script(accuracy)
    )


@cache
def _world() -> shapely.Geometry:
    # The package cuts no shape at the antimeridian: Eurasia jumps from 180 to -180 degrees, and
    # would be closed by a line around the world. Counted on beyond 180 it is like any other.
    whole = shape(json.loads(asset_text("land/land.json")))
    parts = (
        shapely.Polygon(_unwrapped(part.exterior), [_unwrapped(hole) for hole in part.interiors])
        for part in shapely.get_parts(whole)
    )
    return shapely.union_all([shapely.make_valid(part) for part in parts])


def _unwrapped(ring: Any) -> Any:
    lon, lat = shapely.get_coordinates(ring).T
    onwards = np.unwrap(lon, period=360.0)
    # Most of it lies where it did; only the part beyond the antimeridian has moved.
    return np.column_stack([onwards - 360.0 * np.round(onwards.mean() / 360.0), lat])
