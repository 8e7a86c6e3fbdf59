"""A small still map that says where something lies: SVG, no script, no tile, good for print."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapely
from markupsafe import Markup
from shapely.geometry.base import BaseGeometry

WIDTH = 320.0
TALLEST = 640.0
"""A line due north would otherwise be a tower."""
CLOSEST_DEG = 0.002
MARGIN = 0.15

Feature = Mapping[str, Any]


LABEL = "Where it lies in the region"


def locator_svg(outlines: Sequence[Feature], feature: Feature, label: str = LABEL) -> Markup:
    """Draw the municipalities with a feature's shape on top.

    Parameters
    ----------
    outlines
        Municipalities as GeoJSON Features, EPSG:4326.
    feature
        What to show; drawn as a dot when it is small or a point, left out without geometry.
    label
        What the picture is called by those who do not see it.

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
    project = _projection(_bounds([*shapes, *([target] if target else [])]))
    drawn = [Markup('<path class="land" d="{}"/>').format(_path(one, project)) for one in shapes]
    if target is not None:
        drawn.append(_drawn_target(target, project))
    return _svg(Markup().join(drawn), label, height=project(0.0, 0.0)[2])


def close_up_svg(outlines: Sequence[Feature], feature: Feature, label: str) -> Markup:
    """Draw a line or an area as large as the picture allows, a line with its start as a dot.

    Empty for what is a point or has no geometry: there is nothing to see of its shape.
    """
    target = _shape(feature)
    if target is None or target.is_empty or target.geom_type in {"Point", "MultiPoint"}:
        return Markup()
    west, south, east, north = target.bounds
    margin = max(east - west, north - south, CLOSEST_DEG) * MARGIN
    seen = (west - margin, south - margin, east + margin, north + margin)
    project = _projection(seen)
    shapes = [shape for one in outlines if (shape := _shape(one)) is not None]
    # Cut off well outside the picture, so that the cut is not seen.
    around = (west - 3 * margin, south - 3 * margin, east + 3 * margin, north + 3 * margin)
    land = [shapely.clip_by_rect(one, *around) for one in shapes]
    drawn = [Markup('<path class="land" d="{}"/>').format(_path(one, project)) for one in land]
    drawn.append(_drawn_shape(target, project))
    return _svg(Markup().join(drawn), label, height=project(0.0, 0.0)[2])


def start_of(geometry: Mapping[str, Any]) -> tuple[float, float] | None:
    """Find where a line begins: lon, lat; None for what is no line."""
    shape = shapely.geometry.shape(dict(geometry))
    if shape.is_empty or shape.geom_type not in {"LineString", "MultiLineString"}:
        return None
    lon, lat, *_ = shapely.get_parts(shape)[0].coords[0]
    return lon, lat


def _svg(content: Markup, label: str, *, height: float) -> Markup:
    return Markup(
        '<svg class="locator" viewBox="0 0 {} {:.0f}" role="img" aria-label="{}">{}</svg>'
    ).format(int(WIDTH), height, label, content)


def _bounds(shapes: Sequence[BaseGeometry]) -> tuple[float, float, float, float]:
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    return west, south, east, north


def _projection(bounds: tuple[float, float, float, float]) -> Any:
    west, south, east, north = bounds
    squeeze = math.cos(math.radians((south + north) / 2))
    wide = (east - west) * squeeze
    scale = (WIDTH - 10) / max(wide, (north - south) * WIDTH / TALLEST, 1e-9)
    height = (north - south) * scale + 10
    left = (WIDTH - wide * scale) / 2

    def project(lon: float, lat: float) -> tuple[float, float, float]:
        return left + (lon - west) * squeeze * scale, 5 + (north - lat) * scale, height

    return project


def _drawn_target(shape: BaseGeometry, project: Any) -> Markup:
    if shape.area > 0.01:  # noqa: PLR2004 - square degrees: a municipality, not a nature reserve
        return Markup('<path class="target" d="{}"/>').format(_path(shape, project))
    x, y, _ = project(*shape.representative_point().coords[0][:2])
    return Markup('<circle class="target" cx="{:.1f}" cy="{:.1f}" r="6"/>').format(x, y)


def _drawn_shape(shape: BaseGeometry, project: Any) -> Markup:
    if shape.area > 0:
        return Markup('<path class="target" d="{}"/>').format(_path(shape, project))
    lines = "".join(f"M{'L'.join(_points(one, project))}" for one in shapely.get_parts(shape))
    x, y, _ = project(*shapely.get_parts(shape)[0].coords[0][:2])
    return Markup(
        '<path class="target line" d="{}"/><circle class="target" cx="{:.1f}" cy="{:.1f}" r="6"/>'
    ).format(lines, x, y)


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
