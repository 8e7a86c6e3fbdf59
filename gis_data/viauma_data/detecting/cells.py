"""Read a position out of one cell: WKT, EWKT, WKB, GeoJSON, geo:, or two numbers or angles."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from viauma_data.detecting.numbers import parse_number

_WKT: Final = re.compile(
    r"\s*(?:SRID\s*=\s*(?P<srid>\d{1,6})\s*;\s*|<[^>]*/(?P<epsg>\d{1,6})>\s*)?"
    r"(?:MULTI)?(?:POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION|CURVE|SURFACE|COMPOUNDCURVE"
    r"|CURVEPOLYGON|CIRCULARSTRING)\s*(?:Z|M|ZM)?\s*(?:\(|EMPTY)",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(r"\s*[\[(]\s*(.+?)\s*[,;\s]\s*([^,;\s]+)\s*[\])]\s*")
_BARE: Final = re.compile(r"\s*(\S.*?)\s*(?:;|,\s|\t|/)\s*(\S.*?)\s*")
_POINTS: Final = re.compile(r"\s*(-?\d+\.\d+)\s*,?\s*(-?\d+\.\d+)\s*")
_COMMAS: Final = re.compile(r"\s*(-?\d+,\d+)\s+(-?\d+,\d+)\s*")
_METRES: Final = re.compile(r"\s*(\d{6,7})\s+(\d{6,7})\s*")
_GEO: Final = re.compile(r"\s*geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)(?:[,;].*)?")
# Each number has its point of the compass before it, or each behind it; small letters spell units.
_LETTERED: Final = (
    re.compile(r"\s*(?P<one>[NSEWÖOV])(.+?)[\s,;/]+(?P<two>[NSEWÖOV])([^NSEWÖOV]+)"),
    re.compile(r"([^NSEWÖOV]+)(?P<one>[NSEWÖOV])[\s,;/]*([^NSEWÖOV]+)(?P<two>[NSEWÖOV])\s*"),
)
_WKB: Final = re.compile(r"\s*(?:\\x|0x)?(0[01][0-9a-f]{40,})\s*", re.IGNORECASE)
_SIMPLE: Final = frozenset({1, 2, 3})
_MOST_OF_PARTS: Final = 1 << 16
"""So long WKB of several geometries may be: its parser calls itself for each within another."""
_LONGEST_PAIR: Final = 120
_COLLECTIONS: Final = 4
"""So many times a text may say that a collection begins: parsers call themselves for each."""
_MULTI: Final[dict[str, Callable[[Any], BaseGeometry]]] = {
    "Point": shapely.MultiPoint,
    "LineString": shapely.MultiLineString,
    "Polygon": shapely.MultiPolygon,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell says of a position, in the order in which it says it."""

    shape: BaseGeometry
    srid: int | None = None
    """As EWKT, GeoSPARQL or an old GeoJSON states it."""
    is_pair: bool = False
    """Two numbers, whose order no format fixes."""


def parse_cell(value: Any, decimal: str | None = None) -> Cell | None:
    """Read a geometry or a pair of numbers from a cell; None where there is neither.

    Examples
    --------
    >>> parse_cell("SRID=3006;POINT (758803 7088281)").srid
    3006
    >>> parse_cell("[14.06, 57.77]").shape.wkt, parse_cell("63,8258; 20,263").shape.wkt
    ('POINT (14.06 57.77)', 'POINT (63.8258 20.263)')
    """
    if isinstance(value, BaseGeometry):
        return Cell(value)
    if isinstance(value, Mapping):
        return _geojson(value)
    if isinstance(value, str):
        return _text(value, decimal)
    return _pair(value, decimal) if isinstance(value, Sequence) else None


def _text(text: str, decimal: str | None) -> Cell | None:
    match = _WKT.match(text)
    if match is not None:
        return _wkt(text, match)
    if text.lstrip()[:1] == "{":
        return _geojson_text(text)
    packed = _WKB.fullmatch(text)
    if packed is not None:
        return _wkb(packed[1])
    if len(text) > _LONGEST_PAIR:
        return None
    geo = _GEO.fullmatch(text)
    if geo is not None:
        return Cell(shapely.Point(float(geo[2]), float(geo[1])), 4326)
    return _lettered(text, decimal) or _unlettered(text, decimal)


