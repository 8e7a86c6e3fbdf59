"""What each collection is about, in the words and code lists that data portals search by."""

from collections.abc import Mapping
from dataclasses import dataclass

from viauma_api.collections import Collection


@dataclass(frozen=True, slots=True)
class Subject:
    """Keywords in both languages, and codes of the EU authority table data-theme."""

    keywords_sv: tuple[str, ...]
    keywords_en: tuple[str, ...]
    themes: tuple[str, ...]
    rights_sv: str
    rights_en: str


_PLACE_RIGHTS_SV = (
    "Varje rad anger sin licens i egenskapen licence: en SPDX-beteckning, public-domain, eller "
    "not-stated när källan inte säger något. Vem som ska nämnas står i attribution."
)
_PLACE_RIGHTS_EN = (
    "Each row states its licence in the property licence: an SPDX identifier, public-domain, or "
    "not-stated where the source says nothing. Whom to credit stands in attribution."
)
_SOURCE_RIGHTS_SV = "Källorna anger ingen licens. Varje rad nämner sin källa i egenskapen source."
_SOURCE_RIGHTS_EN = (
    "The sources state no licence. Each row names its source in the property source."
)


def _of_places(keywords_sv: tuple[str, ...], keywords_en: tuple[str, ...], *themes: str) -> Subject:
    return Subject(keywords_sv, keywords_en, themes, _PLACE_RIGHTS_SV, _PLACE_RIGHTS_EN)


def _of_sources(
    keywords_sv: tuple[str, ...], keywords_en: tuple[str, ...], *themes: str
) -> Subject:
    return Subject(keywords_sv, keywords_en, themes, _SOURCE_RIGHTS_SV, _SOURCE_RIGHTS_EN)


# The EU's themes know no tourism; culture and sport (EDUC) and regions (REGI) come nearest.
SUBJECTS: Mapping[str, Subject] = {
    "places": _of_places(
        ("besöksmål", "anläggningar", "turism", "friluftsliv"),
        ("tourism sites", "facilities", "tourism", "outdoor life"),
        "EDUC", "REGI",
    ),
    "sites": _of_places(
        ("besöksmål", "turism", "sevärdheter"),
        ("tourism sites", "tourism", "attractions"),
        "EDUC", "REGI",
    ),
    "facilities": _of_places(
        ("anläggningar", "idrott", "kommunal service"),
        ("facilities", "sport", "municipal services"),
        "EDUC", "SOCI",
    ),
    "trails": _of_places(
        ("leder", "skidspår", "friluftsliv", "vandring"),
        ("trails", "ski tracks", "outdoor life", "hiking"),
        "EDUC", "ENVI",
    ),
    "municipalities": _of_sources(
        ("kommuner", "befolkning", "kommungränser"),
        ("municipalities", "population", "municipal boundaries"),
        "REGI", "GOVE",
    ),
    "projects": _of_sources(
        ("utvecklingsprojekt", "budget", "finansiering"),
        ("development projects", "budget", "funding"),
        "REGI", "ECON",
    ),
}  # fmt: skip


def subject_of(collection: Collection) -> Subject:
    """Find what a collection is about; a new one goes by its titles until somebody says more."""
    known = SUBJECTS.get(collection.id)
    if known is not None:
        return known
    of = _of_places if collection.holds_places else _of_sources
    return of((collection.title_sv.lower(),), (collection.title.lower(),), "REGI")
