"""A still map of the region with a symbol for each place: SVG without script, for who has none.

Everything in it is written as attributes, because a picture in a page gets none of its styles.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapely
from markupsafe import Markup
from shapely.geometry import shape

from viauma.taxonomy.rules import CategoryRef
from viauma_maps.symbols import symbol, symbol_id

WIDTH, MARGIN = 640.0, 12.0
SIDE = 16
"""Of a symbol, in the picture's units."""

SEA, LAND, AREA, BORDER, INK = "#cde1ea", "#ecebe2", "#f7f5ea", "#9d9985", "#1a2321"

Feature = Mapping[str, Any]


def still_svg(
    land: Mapping[str, Any],
    outlines: Sequence[Feature],
    places: Iterable[Feature],
    categories: Iterable[CategoryRef],
    sentences: Sequence[str],
) -> Markup:
    """Draw the region's members and the places that lie in the picture.

    Parameters
    ----------
    land
        What is not sea, as a GeoJSON geometry.
    outlines
        Municipalities as GeoJSON Features, EPSG:4326.
    places
        Places as GeoJSON Features with their category; a line or an area stands where it has room.
    categories
        The taxonomy, for the symbols.
    sentences
        What stands below; the first is the picture's title.
    """
    areas = [shape(one["geometry"]) for one in outlines if one["geometry"]]
    members = [
        shape(one["geometry"])
        for one in outlines
        if one["geometry"] and one["properties"]["is_member"]
    ]
    frame = _Frame(*(shapely.total_bounds(members or areas) if areas else (-180, -85, 180, 85)))
    spots = [(one["properties"]["category"], frame.xy(one["geometry"])) for one in places]
    seen = [(key, xy) for key, xy in spots if frame.holds(*xy)]
    used = {key for key, _ in seen}
    ground = (frame.drawn(shape(dict(land)), LAND), *(frame.drawn(one, AREA) for one in areas))
    height = frame.height + 24 * len(sentences) + 8
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {:.0f} {:.0f}" width="{:.0f}" '
        'height="{:.0f}" role="img" aria-label="{}"><title>{}</title>'
        '<rect width="100%" height="100%" fill="#fff"/><defs>{}</defs>'
        '<svg width="{:.0f}" height="{:.0f}"><rect width="100%" height="100%" fill="{}"/>{}{}</svg>'
        "{}</svg>"
    ).format(
        WIDTH, height, WIDTH, height, sentences[0], sentences[0],
        Markup().join(symbol(one) for one in categories if one.key in used),
        WIDTH, frame.height, SEA,
        Markup().join(ground),
        Markup().join(_used(key, *xy) for key, xy in seen),
        Markup().join(_said(text, frame.height + 24 * at) for at, text in enumerate(sentences, 1)),
    )  # fmt: skip


class _Frame:
    """The picture's frame around a box in degrees, equirectangular at its middle latitude."""

    def __init__(self, west: float, south: float, east: float, north: float) -> None:
        self._squeeze = math.cos(math.radians((south + north) / 2))
        self._scale = (WIDTH - 2 * MARGIN) / ((east - west) * self._squeeze or 1)
        self._west, self._north = west, north
        # Cut off well outside the picture, so that the cut is not seen.
        self._around = (west - 2, south - 2, east + 2, north + 2)
        self.height = (north - south) * self._scale + 2 * MARGIN

    def xy(self, geometry: Mapping[str, Any]) -> tuple[float, float]:
        point = shape(dict(geometry)).representative_point()
        return self._projected(point.x, point.y)

    def holds(self, x: float, y: float) -> bool:
        return 0 <= x <= WIDTH and 0 <= y <= self.height

    def drawn(self, area: shapely.Geometry, colour: str) -> Markup:
        area = shapely.clip_by_rect(area, *self._around)
        rings = [one.exterior for one in shapely.get_parts(area) if one.geom_type == "Polygon"]
        path = "".join(
            "M" + "L".join("{:.1f} {:.1f}".format(*self._projected(*at[:2])) for at in ring.coords)
            for ring in rings
        )
        return Markup('<path d="{}Z" fill="{}" stroke="{}"/>').format(path, colour, BORDER)

    def _projected(self, lon: float, lat: float) -> tuple[float, float]:
        return (
            MARGIN + (lon - self._west) * self._squeeze * self._scale,
            MARGIN + (self._north - lat) * self._scale,
        )


def _used(key: str, x: float, y: float) -> Markup:
    return Markup('<use href="#{}" x="{:.1f}" y="{:.1f}" width="{}" height="{}"/>').format(
        symbol_id(key), x - SIDE / 2, y - SIDE / 2, SIDE, SIDE
    )


def _said(text: str, y: float) -> Markup:
    return Markup(
        '<text x="{:g}" y="{:.0f}" font-family="sans-serif" font-size="16" fill="{}">{}</text>'
    ).format(MARGIN, y, INK, text)
