"""Places in the words of schema.org, and of the tourism sector where it has closer ones."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from viauma.taxonomy.rules import CategorySchema
from viauma_api.schema_org_hours import opening_hours
from viauma_api.schema_org_parts import (
    JsonObject,
    in_both,
    known,
    position,
    property_value,
    record_of,
    sibling,
)

Properties = Mapping[str, Any]

# Journeys, to schema.org: what lies somewhere has to be called a place as well.
NOT_PLACES = frozenset(("TouristTrip",))

# The taxonomy names alternatives here. As types of one thing they would all be claimed, so what
# they have in common is.
IN_COMMON: Mapping[frozenset[str], tuple[str, ...]] = {
    frozenset(("BusStop", "TrainStation")): ("CivicStructure",),
    frozenset(("Hostel", "BedAndBreakfast")): ("LodgingBusiness",),
    frozenset(("ArtGallery", "TouristAttraction")): ("TouristAttraction",),
    frozenset(("CivicStructure", "EventVenue")): ("CivicStructure",),
    frozenset(("CityHall", "GovernmentOffice")): ("CivicStructure",),
}

# Closer words than schema.org's: of the Open Data Tourism Alliance, and of Visit Sweden, whose
# terms the Swedish trail profile uses (it shows this one).
CLOSER: Mapping[str, tuple[str, ...]] = {
    "hiking_trail": (
        "https://odta.io/voc/HikingTrail",
        "http://data.visitsweden.com/terms/Hiking",
    ),
    "walking_trail": ("https://odta.io/voc/WalkingTrail",),
    "cycle_route": ("https://odta.io/voc/CyclingTrail",),
    "mtb_route": ("https://odta.io/voc/MountainBikingTrail",),
}

OTHER_NAMES = ("alt_name", "short_name")
# Attributes for which schema.org has words of its own.
SAID_OTHERWISE = frozenset(("fee", "capacity_persons", *OTHER_NAMES))

IDENTITY = {
    "wikidata": (re.compile("Q[1-9][0-9]*"), "http://www.wikidata.org/entity/"),
    "osm": (re.compile("(node|way|relation)/[1-9][0-9]*"), "https://www.openstreetmap.org/"),
}
"""What an identifier looks like, and the address that it ends, by namespace."""


def place_json_ld(
    feature: Mapping[str, Any], *, url: str, taxonomy: Mapping[str, CategorySchema]
) -> JsonObject:
    """Describe a place without a context.

    Parameters
    ----------
    feature
        A public GeoJSON Feature in CRS84, with the properties of published places.
    url
        The place's own address, ending in ``/collections/{id}/items/{feature id}``.
    taxonomy
        The categories by key; a category that is missing makes a plain Place.
    """
    properties = feature["properties"]
    get, attributes = properties.get, properties.get("attributes") or {}
    category = taxonomy.get(get("category", ""))
    return {
        "@type": _types(category),
        "@id": url,
        **known(
            additionalType=list(CLOSER.get(get("category", ""), ())),
            name=in_both(get("name_sv"), get("name_en")),
            alternateName=[attributes[one] for one in OTHER_NAMES if one in attributes],
            description=in_both(get("text_sv"), get("text_en")),
            keywords=in_both(get("category_sv"), get("category_en")),
            url=url,
            sameAs=list(_same(properties)),
            identifier=[property_value(*one) for one in (get("identifiers") or {}).items()],
            geo=position(feature.get("geometry")),
            address=_address(properties),
            containedInPlace=_municipality(properties, url),
            openingHoursSpecification=opening_hours(get("opening_hours")),
            **_entry(attributes),
            amenityFeature=list(_amenities(attributes, category)),
            additionalProperty=[*_others(attributes, category), *_standing(properties)],
            subjectOf=record_of(properties, url),
        ),
    }


def _types(category: CategorySchema | None) -> str | list[str]:
    named = tuple(category.mappings.get("schema_org") or ()) if category else ()
    types = IN_COMMON.get(frozenset(named), named) or ("Place",)
    if NOT_PLACES.issuperset(types):
        types = (*types, "Place")
    return types[0] if len(types) == 1 else list(types)


def _same(properties: Properties) -> Iterator[str]:
    website = properties.get("website") or ""
    if website.startswith(("http://", "https://")):
        yield website
    identifiers = properties.get("identifiers") or {}
    for namespace, (pattern, home) in IDENTITY.items():
        value = str(identifiers.get(namespace, ""))
        if pattern.fullmatch(value):
            yield f"{home}{value}"


def _address(properties: Properties) -> JsonObject | None:
    parts = known(
        streetAddress=properties.get("street"),
        postalCode=properties.get("postcode"),
        addressLocality=properties.get("city"),
    )
    if not parts:
        return None
    # Municipalities are numbered by Statistics Sweden: what lies in one lies in Sweden.
    country = {"addressCountry": "SE"} if properties.get("municipality") else {}
    return {"@type": "PostalAddress", **parts, **country}


def _municipality(properties: Properties, url: str) -> JsonObject | None:
    code = properties.get("municipality")
    if code is None:
        return None
    nearest = properties.get("municipality_basis") == "nearest"
    doubt = "The nearest municipality, assigned by distance" if nearest else None
    return {
        "@type": "AdministrativeArea",
        "@id": sibling(url, "municipalities", code),
        **known(name=properties.get("municipality_name"), disambiguatingDescription=doubt),
    }


def _entry(attributes: Properties) -> JsonObject:
    """Say who may come in, and whether it costs anything, as far as the row says it clearly."""
    fee = attributes.get("fee")
    return known(
        isAccessibleForFree=not fee if isinstance(fee, bool) else None,
        # Customers, members and permits: open to some, and neither true nor false.
        publicAccess={"yes": True, "private": False}.get(str(attributes.get("access"))),
        maximumAttendeeCapacity=attributes.get("capacity_persons"),
    )


def _amenities(attributes: Properties, category: CategorySchema | None) -> Iterator[JsonObject]:
    for key, value in attributes.items():
        if isinstance(value, bool) and key not in SAID_OTHERWISE:
            yield {
                "@type": "LocationFeatureSpecification",
                "propertyID": key,
                "name": _titles(key, category),
                "value": value,
            }


def _others(attributes: Properties, category: CategorySchema | None) -> Iterator[JsonObject]:
    for key, value in attributes.items():
        if not isinstance(value, bool) and key not in SAID_OTHERWISE:
            unit = _schema(key, category).get("x-unit")
            yield property_value(key, value, unit, _titles(key, category))


def _standing(properties: Properties) -> Iterator[JsonObject]:
    for key in ("owner", "operator"):
        if properties.get(key):
            yield property_value(key, properties[key])
    # What is in use needs no mention.
    if properties.get("status", "active") != "active":
        yield property_value("status", properties["status"])


def _titles(key: str, category: CategorySchema | None) -> list[JsonObject]:
    schema = _schema(key, category)
    return in_both(schema.get("x-title-sv"), schema.get("title", key.replace("_", " ")))


def _schema(key: str, category: CategorySchema | None) -> Properties:
    return category.attributes.get(key, {}) if category else {}
