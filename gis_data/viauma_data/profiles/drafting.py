"""From the facts of a row to a draft of a place, with what speaks against storing it."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from viauma.errors import InvalidInput
from viauma.exchange.findings import Severity
from viauma.places.attributes import AttributeRules
from viauma.places.rules import MunicipalityBasis, PlaceDraft, Status
from viauma_data.curation.identity import slugify
from viauma_data.outlines import OUTLINE_ACCURACY_M
from viauma_data.profiles.context import Context
from viauma_data.profiles.facts import Facts
from viauma_data.profiles.model import Profile
from viauma_data.profiles.municipalities import Where

_KINDS: Final = {0: "point", 4: "point", 1: "line", 5: "line", 3: "polygon", 6: "polygon"}
_LONGEST_SLUG: Final = 60

AT_SEA_M: Final = 25_000
"""How far from a municipality's outline a place may be where no other has it: islands are missing
from the outlines, such as Holmön (18 km) and Vrångö (9 km)."""

_DIGITS: Final = 8


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row is."""

    row: int
    shape: BaseGeometry
    wkt: str
    where: Where


def drafted(
    facts: Facts, place: Place, category: str, profile: Profile, context: Context
) -> PlaceDraft | None:
    """Make the draft, adding findings to the facts; None: the geometry is of no use."""
    wkt = _shape(facts, place, category, context)
    if wkt is None:
        return None
    municipality, basis = _municipality(facts, place, profile, context)
    fields = facts.fields
    source = str(fields.get("source") or context.source)
    source_id = str(fields["source_id"])
    if profile.namespace and not fields.get("@hashed"):
        facts.identifiers.setdefault(profile.namespace, source_id)
    kind = context.categories[category]
    town = context.municipalities.names.get(municipality or "", "")
    return PlaceDraft(
        id=_uuid(fields.get("id")),
        slug=str(fields.get("slug") or _slug(facts, category, town, f"{source}:{source_id}")),
        category=category,
        is_site=fields.get("is_site", kind.is_site),
        is_facility=fields.get("is_facility", kind.is_facility),
        wkt=wkt,
        source=source,
        source_id=source_id,
        licence=str(fields.get("licence") or context.licence or profile.licence),
        names=facts.names,
        texts=facts.texts,
        municipality=municipality,
        municipality_basis=basis,
        street=_street(fields),
        postcode=fields.get("postcode"),
        city=fields.get("city"),
        status=Status(fields.get("status", Status.ACTIVE)),
        attributes=facts.attributes,
        opening_hours=fields.get("opening_hours"),
        website=fields.get("website"),
        identifiers={key: str(value) for key, value in facts.identifiers.items()},
        attribution=fields.get("attribution") or context.attribution or profile.attribution,
        observed_on=fields.get("observed_on") or context.observed_on,
    )


def judge_attributes(
    facts: Facts, row: int, category: str, profile: Profile, context: Context, rules: AttributeRules
) -> None:
    """Keep the attributes that the category's schema allows, and tell the others."""
    declared = context.categories[category].attributes
    foreign = facts.attributes.keys() - declared.keys()
    for name in foreign:
        value = facts.attributes.pop(name)
        if profile.attributes == "doubt":
            message = f"{category} has no attribute {name}; it says {value!r}."
            facts.add("attribute-refused", Severity.DOUBT, message, (row, None))
    if facts.attributes and not _allowed(facts.attributes, category, rules):
        for name in list(facts.attributes):
            _judge_one(facts, row, category, name, rules, profile)


def _judge_one(
    facts: Facts, row: int, category: str, name: str, rules: AttributeRules, profile: Profile
) -> None:
    one = {name: facts.attributes[name]}
    if _allowed(one, category, rules):
        return
    value = facts.attributes.pop(name)
    severity = Severity.DOUBT if profile.attributes == "doubt" else Severity.NOTE
    message = f"{name} of {category} cannot be {str(value)[:60]!r}."
    facts.add("attribute-refused", severity, message, (row, None))


def _allowed(attributes: dict[str, Any], category: str, rules: AttributeRules) -> bool:
    try:
        return rules.allow(category, attributes)
    except InvalidInput:
        return False


