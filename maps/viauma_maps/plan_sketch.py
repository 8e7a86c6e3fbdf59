"""A day plan as a small still map: numbered stops and straight lines between, good for print."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import shapely
from markupsafe import Markup
from shapely.geometry import shape

WIDTH, LEAST_HEIGHT, MOST_HEIGHT = 480.0, 160.0, 640.0
MARGIN = 28.0
CLOSEST_DEG = 0.02
"""One stop alone is shown with so much of its surroundings."""

Feature = Mapping[str, Any]
LonLat = tuple[float, float]


def plan_sketch(
    outlines: Sequence[Feature], stops: Sequence[LonLat], origin: LonLat | None, label: str
) -> Markup:
    """Draw the stops in order.

    Parameters
    ----------
    outlines
        Municipalities as GeoJSON Features, EPSG:4326; drawn as far as they lie around the stops.
    stops, origin
        Degrees; empty stops draw nothing. The origin is a square without a number.
    label
        What the picture is called by those who do not see it.

    Returns
    -------
    Markup
        An `<svg>` element, equirectangular at the stops' mean latitude.
    """
    if not stops:
        return Markup()
    way = [*([origin] if origin else []), *stops]
    frame = _Frame(way)
    return Markup(
        '<svg class="locator plan-sketch" viewBox="0 0 {:.0f} {:.0f}" role="img" aria-label="{}">'
        '{}<path class="way" d="M{}"/>{}{}</svg>'
    ).format(
        WIDTH, frame.height, label,
        Markup().join(_land(one, frame) for one in outlines if one["geometry"]),
        "L".join("{:.1f} {:.1f}".format(*frame.xy(*at)) for at in way),
        _square(*frame.xy(*origin)) if origin else Markup(),
        Markup().join(_dot(number, *frame.xy(*at)) for number, at in enumerate(stops, 1)),
    )  # fmt: skip


class _Frame:
    """The picture's frame around some positions."""

    def __init__(self, way: Sequence[LonLat]) -> None:
        lons, lats = zip(*way, strict=True)
        self._lon, self._lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
        self._squeeze = math.cos(math.radians(self._lat))
        wide = max((max(lons) - min(lons)) * self._squeeze, CLOSEST_DEG)
        high = max(max(lats) - min(lats), CLOSEST_DEG / 2)
        self._scale = min((WIDTH - 2 * MARGIN) / wide, (MOST_HEIGHT - 2 * MARGIN) / high)
        self.height = max(high * self._scale + 2 * MARGIN, LEAST_HEIGHT)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north well outside the picture, so that no cut is seen in it."""
        lon, lat = WIDTH / self._scale / self._squeeze, self.height / self._scale
        return self._lon - lon, self._lat - lat, self._lon + lon, self._lat + lat

    def xy(self, lon: float, lat: float) -> LonLat:
        return (
            WIDTH / 2 + (lon - self._lon) * self._squeeze * self._scale,
            self.height / 2 + (self._lat - lat) * self._scale,
        )


def _land(outline: Feature, frame: _Frame) -> Markup:
    seen = shapely.clip_by_rect(shape(outline["geometry"]), *frame.bounds)
    rings = [one.exterior for one in shapely.get_parts(seen) if one.geom_type == "Polygon"]
    path = "".join(
        "M" + "L".join("{:.1f} {:.1f}".format(*frame.xy(*at[:2])) for at in ring.coords) + "Z"
        for ring in rings
    )
    return Markup('<path class="land" d="{}"/>').format(path) if path else Markup()


def _dot(number: int, x: float, y: float) -> Markup:
    return Markup(
        '<g class="stop"><circle cx="{:.1f}" cy="{:.1f}" r="11"/>'
        '<text x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text></g>'
    ).format(x, y, x, y + 4.5, number)


def _square(x: float, y: float) -> Markup:
    return Markup('<rect class="origin" x="{:.1f}" y="{:.1f}" width="14" height="14"/>').format(
        x - 7, y - 7
    )
