"""Choose the category of each source row, and name what is left out and why.

Most kinds of the merged file are one category. The sights of 2016 are sorted by their source into
cultural, historical and religious only; which of the cultural ones is a work of art and which is a
house is our reading of the names.
"""

from typing import Final

OF_KIND: Final[dict[str, str]] = {
    "badplats_officiell": "bathing_beach",
    "badplats_topografisk": "bathing_beach",
    "camping": "campsite",
    "stallplats": "motorhome_pitch",
    "drivmedel": "fuel_station",
    "livsmedelsbutik": "supermarket",
    "naturreservat": "nature_reserve",
    "skyddat_omrade": "nature_reserve",
    "skidspar": "ski_track",
    "sevardhet_cultural": "public_art",
    "sevardhet_historical": "heritage_site",
    "sevardhet_religious": "church",
    "utegym": "outdoor_gym",
    "systembolaget_butik": "liquor_store",
    "systembolaget_ombud": "liquor_store",
    "flygplats_closed": "airport",
    "flygplats_medium_airport": "airport",
    "airport": "airport",
    "hotel": "hotel",
    "conference_venue": "event_venue",
    "restaurant_venue": "restaurant",
    "sculpture_park": "public_art",
    "landmark": "museum",
    "ski_resort": "ski_slope",
    "paragliding_site": "air_sport",
}

OF_ROW: Final[dict[str, str]] = {
    # Väven is a house of culture on the quay, not a work of art.
    "visitumea_app_2016:10": "event_venue",
}

NOT_A_SITE: Final[frozenset[str]] = frozenset({"ort"})

# A name in English given by the source; the same words are the only name these places have.
ENGLISH_NAMES: Final[frozenset[str]] = frozenset(
    {
        "Comfort Hotel Winn",
        "Elite Hotel Mimer",
        "Guitars: The Museum",
        "U&Me Hotel",
        "Umeå Airport",
        "Umedalen Sculpture Park",
        "Åmsele Air Base",
    }
)


def category_of(key: str, kind: str) -> str:
    """Return the taxonomy key of a row; an unknown kind is an error, never a guess."""
    return OF_ROW.get(key) or OF_KIND[kind]


def is_kept(kind: str) -> bool:
    """Tell whether a row is a site or facility."""
    return kind not in NOT_A_SITE
