"""The base layer: the municipalities, the land around them, and the sea.

The sea is simply the background; so the land around the region must be drawn, or a neighbouring
municipality would look like water.
"""

from collections.abc import Iterable
from typing import Any

import folium
from markupsafe import Markup

from viauma_maps.elements import Call
from viauma_maps.extents import bounds_of, middle
from viauma_maps.land import LAND, land_around
from viauma_maps.safe_json import json_for_script
from viauma_maps.scene import Feature, Part, Scene, Source


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
