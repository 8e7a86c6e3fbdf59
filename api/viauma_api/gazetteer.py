"""What search knows by heart: categories, municipalities, and the localities that are shipped."""

from functools import cache

from viauma.search.gazetteer import Entry
from viauma.search.queries import LANGUAGES, Known, category_entries, locality_entry
from viauma.search.rules import Language
from viauma.taxonomy.rules import CategoryRef
from viauma_data.region import LocalityRecord, localities, read_municipalities

_KINDS: dict[Language, dict[str, str]] = {
    "sv": {"locality": "Ort", "town": "Ort", "coast": "Vid kusten"},
    "en": {"locality": "Locality", "town": "Town", "coast": "On the coast"},
}


def known_by_heart(categories: list[CategoryRef], municipality_entries: tuple[Entry, ...]) -> Known:
    """Put together what is few."""
    return Known(
        tuple(categories), category_entries(categories), municipality_entries, locality_entries()
    )


@cache
def locality_entries() -> tuple[Entry, ...]:
    """List the localities as search wants them; GeoNames' names are Swedish in both languages."""
    names = {one.code: one.name_sv for one in read_municipalities()}
    return tuple(_entry(one, names.get(one.municipality)) for one in localities())


def _entry(one: LocalityRecord, municipality: str | None) -> Entry:
    details: dict[Language, str] = {
        language: " · ".join(filter(None, (_KINDS[language][one.kind], municipality)))
        for language in LANGUAGES
    }
    return locality_entry(
        one.name, details, is_minor=one.kind == "coast",
        id=one.source_id, slug=one.slug, lon=one.lon, lat=one.lat,
    )  # fmt: skip
