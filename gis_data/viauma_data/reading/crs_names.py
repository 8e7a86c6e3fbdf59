"""The names by which files state their reference system, as the code of an authority."""

from functools import lru_cache
from typing import Any

from pyproj import CRS
from pyproj.exceptions import CRSError

from viauma.exchange.findings import Evidence

_LIKELY = 70
_EXACT, _BODY_M = 1e-6, 0.1
# SWEREF 99 TM and its twelve zones, RT 90, ETRS89 / UTM, Finland, Norway, Web Mercator, degrees.
_USUAL = (3006, *range(3007, 3019), 3021, 3022, 3020, 3019, 3023, 3024, 25832, 25834, 25835, 3067,
          3857, 4326)  # fmt: skip


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


def identified(text: str) -> tuple[str | None, Evidence]:
    """Find the code of a reference system that is described without one, by its parameters."""
    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        return None, Evidence("CRS", "unknown", "what the file states cannot be read", "--crs")
    for code in _USUAL:
        if _alike(crs, CRS.from_epsg(code)):
            why = f"it is not named, but has the parameters of {CRS.from_epsg(code).name}"
            return f"EPSG:{code}", Evidence("CRS", f"EPSG:{code}", why, "--crs")
    why = f"'{crs.name[:60]}' is none of the systems that are known here"
    return None, Evidence("CRS", "unknown", why, "--crs")


def identified_json(stated: Any) -> tuple[str | None, tuple[Evidence, ...]]:
    """Do the same for PROJJSON; None means that the file says it is unknown."""
    if not isinstance(stated, dict):
        return None, ()
    try:
        text = CRS.from_json_dict(stated).to_wkt()
    except CRSError:
        return None, (Evidence("CRS", "unknown", "what the file states cannot be read", "--crs"),)
    code = authority_code(text)
    if code:
        return code, ()
    code, told = identified(text)
    return code, (told,)


def _alike(one: CRS, other: CRS) -> bool:
    if one.is_projected != other.is_projected or not _same_body(one, other):
        return False
    if not one.is_projected:
        return True
    mine, theirs = one.coordinate_operation, other.coordinate_operation
    if mine is None or theirs is None or mine.method_name != theirs.method_name:
        return False
    values = {param.name: float(param.value) for param in theirs.params}
    return all(
        param.name in values and abs(values[param.name] - float(param.value)) < _EXACT
        for param in mine.params
    )


def _same_body(one: CRS, other: CRS) -> bool:
    first, second = one.ellipsoid, other.ellipsoid
    if first is None or second is None:
        return False
    return abs(first.semi_major_metre - second.semi_major_metre) < _BODY_M
