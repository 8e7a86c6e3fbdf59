"""Places in the national specifications: the profile's columns in order, as it reads them."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import shapely

from viauma.errors import UnknownName
from viauma.exchange.csv_rows import harmless
from viauma.exchange.features import to_json
from viauma_data.profiles.matching import profiles
from viauma_data.profiles.model import ColumnRule, Profile

_NUMBERED: Final = re.compile(r"(.*\D)\s+([0-9]+\s?[A-Za-z]?(?:[-/][0-9]+\s?[A-Za-z]?)?)")
_PROPERTY: Final = {
    "names.sv": "name_sv", "names.en": "name_en", "texts.sv": "text_sv", "texts.en": "text_en",
}  # fmt: skip
_DECIMALS: Final = 7

Feature = Mapping[str, Any]


def national_profiles() -> dict[str, Profile]:
    """List the specifications that Via Uma writes, by key."""
    return {key: one for key, one in profiles().items() if one.national}


def write_national(key: str, features: Iterable[Feature]) -> bytes:
    """Write Features of published places (WGS 84) in a national specification.

    UTF-8 without mark, commas, decimal points, the columns in their published order; an empty cell
    is unknown. Features of other categories are left out.

    Raises
    ------
    UnknownName
        Via Uma does not write a specification of that name.
    """
    return b"".join(national_pieces(key, features))


def national_pieces(key: str, features: Iterable[Feature]) -> Iterator[bytes]:
    """Write the header and then each row, for exports that stream."""
    known = national_profiles()
    if key not in known:
        raise UnknownName("format", key, otherwise=f"Known are {', '.join(known)}.")
    profile = known[key]
    yield _line(rule.name for rule in profile.column)
    for feature in features:
        if feature["properties"].get("category") == profile.category.always:
            yield _line(_cell(rule, feature) for rule in profile.column)


def _line(cells: Iterable[Any]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode()


def _cell(rule: ColumnRule, feature: Feature) -> str:
    if rule.writes is not None:
        return rule.writes
    if rule.axis:
        return _coordinate(feature["geometry"], rule.axis)
    value = feature.get("id") if rule.to == "source_id" else _value(rule, feature["properties"])
    if value is None:
        return ""
    for word, meaning in rule.values.items():
        if meaning == value and (not rule.codes or word in rule.codes):
            return word
    if rule.type == "code" and rule.values:
        return ""  # a value the specification has no word for
    # Numbers and flags are never text, and a guard would break their columns' types.
    return _spelled(value) if isinstance(value, bool | int | float) else harmless(_spelled(value))


def _value(rule: ColumnRule, properties: Mapping[str, Any]) -> Any:
    to = rule.to or ""
    if to in {"street", "housenumber"}:
        street, number = _divided(properties.get("street"))
        return street if to == "street" else number
    if to == "name":
        return properties.get("name_sv") or properties.get("name")
    group, _, key = to.partition(".")
    if group in {"attributes", "identifiers"}:
        return (properties.get(group) or {}).get(key)
    return properties.get(_PROPERTY.get(to, to))


def _divided(street: str | None) -> tuple[str | None, str | None]:
    """Part the number from a street: `Storgatan 12 B`."""
    found = _NUMBERED.fullmatch(street) if street else None
    if found is None or f"{found[1]} {found[2]}" != street:
        return street, None
    return found[1], found[2]


def _coordinate(geometry: Mapping[str, Any] | None, axis: str) -> str:
    if geometry is None:
        return ""
    shape = shapely.from_geojson(to_json(geometry))
    point = shape if shape.geom_type == "Point" else shapely.point_on_surface(shape)
    number = float(shapely.get_x(point) if axis == "lon" else shapely.get_y(point))
    return f"{number:.{_DECIMALS}f}".rstrip("0").rstrip(".")


def _spelled(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return str(value)
