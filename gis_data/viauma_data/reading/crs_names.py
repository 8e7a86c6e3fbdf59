"""The names by which files state their reference system, as the code of an authority."""

from functools import lru_cache
from typing import Any

from pyproj import CRS
from pyproj.exceptions import CRSError

_LIKELY = 70


def authority_code(stated: Any) -> str | None:
    """Tell the EPSG code of what a file states: a number, a name, a URN, WKT; None: it is none.

    CRS84 is EPSG:4326 here, where x always comes before y.
    """
    if stated is None or isinstance(stated, bool) or not isinstance(stated, str | int | float):
        return None
    text = str(int(stated)) if isinstance(stated, float) else str(stated).strip()
    return _code(f"EPSG:{text}" if text.isdigit() else text[:20_000])


@lru_cache(256)
def _code(text: str) -> str | None:
    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        return None
    found = crs.to_authority(min_confidence=_LIKELY)
    if found is None:
        return None
    authority, code = found
    if code in {"CRS84", "CRS84h"}:
        return "EPSG:4326"
    return f"{authority}:{code}"
