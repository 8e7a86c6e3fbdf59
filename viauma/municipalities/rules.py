"""How a municipality is named by people: by code, by name, nearly by name."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from viauma.errors import UnknownName
from viauma.features.folding import folded


@dataclass(frozen=True, slots=True)
class MunicipalityRef:
    """Enough of a municipality to be asked for and to compute rates."""

    code: str
    name: str
    slug: str
    is_member: bool
    land_area_km2: float | None
    population: int | None
    population_year: int | None


def recognise(
    given: Iterable[str], known: Sequence[MunicipalityRef], argument: str = "in"
) -> tuple[str, ...]:
    """Turn codes and names into codes, in the order given and without repeats.

    Raises
    ------
    UnknownName
        A name is not known; the nearest ones are suggested.

    Examples
    --------
    >>> umea = MunicipalityRef("2480", "Umeå", "umea", True, 2317.0, 130_000, 2019)
    >>> recognise(["umeå", "2480"], [umea])
    ('2480',)
    """
    return tuple(dict.fromkeys(_recognised(name, known, argument) for name in given))


def _recognised(given: str, known: Sequence[MunicipalityRef], argument: str) -> str:
    # A Mac may spell å as a and a ring: the same name to everybody but a computer.
    wanted = unicodedata.normalize("NFC", given.strip()).casefold()
    for municipality in known:
        if wanted in {municipality.code, municipality.name.casefold(), municipality.slug}:
            return municipality.code
    raise UnknownName(argument, given.strip(), _nearest(given, known))


def _nearest(given: str, known: Sequence[MunicipalityRef]) -> list[str]:
    names = {folded(municipality.name): municipality.name for municipality in known}
    found = process.extract(
        folded(given[:100].strip()), list(names), scorer=fuzz.ratio, limit=2, score_cutoff=55
    )
    return [names[str(name)] for name, *_ in found]
