"""Municipalities and projects in the words of schema.org."""

from collections.abc import Mapping, Sequence
from typing import Any

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

MEASURES = (
    ("population", None),
    ("population_year", None),
    ("land_area_km2", "km²"),
    ("inhabitants_per_km2", "1/km²"),
    # How far the outline may be off.
    ("geom_accuracy_m", "m"),
)


def municipality_json_ld(feature: Mapping[str, Any], *, url: str) -> JsonObject:
    """Describe a municipality without a context; `url` is its own address."""
    properties = feature["properties"]
    get = properties.get
    county = get("county")
    return {
        "@type": "AdministrativeArea",
        "@id": url,
        **known(
            name=get("name"),
            url=url,
            identifier=property_value("SCB", feature["id"], name="Municipality code"),
            geo=position(feature.get("geometry")),
            containedInPlace=county and {"@type": "AdministrativeArea", "name": county},
            additionalProperty=[
                property_value(key, get(key), unit)
                for key, unit in MEASURES
                if get(key) is not None
            ],
            subjectOf=record_of(properties, url),
        ),
    }


def project_json_ld(feature: Mapping[str, Any], *, url: str) -> JsonObject:
    """Describe a project without a context; `url` is its own address.

    To schema.org a project is an organisation: it is founded and dissolved, and others take part.
    Contact persons are left out, even those who agreed to stand on a page here: a search engine's
    index is another matter.
    """
    properties = feature["properties"]
    get = properties.get
    parent = get("part_of")
    return {
        "@type": "Project",
        "@id": url,
        **known(
            name=in_both(get("title_sv"), get("title_en")),
            description=in_both(get("summary_sv"), get("summary_en")),
            url=url,
            foundingDate=get("starts_on"),
            dissolutionDate=get("ends_on"),
            parentOrganization=parent
            and {"@type": "Project", "url": sibling(url, "projects", parent)},
            areaServed=[
                {"@type": "AdministrativeArea", "@id": sibling(url, "municipalities", code)}
                for code in get("municipalities", ())
            ],
            member=[_role(party) for party in get("parties", ())],
            funder=_financiers(get("funding", ())),
            funding=[_grant(line) for line in get("funding", ())],
            subjectOf=record_of(properties, url),
        ),
    }


def _role(party: Properties) -> JsonObject:
    return {
        "@type": "OrganizationRole",
        "roleName": party["role"],
        "member": _organisation(party["organisation"]),
    }


def _financiers(funding: Sequence[Properties]) -> list[JsonObject]:
    names = dict.fromkeys(line["financier"] for line in funding)
    return [_organisation(name) for name in names]


def _grant(line: Properties) -> JsonObject:
    """Say a part of the funding; its amount stays exact decimal text, or unknown."""
    amount = line["amount"] and {
        "@type": "MonetaryAmount",
        "currency": line["currency"],
        "value": line["amount"],
    }
    return {
        "@type": "MonetaryGrant" if amount else "Grant",
        "funder": _organisation(line["financier"]),
        **known(amount=amount, description=line["year"] and f"For {line['year']}"),
    }


def _organisation(name: str) -> JsonObject:
    return {"@type": "Organization", "name": name}
