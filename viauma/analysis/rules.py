"""Rates, computed the one way everybody quotes them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

UNKNOWN_AREA = "unknown"
"""Stands for the municipality of places whose municipality is not known."""

ALL = "*"
"""Stands where an area or a category has been summed over."""


@dataclass(frozen=True, slots=True)
class AreaCount:
    """How many places of a category lie in an area, with rates where they can be known."""

    area: str
    area_name: str
    category: str
    count: int
    population: int | None
    land_area_km2: float | None

    @property
    def per_1000_inhabitants(self) -> float | None:
        """Places per 1 000 inhabitants; None when the population is unknown or zero."""
        return None if not self.population else self.count * 1_000 / self.population

    @property
    def per_100_km2(self) -> float | None:
        """Places per 100 km² of land; None when the area is unknown or zero."""
        return None if not self.land_area_km2 else self.count * 100 / self.land_area_km2


@dataclass(frozen=True, slots=True)
class Whole:
    """What a sum over municipalities is divided by: all that was asked about, match or no match."""

    name: str
    population: int | None
    land_area_km2: float | None


def grouped(counts: Iterable[AreaCount], by: Collection[str], whole: Whole) -> list[AreaCount]:
    """Sum counts per municipality and category down to fewer groups.

    Parameters
    ----------
    counts
        Counts per municipality and category.
    by
        What to keep apart: ``municipality``, ``category``, both or neither. What is summed over
        is called ``*``.
    whole
        What a sum over municipalities is divided by.
    """
    found: dict[tuple[str, str], list[AreaCount]] = {}
    for count in counts:
        area = count.area if "municipality" in by else ALL
        category = count.category if "category" in by else ALL
        found.setdefault((area, category), []).append(count)
    return [_summed(key, parts, whole) for key, parts in found.items()]


def _summed(key: tuple[str, str], parts: list[AreaCount], whole: Whole) -> AreaCount:
    area, category = key
    count = sum(part.count for part in parts)
    if area != ALL:
        return replace(parts[0], category=category, count=count)
    return AreaCount(ALL, whole.name, category, count, whole.population, whole.land_area_km2)
