"""Where the places of a file are expected: Sweden, unless somebody says otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from viauma_data.detecting.systems import Numbers
from viauma_data.outlines import outlines

AT_SEA_M: Final = 50_000.0
"""Territorial waters, and islands that the thematic outlines leave out, such as Gotska Sandön."""
_SIMPLER_M: Final = 1_000.0

# Distances are read in the national grid, where a metre is a metre.
TO_METRES: Final = Transformer.from_crs("EPSG:4326", "EPSG:3006", always_xy=True)


@dataclass(frozen=True, slots=True)
class Region:
    """An area in EPSG:4326, longitude first, in which a position is plausible."""

    name: str
    area: BaseGeometry

    @property
    def is_world(self) -> bool:
        """Whether nothing is expected."""
        return self == WORLD

    def holds(self, lon: Numbers, lat: Numbers) -> npt.NDArray[np.bool_]:
        """Whether positions lie within; what is not finite lies nowhere."""
        shapely.prepare(self.area)
        held: npt.NDArray[np.bool_] = shapely.intersects_xy(self.area, lon, lat)
        return held & np.isfinite(lon) & np.isfinite(lat)

    @classmethod
    def of_bbox(cls, bounds: Iterable[float]) -> "Region":
        """Draw a region by west, south, east, north in degrees."""
        west, south, east, north = bounds
        if west <= east:
            area: BaseGeometry = shapely.box(west, south, east, north)
        else:
            halves = [shapely.box(west, south, 180, north), shapely.box(-180, south, east, north)]
            area = shapely.MultiPolygon(halves)
        return cls("the region that was given", area)


WORLD: Final = Region("the world", shapely.box(-180, -90, 180, 90))


@cache
def sweden() -> Region:
    """Draw Sweden with its waters."""
    # Simpler first: a coast of a hundred thousand vertices takes two seconds and 50 MB to buffer.
    coarse = shapely.simplify(list(municipalities_in_metres().values()), _SIMPLER_M)
    land = shapely.union_all(coarse)
    around = land.buffer(AT_SEA_M, quad_segs=4).simplify(_SIMPLER_M)
    back = TO_METRES.transform

    def lonlat(xy: Numbers) -> Numbers:
        return np.column_stack(back(xy[:, 0], xy[:, 1], direction="INVERSE"))

    return Region("Sweden", shapely.transform(around, lonlat))


@cache
def municipalities_in_metres() -> dict[str, BaseGeometry]:
    """Draw the municipalities of Sweden by code, in EPSG:3006."""
    return {
        code: shapely.transform(shapely.from_wkb(one), in_metres)
        for code, one in outlines().items()
    }


def in_metres(lonlat: Numbers) -> Numbers:
    """Bring rows of longitude and latitude to EPSG:3006, easting first."""
    return np.column_stack(TO_METRES.transform(lonlat[:, 0], lonlat[:, 1]))
