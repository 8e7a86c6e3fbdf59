"""A small still map that says where something lies: SVG, no script, no tile, good for print."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapely
from markupsafe import Markup
from shapely.geometry.base import BaseGeometry

WIDTH = 320.0

Feature = Mapping[str, Any]


def locator_svg(outlines: Sequence[Feature], feature: Feature) -> Markup:
    """Draw the municipalities with a feature's shape on top.

    Parameters
    ----------
    outlines
        Municipalities as GeoJSON Features, EPSG:4326.
    feature
        What to show; drawn as a dot when it is small or a point, left out without geometry.

    Returns
    -------
    Markup
        An `<svg>` element, equirectangular at the outlines' mean latitude.
    """
    members = [one for one in outlines if one["properties"]["is_member"]]
    shapes = [shape for one in members if (shape := _shape(one)) is not None]
    target = _shape(feature)
    if not shapes:
        return Markup()
    everything = shapely.union_all([*shapes, *([target] if target else [])])
    project = _projection(everything.bounds)
    drawn = [Markup('<path class="land" d="{}"/>').format(_path(one, project)) for one in shapes]
    if target is not None:
        drawn.append(_drawn_target(target, project))
    return _svg(Markup().join(drawn), height=project(0.0, 0.0)[2])


def _svg(content: Markup, *, height: float) -> Markup:
    return Markup(
        '<svg class="locator" viewBox="0 0 {} {:.0f}" role="img" aria-label="{}">{}</svg>'
    ).format(int(WIDTH), height, "Where it lies in the region", content)


def _projection(bounds: tuple[float, float, float, float]) -> Any:
    west, south, east, north = bounds
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 10) / ((east - west) * squeeze or 1)
    height = (north - south) * scale + 10

    def project(lon: float, lat: float) -> tuple[float, float, float]:
        return 5 + (lon - west) * squeeze * scale, 5 + (north - lat) * scale, height

    return project


def _drawn_target(shape: BaseGeometry, project: Any) -> Markup:
    if shape.area > 0.01:  # noqa: PLR2004 - square degrees: a municipality, not a nature reserve
        return Markup('<path class="target" d="{}"/>').format(_path(shape, project))
    x, y, _ = project(*shape.representative_point().coords[0][:2])
    return Markup('<circle class="target" cx="{:.1f}" cy="{:.1f}" r="6"/>').format(x, y)


def _path(shape: BaseGeometry, project: Any) -> str:
    return "".join(f"M{'L'.join(_points(ring, project))}Z" for ring in _rings(shape))


def _points(ring: Any, project: Any) -> Iterable[str]:
    for lon, lat, *_ in ring.coords:
        x, y, _ = project(lon, lat)
        yield f"{x:.1f} {y:.1f}"


def _rings(shape: BaseGeometry) -> Iterable[Any]:
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            yield part.exterior


def _shape(feature: Feature) -> BaseGeometry | None:
    geometry = feature["geometry"]
    return None if geometry is None else shapely.geometry.shape(geometry)