def _shape(facts: Facts, place: Place, category: str, context: Context) -> str | None:
    kinds = context.categories[category].geometry
    kind = _KINDS.get(int(shapely.get_type_id(place.shape)))
    if kind in kinds:
        return place.wkt
    if kind == "polygon" and "line" in kinds:
        return _outline(facts, place, category)
    if kind is None or "point" not in kinds:
        message = f"{category} is a {' or '.join(kinds)}, not a {place.shape.geom_type}."
        facts.add("geometry-kind", Severity.ERROR, message, (place.row, None))
        return None
    message = f"{category} is a point here; the {place.shape.geom_type} gives one inside it."
    facts.add("reduced-to-point", Severity.NOTE, message, (place.row, None))
    return str(shapely.to_wkt(shapely.point_on_surface(place.shape), rounding_precision=-1))


def _outline(facts: Facts, place: Place, category: str) -> str:
    """Take a ring for the line it is: what comes round is an area to some formats."""
    message = f"{category} is a line here; the {place.shape.geom_type} gives its outline."
    facts.add("taken-as-line", Severity.NOTE, message, (place.row, None))
    return str(shapely.to_wkt(shapely.boundary(place.shape), rounding_precision=-1))


def _municipality(
    facts: Facts, place: Place, profile: Profile, context: Context
) -> tuple[str | None, MunicipalityBasis | None]:
    stated = _stated(facts, place, context)
    # Where Via Uma's own file says nothing, nothing is what the register said.
    code, basis = (None, None) if profile.own else (place.where.code, place.where.basis)
    if stated is not None:
        if stated != place.where.code:
            _judge_stated(facts, place, stated, context)
        said = facts.fields.get("municipality_basis")
        code, basis = stated, MunicipalityBasis(said) if said else MunicipalityBasis.STATED
    known = context.known_municipalities
    return (None, None) if known is not None and code not in known else (code, basis)


def _stated(facts: Facts, place: Place, context: Context) -> str | None:
    code, name = facts.fields.get("municipality"), facts.fields.get("municipality_name")
    names = context.municipalities.names
    if code is not None:
        if code in names:
            return str(code)
        message = f"No municipality has the code {code}."
        facts.add("unknown-code", Severity.DOUBT, message, (place.row, None))
        return None
    found = context.municipalities.code_of(str(name)) if name else None
    if name and found is None and place.where.code is not None:
        message = f"No municipality is called '{str(name)[:60]}'."
        facts.add("municipality-unknown", Severity.NOTE, message, (place.row, None))
    return found


def _judge_stated(facts: Facts, place: Place, stated: str, context: Context) -> None:
    outlines = context.municipalities
    away = outlines.distance_m(stated, place.where)
    allowed = AT_SEA_M if place.where.code is None else OUTLINE_ACCURACY_M
    near = away is not None and away < allowed
    here = outlines.names.get(place.where.code or "", "none of Sweden's municipalities")
    far = "an unknown distance" if away is None else f"{away / 1000:.1f} km"
    message = (
        f"Stated is {outlines.names[stated]} ({stated}); the position is in {here}, "
        f"{far} from {outlines.names[stated]}."
    )
    if near:
        message += " The outlines are not exact there, so that the statement counts."
    severity = Severity.NOTE if near else Severity.DOUBT
    facts.add("municipality-disagrees", severity, message, (place.row, None))


def _slug(facts: Facts, category: str, town: str, key: str) -> str:
    name = next(iter(facts.names.values()), "")
    words = [slugify(name)[:_LONGEST_SLUG].strip("-") or category.replace("_", "-")]
    if town and (place := _town_slug(town)) not in words[0]:
        words.append(place)
    return "-".join([*words, hashlib.sha256(key.encode(errors="replace")).hexdigest()[:_DIGITS]])


@lru_cache(maxsize=500)
def _town_slug(town: str) -> str:
    return slugify(town)


def _street(fields: dict[str, Any]) -> str | None:
    parts: Sequence[str | None] = (fields.get("street"), fields.get("housenumber"))
    return " ".join(str(part) for part in parts if part) or None


def _uuid(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text)) if text else None
    except ValueError:
        return None
