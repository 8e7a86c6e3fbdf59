"""Municipalities as something to click on: what the choropleth and the projects both draw."""

from collections.abc import Iterable

import folium

from viauma_maps.scene import Feature


def clickable_areas(outlines: Iterable[Feature], name: str) -> folium.GeoJson:
    """Draw municipalities that a script colours and that answer to a click."""
    features = [
        {"type": "Feature", "id": outline["id"], "geometry": outline["geometry"], "properties": {}}
        for outline in outlines
        if outline["geometry"]
    ]
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        # The class alone: the colour is the style sheet's, in light, dark and print.
        style_function=lambda _feature: {"className": "figure-area"},
        smooth_factor=0.5,
        name=name,
    )
