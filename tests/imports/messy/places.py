"""Some thirty places that exist nowhere, in municipalities that do: all messy files are of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import shapely
from pyproj import Transformer

from viauma_data.outlines import names, outlines

REGION = ("2480", "2460", "2409", "2401", "2403", "2404")
# A municipality in which each local zone of SWEREF 99 is used.
OF_ZONE = {
    3007: "1480", 3008: "1281", 3009: "0580", 3010: "2080", 3011: "0180", 3012: "2361",
    3013: "2380", 3014: "2281", 3015: "2262", 3016: "2480", 3017: "2580", 3018: "2583",
}  # fmt: skip
_FIRST = ("Ängs", "Övre ", "Åker", "Sjö", "Norr", "Häst", "Björk", "Gårds", "Älv", "Östra ")
_LAST = ("viken", "mården", "öråsen")


@dataclass(frozen=True)
class Spot:
    """One made-up place."""

    id: str
    name: str
    lon: float
    lat: float
    code: str
    municipality: str

    def xy(self, srid: int) -> tuple[float, float]:
        """Easting and northing, rounded as files have them."""
        x, y = Transformer.from_crs(4326, srid, always_xy=True).transform(self.lon, self.lat)
        return round(x, 3), round(y, 3)


def spots(codes: Sequence[str] = REGION, number: int = 30) -> list[Spot]:
    """Lay places on a spiral around a point within each municipality in turn."""
    return list(_spots(tuple(codes), number))


@cache
def _spots(codes: tuple[str, ...], number: int) -> tuple[Spot, ...]:
    return tuple(_spot(at, codes[at % len(codes)]) for at in range(number))


def _spot(at: int, code: str) -> Spot:
    centre = _centre(code)
    angle, reach = at * 2.399963, 0.002 * math.sqrt(at + 1)
    name = _FIRST[at % len(_FIRST)] + _LAST[at % len(_LAST)]
    return Spot(
        id=f"{at + 1:04d}",
        name=f"{name} {at + 1}",
        lon=round(centre.x + reach * math.cos(angle), 6),
        lat=round(centre.y + reach * math.sin(angle) / 2, 6),
        code=code,
        municipality=names()[code],
    )


@cache
def _centre(code: str) -> shapely.Point:
    return shapely.from_wkb(outlines()[code]).representative_point()
