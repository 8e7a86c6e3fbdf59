"""Counts per municipality as rates and classes: the arithmetic of a choropleth, without a map."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from viauma.analysis.rules import AreaCount
from viauma.municipalities.rules import MunicipalityRef
from viauma.taxonomy.rules import CategoryRef
from viauma_maps.recipes import Style
from viauma_maps.words import Words


@dataclass(frozen=True, slots=True)
class Rate:
    """A municipality's figure; the class is None where the rate cannot be known."""

    count: int
    rate: float | None
    class_: int | None


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that can be counted, for every municipality; `unplaced` lie in none of them."""

    key: str
    label: Words
    breaks: tuple[float, ...]
    areas: dict[str, Rate]
    unplaced: int


def measures(
    counts: Sequence[AreaCount],
    members: Sequence[MunicipalityRef],
    categories: Sequence[CategoryRef],
    everything: Words,
    style: Style,
) -> list[Measure]:
    """Work out everything that can be counted: all, each group that occurs, each category."""
    by_key = {category.key: category for category in categories}
    paths = {key: set(category.path) for key, category in by_key.items()}
    occurring = {key for found in counts for key in paths.get(found.category, ())}
    subjects = [("", everything)]
    subjects += [(key, c.labels) for key, c in by_key.items() if key in occurring]
    return [
        measure(key, label, _below(key, counts, paths), members, style) for key, label in subjects
    ]


def measure(
    key: str,
    label: Words,
    counts: Iterable[AreaCount],
    members: Sequence[MunicipalityRef],
    style: Style,
) -> Measure:
    """Work out one figure for every member; a member without places has zero, not nothing."""
    totals: dict[str, int] = defaultdict(int)
    for found in counts:
        totals[found.area] += found.count
    rates = {member.code: _rate(totals[member.code], member, style) for member in members}
    breaks = class_breaks([rate for rate in rates.values() if rate is not None], style.classes)
    return Measure(
        key,
        label,
        breaks,
        {code: Rate(totals[code], rate, class_of(rate, breaks)) for code, rate in rates.items()},
        sum(number for code, number in totals.items() if code not in rates),
    )


def class_breaks(rates: Sequence[float], classes: int) -> tuple[float, ...]:
    """Divide the range of the rates into classes of equal width, from zero up.

    Equal widths let a reader compare: twice the rate is twice as far along. From zero, because a
    scale that begins at the lowest figure makes small differences look large.

    Examples
    --------
    >>> class_breaks([1.0, 4.0], 4)
    (0.0, 1.0, 2.0, 3.0, 4.0)
    """
    highest = max(rates, default=0.0)
    if highest <= 0:
        return ()
    return tuple(highest * step / classes for step in range(classes + 1))


def class_of(rate: float | None, breaks: Sequence[float]) -> int | None:
    """Find the class a rate falls into; a break belongs to the class below it."""
    if rate is None:
        return None
    upper = [high for _, high in pairwise(breaks)]
    return next((number for number, high in enumerate(upper) if rate <= high), 0)


def _rate(count: int, member: MunicipalityRef, style: Style) -> float | None:
    whole = AreaCount(member.code, member.name, "", count, member.population, member.land_area_km2)
    rate: float | None = getattr(whole, style.measure)
    return rate


def _below(key: str, counts: Sequence[AreaCount], paths: dict[str, set[str]]) -> list[AreaCount]:
    return [found for found in counts if not key or key in paths.get(found.category, ())]
