"""Read what a table says of its positions a second time, in the system in which it agrees."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from pyproj import Geod

from viauma.exchange.findings import Evidence
from viauma_data.detecting.deciding import Fit, fits
from viauma_data.detecting.inquiry import Inquiry, layout_of
from viauma_data.detecting.layout import Layout
from viauma_data.detecting.systems import CANDIDATES, Numbers, epsg
from viauma_data.detecting.ways import Way, reaches

AGREEING_M: Final = 100.0
_DEGREE_M: Final = 111_320.0
_GEOD: Final = Geod(ellps="WGS84")
_AGREED: Final = "the rows lie where they lie by {}"


def further(
    inquiry: Inquiry, main: Way, fit: Fit, rest: Sequence[Way]
) -> Iterator[tuple[Layout | None, Evidence]]:
    """Read the further ways in the system in which they lie where the first one lies.

    What lies elsewhere in most rows is no second statement of the same position, but of another
    one, such as the end of a trail: it is told and left alone.
    """
    reach_m = reaches(main) * (_DEGREE_M if fit.system.is_geographic else 1.0)
    for way in rest:
        systems = map(epsg, dict.fromkeys((*way.systems, *CANDIDATES)))
        tried = fits(way, systems, inquiry.region, None)
        apart = [_median_m(fit, one, reach_m) for one in tried]
        best = int(np.argmin(apart))
        if apart[best] <= AGREEING_M:
            because = _AGREED.format(main.tells) + f" (half of them within {apart[best]:.1f} m)"
            told = Evidence("further coordinates", f"{way.tells}: {tried[best].system}", because)
            yield layout_of(way, tried[best], inquiry), told
        else:
            because = f"in no system do the rows lie where they lie by {main.tells}"
            yield None, Evidence("coordinates left out", way.tells, because)


def _median_m(one: Fit, other: Fit, reach_m: Numbers) -> float:
    """Measure how far apart half of the rows lie at most, but for how far their shapes reach."""
    both = np.isfinite(one.lon) & np.isfinite(one.lat)
    both &= np.isfinite(other.lon) & np.isfinite(other.lat)
    both &= (np.abs(other.lat) <= 90) & (np.abs(one.lat) <= 90)  # noqa: PLR2004 - the pole
    if not both.any():
        return np.inf
    *_, metres = _GEOD.inv(one.lon[both], one.lat[both], other.lon[both], other.lat[both])
    return float(np.median(np.maximum(metres - reach_m[both], 0.0)))
