"""Read OpenStreetMap tags into typed attributes that the taxonomy declares.

Dropped on purpose: telephone numbers and e-mail addresses (some are persons'), texts, building
and surveillance details, sources of the mapping. Tag meanings: wiki.openstreetmap.org.
"""

from typing import Any, Final

from viauma_data.curation.draft import Draft

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


def osm_attributes(tags: dict[str, str]) -> dict[str, Any]:
    """Return the declared attributes of a set of tags, typed."""
    found: dict[str, Any] = {
        name: YES_NO[tags[tag]] for tag, name in FLAGS.items() if tags.get(tag) in YES_NO
    }
    found |= {name: tags[tag] for tag, name in WORDS.items() if tag in tags}
    found |= {name: _number(tags[tag]) for tag, name in NUMBERS.items() if tag in tags}
    return found | _fuels(tags) | _special(tags)


def _number(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() else value


def _fuels(tags: dict[str, str]) -> dict[str, Any]:
    """Give one flag per fuel; `only` means that nothing else is sold."""
    fuels = {tag.removeprefix("fuel:"): v for tag, v in tags.items() if tag.startswith("fuel:")}
    found: dict[str, Any] = {f"fuel_{fuel.lower()}": v != "no" for fuel, v in fuels.items()}
    if "only" in fuels.values():
        found["single_fuel"] = True
    return found


def _special(tags: dict[str, str]) -> dict[str, Any]:
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


def read_tags(draft: Draft, tags: dict[str, str]) -> None:
    """Sort the tags of an OpenStreetMap object into the columns of a draft."""
    draft.attributes |= osm_attributes(tags)
    number, unit = tags.get("addr:housenumber", ""), tags.get("addr:unit", "")
    street = tags.get("addr:street", "")
    draft.street = f"{street} {number}{unit}".strip() if street else tags.get("contact:street", "")
    draft.postcode = spaced_postcode(tags.get("addr:postcode", ""))
    draft.city = tags.get("addr:city", "") or tags.get("contact:city", "")
    draft.opening_hours = tags.get("opening_hours", "")
    draft.website = tags.get("website", "") or tags.get("contact:website", "")
    for tag, namespace in (("wikidata", "wikidata"), ("ref:NVRID", "nvr"), ("ref:lst", "lst")):
        if tag in tags:
            draft.identifiers[namespace] = tags[tag]


def spaced_postcode(text: str) -> str:
    """Write a Swedish postcode as the post does: three digits, a space, two digits."""
    digits = text.replace(" ", "")
    return f"{digits[:3]} {digits[3:]}" if digits else ""
