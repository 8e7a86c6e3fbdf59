"""The coordinate reference systems in which Nordic files are written, and the way out of each."""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from viauma.errors import InvalidInput

Numbers = npt.NDArray[np.float64]

LOCAL_ZONES: Final = tuple(range(3007, 3019))
RT90_ZONES: Final = (3021, 3022, 3020, 3023, 3019, 3024)
NATIONAL: Final = (4326, 3006, 3857)
"""What a Swedish file may be in without saying so, for nobody else's numbers look like these."""

# UTM 33 and 35 have the numbers of SWEREF 99 TM and TM35FIN: to ask which of them would be idle.
NEIGHBOURS: Final = (3067, 25832, 25834)
CANDIDATES: Final = (*NATIONAL, *LOCAL_ZONES, *RT90_ZONES, *NEIGHBOURS)
_NATIONAL_RT90: Final = "EPSG:3021"
"""EPSG lists its zone alone, but as the national grid it was used in the whole country."""
_PLUMB: Final = ((13.0, 18.0, 24.0), (55.5, 59.5, 66.0))
"""Three positions by which two systems are compared."""
_SAME_M: Final = 0.5
_SLACK_DEG: Final = 0.3
_LONLAT: Final = frozenset({"EPSG:4326", "OGC:CRS84"})


@dataclass(frozen=True, slots=True)
class System:
    """A coordinate reference system, with x before y."""

    name: str
    """As ``EPSG:3006``."""
    title: str
    bounds: tuple[float, float, float, float]
    """The area of use: west, south, east, north in degrees."""
    is_geographic: bool

    def __str__(self) -> str:
        return f"{self.name[:40]} ({self.title})"

    def to_lonlat(self, x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
        """Bring coordinates to EPSG:4326; infinite where the system is not defined."""
        if self.name in _LONLAT:
            return x, y
        lon, lat = _transformer(self.name).transform(x, y)
        return lon, lat

    def is_used_at(self, lon: Numbers, lat: Numbers) -> npt.NDArray[np.bool_]:
        """Whether positions lie where the system is meant for."""
        west, south, east, north = self.bounds
        used: npt.NDArray[np.bool_] = (
            (lon >= west - _SLACK_DEG) & (lon <= east + _SLACK_DEG)
            & (lat >= south - _SLACK_DEG) & (lat <= north + _SLACK_DEG)
        )  # fmt: skip
        # Degrees that are read as metres all fall on one spot in the Gulf of Guinea.
        return used & ((np.abs(lon) > _SLACK_DEG) | (np.abs(lat) > _SLACK_DEG))


@cache
def system(text: str, option: str = "--crs") -> System:
    """Find a system by its name, number or definition.

    Raises
    ------
    InvalidInput
        There is no such system, or it is not one of positions on Earth.
    """
    try:
        crs = CRS.from_user_input(int(text) if text.strip().isdigit() else text)
    except (CRSError, OverflowError):
        reason = f"'{text[:80]}' is no coordinate reference system; write it as EPSG:3006"
        raise InvalidInput(option, reason) from None
    if not (crs.is_geographic or crs.is_projected or crs.is_compound):
        raise InvalidInput(option, f"'{text[:80]}' does not tell positions on Earth")
    authority = crs.to_authority(min_confidence=90)
    name = ":".join(authority) if authority else _twin(crs)
    area = CRS.from_epsg(3006).area_of_use if name == _NATIONAL_RT90 else crs.area_of_use
    bounds = (
        (area.west, area.south, area.east, area.north) if area else (-180.0, -90.0, 180.0, 90.0)
    )
    return System(name, crs.name, bounds, crs.is_geographic)


def _twin(crs: CRS) -> str:
    """Find the known system with the same numbers, for a definition that names no authority.

    Files of ArcGIS often say SWEREF 99 TM by its parameters alone.
    """
    there = Transformer.from_crs(4326, crs, always_xy=True).transform(*_PLUMB)
    for srid in CANDIDATES:
        known = Transformer.from_crs(4326, srid, always_xy=True).transform(*_PLUMB)
        if np.allclose(there, known, rtol=0, atol=_SAME_M):
            return f"EPSG:{srid}"
    return crs.to_wkt()


def epsg(srid: int) -> System:
    """Find a system by its EPSG code."""
    return system(f"EPSG:{srid}")


@cache
def _transformer(name: str) -> Transformer:
    return Transformer.from_crs(name, "EPSG:4326", always_xy=True)
