"""OpenStreetMap: tags in the packings they come in, read into attributes the taxonomy declares.

Dropped on purpose: telephone numbers and e-mail addresses (some are persons'), texts, building
and surveillance details, sources of the mapping. Tag meanings: wiki.openstreetmap.org.
"""

import ast
import json
import math
import re
from collections.abc import Mapping
from typing import Any, Final

YES_NO: Final = {"yes": True, "no": False}

FLAGS: Final[dict[str, str]] = {
    "atm": "atm",
    "backcountry": "backcountry",
    "bar": "bar",
    "cabins": "cabins",
    "caravans": "caravans",
    "compressed_air": "compressed_air",
    "dog": "dogs_allowed",
    "drinking_water": "drinking_water",
    "fee": "fee",
    "full_service": "full_service",
    "group_only": "group_only",
    "informal": "informal",
    "kitchen": "kitchen",
    "laundry": "laundry",
    "motorhome": "motorhomes",
    "organic": "organic",
    "payment:cash": "payment_cash",
    "payment:credit_cards": "payment_credit_cards",
    "payment:debit_cards": "payment_debit_cards",
    "power_supply": "power_supply",
    "reservation": "reservation",
    "sanitary_dump_station": "sanitary_dump_station",
    "self_service": "self_service",
    "shower": "shower",
    "snowmobile": "snowmobile",
    "static_caravans": "static_caravans",
    "tents": "tents",
    "toilets": "toilets",
    "washing_machine": "washing_machine",
}

WORDS: Final[dict[str, str]] = {
    "alt_name": "alt_name",
    "branch": "branch",
    "brand": "brand",
    "brand:wikidata": "brand_wikidata",
    "camp_site": "camp_site_class",
    "internet_access": "internet_access",
    "internet_access:fee": "internet_access_fee",
    "operator": "operator",
    "protect_class": "protection_class",
    "protection_title": "protection_title",
    "ref:DIARIENR": "decision_ref",
    "lst_ref": "decision_ref",
    "seasonal": "seasonal",
    "short_name": "short_name",
    "toilets:wheelchair": "toilets_wheelchair",
    "wheelchair": "wheelchair",
}

NUMBERS: Final[dict[str, str]] = {
    "capacity": "capacity",
    "capacity:persons": "capacity_persons",
    "power_supply:maxcurrent": "power_supply_max_current_a",
    "lst_area_h": "area_ha",
}


_PACKED: Final = ("tags", "tags_json", "all_tags", "other_tags", "desc", "properties.tags")
_KEY: Final = re.compile(r"[A-Za-z][\w:.\-]*")
_PARTS: Final = re.compile(r"; (?=[A-Za-z][\w:.\-]*=)")
_HSTORE: Final = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')
_ID: Final = re.compile(r"(?:node|way|relation)/[0-9]+")
_KINDS: Final = {"n": "node", "w": "way", "r": "relation"}
_LONGEST: Final = 200_000


def unpacked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Lay the tags of a row flat, with its id, its street in one line and typed attributes."""
    tags = {str(key): str(value) for key, value in _tags(values).items() if value is not None}
    found: dict[str, Any] = dict(tags)
    found["@id"] = _id(values, tags)
    found["@street"] = _street(tags)
    found["@attributes"] = osm_attributes(tags)
    return found


def _tags(values: Mapping[str, Any]) -> Mapping[str, Any]:
    for name in _PACKED:
        packed = values.get(name)
        if isinstance(packed, Mapping):
            return packed
        if isinstance(packed, str) and (found := _parsed(packed)):
            return {**values, **found} if name == "other_tags" else found
    return values


def _parsed(text: str) -> dict[str, str]:
    """Read tags from JSON, a Python literal, PostgreSQL's hstore or ``key=value; …``."""
    text = text.strip()
    if len(text) > _LONGEST:
        return {}
    if text.startswith("{"):
        return _literal(text)
    if text.startswith('"'):
        return {key: value.replace('\\"', '"') for key, value in _HSTORE.findall(text)}
    pairs = (part.partition("=") for part in _PARTS.split(" ".join(text.split())))
    return {key: value.strip() for key, equals, value in pairs if equals and _KEY.fullmatch(key)}


def _literal(text: str) -> dict[str, str]:
    for read in (json.loads, ast.literal_eval):
        try:
            found = read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        if isinstance(found, dict):
            return {str(key): str(value) for key, value in found.items()}
    return {}


def _id(values: Mapping[str, Any], tags: Mapping[str, str]) -> str | None:
    for text in (
        tags.get("id"),
        tags.get("@id"),
        values.get("@id"),
        values.get("id"),
        values.get("osm_id"),
    ):
        if text is not None and _ID.fullmatch(str(text)):
            return str(text)
    kind = str(values.get("osm_type") or values.get("@type") or values.get("type") or "")
    number = values.get("osm_id") or values.get("@id") or values.get("id")
    if number is None and values.get("osm_way_id"):
        kind, number = "way", values["osm_way_id"]
    if number is None or not str(number).removesuffix(".0").lstrip("-").isdecimal():
        return None
    number = str(number).removesuffix(".0")
    kind = _KINDS.get(kind.casefold(), kind.casefold())
    return f"{kind}/{number}" if kind in _KINDS.values() else number


def _street(tags: Mapping[str, str]) -> str | None:
    number, unit = tags.get("addr:housenumber", ""), tags.get("addr:unit", "")
    street = tags.get("addr:street", "")
    return f"{street} {number}{unit}".strip() if street else tags.get("contact:street")


def osm_attributes(tags: Mapping[str, str]) -> dict[str, Any]:
    """Return the declared attributes of a set of tags, typed; what is not a number is left."""
    found: dict[str, Any] = {
        FLAGS[tag]: YES_NO[tags[tag]] for tag in FLAGS.keys() & tags.keys() if tags[tag] in YES_NO
    }
    found |= {name: tags[tag] for tag, name in WORDS.items() if tag in tags}
    numbers = {name: _number(tags[tag]) for tag, name in NUMBERS.items() if tag in tags}
    found |= {name: number for name, number in numbers.items() if number is not None}
    return found | _fuels(tags) | _special(tags)


def _number(text: str) -> int | float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() else value


def _fuels(tags: Mapping[str, str]) -> dict[str, Any]:
    """Give one flag per fuel; `only` means that nothing else is sold."""
    fuels = {tag.removeprefix("fuel:"): v for tag, v in tags.items() if tag.startswith("fuel:")}
    found: dict[str, Any] = {f"fuel_{fuel.lower()}": v != "no" for fuel, v in fuels.items()}
    if "only" in fuels.values():
        found["single_fuel"] = True
    return found


def _special(tags: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if tags.get("amenity") == "fuel" and tags.get("shop") == "convenience":
        found["convenience_shop"] = True
    if tags.get("wholesale") == "only":
        found["wholesale_only"] = True
    if tags.get("boundary") == "protected_area" and "start_date" in tags:
        found["established_on"] = tags["start_date"].replace("/", "-")
    if "ref:NVRID" in tags:
        found["nvr_id"] = tags["ref:NVRID"]
    return found


def spaced_postcode(text: str) -> str:
    """Write a Swedish postcode as the post does: three digits, a space, two digits."""
    digits = text.replace(" ", "")
    return f"{digits[:3]} {digits[3:]}" if digits else ""
