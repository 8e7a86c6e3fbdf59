"""Say of every source whom to credit, under which licence, and from which day its rows are.

The keys are the `source` values of the merged file; the dates are those of its README. A source
whose repository names no licence is `not-stated`, whatever its publisher may say elsewhere.
"""

from dataclasses import dataclass
from typing import Final

OSM_CREDIT: Final = "© OpenStreetMap contributors"


@dataclass(frozen=True, slots=True)
class Source:
    """Credit, licence key, date (whole or reduced, empty when unknown), identifier namespace."""

    attribution: str
    licence: str
    observed_on: str
    namespace: str = ""


SOURCES: Final[dict[str, Source]] = {
    "hav_badplatser_2021": Source("Havs- och vattenmyndigheten", "not-stated", "2021-05-05", "hav"),
    "lantmateriet_badplatser_2023": Source("Lantmäteriet", "not-stated", "2023-08", "lantmateriet"),
    "nv_naturreservat_2026": Source("Naturvårdsverket", "not-stated", "2026-02", "nvr"),
    "osm_gpxfeed_campsites_2026": Source(OSM_CREDIT, "ODbL-1.0", "2026-08-01", "osm"),
    "osm_gpxfeed_caravansites_2026": Source(OSM_CREDIT, "ODbL-1.0", "2026-08-01", "osm"),
    "osm_gpxfeed_fuel_2026": Source(OSM_CREDIT, "ODbL-1.0", "2026-08-01", "osm"),
    "osm_gpxfeed_supermarkets_2026": Source(OSM_CREDIT, "ODbL-1.0", "2026-08-01", "osm"),
    "osm_naturreservat_overpass_2026": Source(OSM_CREDIT, "ODbL-1.0", "2026-02-11", "osm"),
    "osm_skyddade_omraden_2026": Source(OSM_CREDIT, "ODbL-1.0", "2026-02", "osm"),
    "ourairports_2022": Source("OurAirports", "public-domain", "2022-10", "ourairports"),
    "systembolaget_2025": Source("Systembolaget", "not-stated", "2025-11-01", "systembolaget"),
    "umea_ovriga_platser": Source("", "", ""),
    "umea_skidspar": Source("Umeå kommun", "not-stated", ""),
    "umea_utegym_2022": Source("Umeå kommun", "not-stated", "2022-12-14", "umea"),
    "visitumea_app_2016": Source("HedbergYH/VisitUmeaFinal", "not-stated", "2016"),
}

NEIC: Final = Source("neicnordic/neic2017.nordforsk.org", "MPL-2.0", "2017")
BUCKHOUSE: Final = Source("Shellnut/Buckhouse", "not-stated", "")
UNIDENTIFIED: Final = Source("Public file, repository not identified", "not-stated", "")


def source_of(name: str, attributes: dict[str, object]) -> Source:
    """Return what is known of a row's source; the mixed file names its own per row."""
    if name != "umea_ovriga_platser":
        return SOURCES[name]
    origin = str(attributes.get("kalla", ""))
    if origin.startswith("neicnordic/"):
        return NEIC
    return BUCKHOUSE if origin.startswith("Shellnut/") else UNIDENTIFIED
