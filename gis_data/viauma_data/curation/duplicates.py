"""Make one place of what several source rows say about it, and nothing more.

Two rules find pairs by distance; everything else is named here, row by row, with its reason, since
a name alone proves nothing (seven fuel stations are called Circle K). A ski track is never merged:
loops that share a start are different loops.
"""

from collections.abc import Iterable
from itertools import product
from typing import Final

from pyproj import Geod

from viauma_data.curation.draft import Draft
from viauma_data.curation.sources import Source

WGS84: Final = Geod(ellps="WGS84")
BATHING_M: Final = 200.0

# Lead row, other row: why they are one place.
NAMED: Final[dict[tuple[str, str], str]] = {
    (
        "osm_gpxfeed_campsites_2026:node/1822846863",
        "osm_gpxfeed_caravansites_2026:node/1822846823",
    ): "Granö Beckasin: same name, 12 m",
    (
        "osm_gpxfeed_campsites_2026:node/431824548",
        "osm_gpxfeed_caravansites_2026:way/169699108",
    ): "Angsjön: camping and kamping, 78 m",
    (
        "ourairports_2022:ESNU",
        "umea_ovriga_platser:6",
    ): "Umeå Airport: same name, position of the aviation source",
    (
        "visitumea_app_2016:28",
        "umea_ovriga_platser:2",
    ): "Rådhuset: Rex Rådhusets Festsal is its hall, 19 m",
    (
        "visitumea_app_2016:7",
        "umea_ovriga_platser:7",
    ): "Umedalens skulpturpark: the same name in English, 108 m",
    (
        "osm_skyddade_omraden_2026:way/1331537517",
        "osm_skyddade_omraden_2026:way/1331537518",
    ): "Tallbergssluttningarna: one decision 511-4771-2019, one area, two parts drawn",
    (
        "osm_skyddade_omraden_2026:way/1331540970",
        "osm_skyddade_omraden_2026:way/1331540971",
    ): "Sexberget: one decision 511-8352-2017, one area, two parts drawn",
    (
        "osm_gpxfeed_supermarkets_2026:way/475552485",
        "systembolaget_2025:248006-91C",
    ): "ICA Fyren: same name, 1 m",
    (
        "osm_gpxfeed_supermarkets_2026:way/241323933",
        "systembolaget_2025:248003-90A",
    ): "ICA Nära Matboa: same name, same address, 2 m",
    (
        "osm_gpxfeed_supermarkets_2026:node/1777077072",
        "systembolaget_2025:248001-90A",
    ): "Hissjö Handel: its other name, same address, 2 m",
    (
        "osm_gpxfeed_supermarkets_2026:node/982842426",
        "systembolaget_2025:240901-90B",
    ): "ICA Nära Bygdeå: same name, same address, 17 m",
}


def merge_duplicates(drafts: list[Draft]) -> list[Draft]:
    """Merge every pair found and return the places that remain, in the order given."""
    by_key = {draft.key: draft for draft in drafts}
    pairs = [*_bathing_pairs(drafts), *((by_key[a], by_key[b]) for a, b in NAMED)]
    for lead, other in pairs:
        _merge(lead, other)
    gone = {other.key for _, other in pairs}
    return [draft for draft in drafts if draft.key not in gone]


def distance_m(one: Draft, two: Draft) -> float:
    """Return the geodesic distance between two drafts in metres."""
    return float(WGS84.inv(*one.lon_lat, *two.lon_lat)[2])


def _bathing_pairs(drafts: Iterable[Draft]) -> list[tuple[Draft, Draft]]:
    """Pair official and topographic bathing places one to one, the nearest first."""
    rows = list(drafts)
    official = [draft for draft in rows if draft.kind == "badplats_officiell"]
    mapped = [draft for draft in rows if draft.kind == "badplats_topografisk"]
    found: list[tuple[Draft, Draft]] = []
    taken: set[str] = set()
    near = ((distance_m(a, b), a.key, b.key, a, b) for a, b in product(official, mapped))
    for metres, _, _, lead, other in sorted(near, key=lambda pair: pair[:3]):
        if metres <= BATHING_M and not taken & {lead.key, other.key}:
            taken |= {lead.key, other.key}
            found.append((lead, other))
    return found


def _merge(lead: Draft, other: Draft) -> None:
    """Let the lead row keep what it says, and the other fill what it leaves open."""
    if _fill(lead, other):
        lead.credits.append(other.origin)
    lead.merged_from.append(other.key)
    for namespace, value in other.identifiers.items():
        lead.identifiers.setdefault(namespace, value)


def _fill(lead: Draft, other: Draft) -> bool:
    """Take over what only the other row knows; tell whether that was anything."""
    before = (lead.name_en, lead.website, dict(lead.attributes))
    if other.category == "liquor_store":
        lead.attributes["liquor_agent"] = True
    else:
        lead.attributes = other.attributes | lead.attributes
    lead.name_en = lead.name_en or other.name_en
    lead.website = lead.website or other.website
    if lead.category == "heritage_site" and other.name_sv:
        lead.attributes["alt_name"] = other.name_sv
    return before != (lead.name_en, lead.website, lead.attributes)


# The licence that binds a row most is the one that is shown: share-alike first, then the unknown.
_STRICTEST_FIRST: Final = ("ODbL-1.0", "not-stated", "MPL-2.0", "CC-BY-4.0", "public-domain")


def licence_of(credits_: Iterable[Source]) -> str:
    """Return the licence of a row made from these sources: the strictest of theirs."""
    return min((source.licence for source in credits_), key=_STRICTEST_FIRST.index)


def attribution_of(credits_: Iterable[Source]) -> str:
    """Return whom to credit, each once, the lead first."""
    return "; ".join(dict.fromkeys(source.attribution for source in credits_))