def _lettered(text: str, decimal: str | None) -> Cell | None:
    """Read a northing and an easting that say which is which, in whichever order."""
    for pattern in _LETTERED:
        found = pattern.fullmatch(text)
        if found is None or (found["one"] in "NS") == (found["two"] in "NS"):
            continue
        start = found.start("two")
        halves = (text[:start], text[start:])
        if pattern is _LETTERED[1]:
            halves = (text[: found.end("one")], text[found.end("one") :].lstrip(" ,;/"))
        first, second = (parse_number(one.strip(" ,;/"), decimal) for one in halves)
        if math.isnan(first) or math.isnan(second):
            return None
        across, up = (second, first) if found["one"] in "NS" else (first, second)
        return Cell(shapely.Point(across, up))
    return None


def _unlettered(text: str, decimal: str | None) -> Cell | None:
    for pattern in (_BRACKETS, _POINTS, _COMMAS, _METRES, _BARE):
        found = pattern.fullmatch(text)
        if found is not None:
            return _pair(found.groups(), decimal)
    return None


def _wkt(text: str, match: re.Match[str]) -> Cell | None:
    if text.upper().count("COLLECTION") > _COLLECTIONS:
        return None
    srid = match["srid"] or match["epsg"]
    start = max(match.end("srid"), match.end("epsg")) + 1 if srid else 0
    shape = shapely.from_wkt(text[start:].lstrip(" ;>"), on_invalid="ignore")
    return Cell(shapely.force_2d(shape), int(srid) if srid else None) if shape is not None else None


def _wkb(text: str) -> Cell | None:
    if len(text) % 2:
        return None
    wkb = bytes.fromhex(text)
    kind = int.from_bytes(wkb[1:5], "little" if wkb[0] else "big") & 0xFF
    if kind not in _SIMPLE and len(wkb) > _MOST_OF_PARTS:
        return None
    shape = shapely.from_wkb(wkb, on_invalid="ignore")
    if shape is None:
        return None
    return Cell(shapely.force_2d(shape), int(shapely.get_srid(shape)) or None)


def _geojson_text(text: str) -> Cell | None:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return _geojson(value) if isinstance(value, dict) else None


def _geojson(value: Mapping[str, Any]) -> Cell | None:
    if value.get("type") == "Feature" and isinstance(value.get("geometry"), Mapping):
        value = value["geometry"]
    if value.get("type") == "FeatureCollection":
        return _collected(value.get("features"))
    if value.get("type") == "GeometryCollection" or "coordinates" not in value:
        return None
    # Through the text: GDAL's and GEOS' own reader refuses what is not GeoJSON in one place.
    shape = shapely.from_geojson(orjson.dumps(dict(value), default=str), on_invalid="ignore")
    return Cell(shapely.force_2d(shape)) if shape is not None else None


def _collected(features: Any) -> Cell | None:
    """Take a collection of one kind for one geometry, as sports places keep theirs."""
    found = [_geojson(one) for one in features or () if isinstance(one, Mapping)]
    shapes = [one.shape for one in found if one is not None]
    if not shapes or len(shapes) < len(found):
        return None
    if len(shapes) == 1:
        return Cell(shapes[0])
    kinds = {one.geom_type for one in shapes}
    multi = _MULTI.get(kinds.pop()) if len(kinds) == 1 else None
    return Cell(multi(shapes)) if multi else None


def _pair(pair: Sequence[Any], decimal: str | None) -> Cell | None:
    if len(pair) not in {2, 3}:
        return None
    first, second = parse_number(pair[0], decimal), parse_number(pair[1], decimal)
    # A comparison with itself is false for what is not a number.
    if first != first or second != second:  # noqa: PLR0124
        return None
    return Cell(shapely.Point(first, second), is_pair=True)
