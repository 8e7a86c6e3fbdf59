"""The base map that is our own: land, sea around it, and the municipalities with their names.

One small GeoJSON-like document, drawn by the browser: no tile server, no third party, and the
same file without a network.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapely
from shapely.geometry import shape

from viauma_maps.extents import middle
from viauma_maps.land import land_around
from viauma_maps.scene import Feature

AROUND_DEG = 9.0
"""Degrees of latitude beyond the municipalities where land is drawn: a tall phone sees so much."""

COARSENESS_DEG = 0.0015
"""Outlines are thematic and off by more; what is left out is below a pixel until level 11."""

DIGITS = 4


def ground(outlines: Sequence[Feature], localities: Iterable[Mapping[str, Any]] = ()) -> Any:
    """Compose the base map.

    Parameters
    ----------
    outlines
        Municipalities as GeoJSON Features, EPSG:4326.
    localities
        Towns and villages with name, lon, lat and population.

    Returns
    -------
    dict
        ``land`` and ``areas[].geometry`` as GeoJSON geometries in EPSG:4326, ``middle`` as
        lat, lon.
    """
    drawn = [one for one in outlines if one["geometry"]]
    shapes = [shape(one["geometry"]) for one in drawn]
    return {
        "land": land_around(drawn, AROUND_DEG),
        "areas": [
            {
                "code": one["id"],
                "name": one["properties"]["name"],
                "slug": one["properties"]["slug"],
                "member": one["properties"]["is_member"],
                "middle": middle(one["geometry"]),
                "geometry": _rounded(area.simplify(COARSENESS_DEG)),
            }
            for one, area in zip(drawn, shapes, strict=True)
        ],
        "localities": list(localities),
    }


def _rounded(geometry: Any) -> Any:
    rounded = shapely.transform(geometry, lambda xy: xy.round(DIGITS))
    return json.loads(shapely.to_geojson(rounded))
