"""What coordinates should be in another reference system, said by PROJ through pyproj alone.

In the order of axes that the authority says: nothing here knows which systems swap them.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
CODES = (4326, 3857, 3006, 3016, 3021, 3067, 25834, 25835)
URIS = tuple(f"{EPSG}{code}" for code in CODES)


@cache
def reference_system(uri: str) -> CRS:
    """Read an OGC name of a reference system."""
    authority, code = re.fullmatch(r".*/def/crs/(\w+)/[\d.]+/(\w+)", uri).groups()  # type: ignore[union-attr]
    return CRS.from_authority(authority, code)


def projected(geometry: dict[str, Any], uri: str) -> BaseGeometry:
    """Bring GeoJSON in CRS84 to a reference system, in the authority's order of axes."""
    return shapely.transform(shape(geometry), _forward(uri))


def rectangle(bounds: tuple[float, float, float, float], uri: str) -> BaseGeometry:
    """Draw a rectangle in a reference system around one in CRS84, whose edges are curves there."""
    edges = shapely.segmentize(shapely.box(*bounds), 0.01)
    return shapely.box(*shapely.transform(edges, _forward(uri)).bounds)


def is_in_degrees(uri: str) -> bool:
    return reference_system(uri).is_geographic


@cache
def _forward(uri: str) -> Callable[[Any], Any]:
    transformer = Transformer.from_crs("OGC:CRS84", reference_system(uri))

    def transform(coordinates: Any) -> Any:
        return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))

    return transform
