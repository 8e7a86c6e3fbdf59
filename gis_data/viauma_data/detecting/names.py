"""What the names of columns and files say about coordinates: which axis, and which system."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from viauma_data.detecting.systems import LOCAL_ZONES, RT90_ZONES

Axis = Literal["x", "y"]
Words = Literal["degrees", "grid", "letters"]

# Swedish, English, Finnish, Norwegian, Danish, German; folded to lower case.
_WORDS: Final[dict[Words, dict[Axis, frozenset[str]]]] = {
    "degrees": {
        "x": frozenset("lon long lng longitude longitud lengdegrad laengengrad pituusaste".split()),  # noqa: SIM905 - a list of words is read as words
        "y": frozenset("lat latitude latitud breddegrad breitengrad leveysaste".split()),  # noqa: SIM905
    },
    "grid": {
        "x": frozenset("east easting öst ost østing øst aust itä ita rechtswert e".split()),  # noqa: SIM905
        "y": frozenset("north northing nord norr nordlig pohjoinen pohjois hochwert n".split()),  # noqa: SIM905
    },
    "letters": {"x": frozenset({"x"}), "y": frozenset({"y"})},
}
_AXES: Final = {
    word: (words, axis)
    for words, axes in _WORDS.items()
    for axis, known in axes.items()
    for word in known
}
_CAMEL: Final = re.compile(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])")
_WORD: Final = re.compile(r"[^\W\d_]+")
_COORDINATE: Final = re.compile(
    r"^(?:koordinat|coordinate|koord|coord|kord)|(?:koordinaatti|koordinat|koord|coord|kord)$"
)
_ZONE: Final = re.compile(r"sweref[\W_]*(?:99)?[\W_]*(\d\d)[\W_]?([0-5]\d)(?!\d)")
_EPSG: Final = re.compile(r"(?:epsg|srid)[\W_]*(\d{4,5})(?!\d)")
_GON: Final = re.compile(r"(7[.,_]?5|5|2[.,_]?5|0)[\W_]*gon[\W_]*([vwoöe])?")
_UTM: Final = re.compile(r"utm[\W_]*(?:zone|zon|sone)?[\W_]*(3[2-5])(?!\d)")
_SYSTEMS: Final = (
    (re.compile(r"wgs[\W_]*84|(?<![a-z])gps|crs84"), 4326),
    (re.compile(r"tm35"), 3067),
    (re.compile(r"mercator|(?<!\d)(?:3857|900913)(?!\d)"), 3857),
)
_ZONE_OF_MERIDIAN: Final = {
    "1200": 3007, "1330": 3008, "1500": 3009, "1630": 3010, "1800": 3011, "1415": 3012,
    "1545": 3013, "1715": 3014, "1845": 3015, "2015": 3016, "2145": 3017, "2315": 3018,
}  # fmt: skip
_ZONE_OF_GON: Final = {"75v": 3019, "5v": 3020, "25v": 3021, "0": 3022, "25o": 3023, "5o": 3024}


@dataclass(frozen=True, slots=True)
class AxisName:
    """A column whose name says that it holds one of two coordinates."""

    column: str
    axis: Axis
    words: Words
    key: str
    """The name without the word for the axis: both columns of a pair have the same."""


def axis_name(column: str) -> AxisName | None:
    """Read the name of a column as that of a coordinate; None where it says no axis, or both.

    Examples
    --------
    >>> axis_name("Lat_(WGS84)").key, axis_name("long_(wgs84)").key
    ('*wgs84)', '*wgs84)')
    >>> axis_name("latlon"), axis_name("name")
    (None, None)
    """
    text = _CAMEL.sub(" ", column.replace("\ufeff", ""))
    found: set[tuple[Words, Axis]] = set()

    def note(match: re.Match[str]) -> str:
        word = match[0].lower()
        known = _AXES.get(word) or _AXES.get(_COORDINATE.sub("", word))
        if known is None:
            return word
        found.add(known)
        return "*"

    key = _WORD.sub(note, text).lower()
    axes = {axis for _, axis in found}
    if len(axes) != 1:
        return None
    words = min((words for words, _ in found), key=list(_WORDS).index)
    return AxisName(column, axes.pop(), words, re.sub(r"[\W_]*\*[\W_]*(?:\*[\W_]*)*", "*", key))


def named_order(column: str) -> bool | None:
    """Tell whether a column of pairs has latitude first; None: its name does not say.

    Examples
    --------
    >>> named_order("Lat, Long"), named_order("lonlat"), named_order("position")
    (True, False, None)
    """
    low = column.lower()
    found = (re.search(r"lat", low), re.search(r"lon|lng", low))
    if found[0] is None or found[1] is None:
        return None
    return found[0].start() < found[1].start()


def named_systems(text: str) -> tuple[int, ...]:
    """List the EPSG codes that a name allows; empty where it says nothing of a system.

    Examples
    --------
    >>> named_systems("Koordinat_Lat_(Sweref-99-TM)"), named_systems("stockholm_sweref991800")
    ((3006,), (3011,))
    >>> named_systems("Koordinat_Lat_(Sweref-lokal)") == LOCAL_ZONES, named_systems("latitude")
    (True, ())
    """
    low = text.lower()
    code = _EPSG.search(low)
    if code:
        return (int(code[1]),)
    if "sweref" in low:
        return _sweref(low)
    if re.search(r"rt[\W_]*(?:38|90)", low) or _GON.search(low):
        return _rt90(low)
    utm = _UTM.search(low)
    if utm:
        return (25800 + int(utm[1]),)
    return next(((srid,) for pattern, srid in _SYSTEMS if pattern.search(low)), ())


def _sweref(low: str) -> tuple[int, ...]:
    zone = _ZONE.search(low)
    if zone and zone[1] + zone[2] in _ZONE_OF_MERIDIAN:
        return (_ZONE_OF_MERIDIAN[zone[1] + zone[2]],)
    if re.search(r"lo[kc]al", low):
        return LOCAL_ZONES
    return (3006,) if re.search(r"(?<![a-z])tm|99tm", low) else (3006, *LOCAL_ZONES)


def _rt90(low: str) -> tuple[int, ...]:
    """Without a zone the national one is meant: the others were never called just RT 90."""
    zone = _GON.search(low)
    if zone is None:
        return (3021,)
    gon = re.sub(r"\D", "", zone[1])
    side = (zone[2] or "v").replace("w", "v").replace("ö", "o").replace("e", "o")
    srid = _ZONE_OF_GON.get("0" if gon == "0" else gon + side)
    return (srid,) if srid else RT90_ZONES
