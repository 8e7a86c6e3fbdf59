"""Take the municipalities' areas and their population by year out of two public tables."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from viauma_data.curation.identity import slugify

NAMES: Final[dict[str, str]] = {
    "2284": "Örnsköldsvik",
    "2401": "Nordmaling",
    "2403": "Bjurholm",
    "2404": "Vindeln",
    "2409": "Robertsfors",
    "2421": "Storuman",
    "2460": "Vännäs",
    "2480": "Umeå",
    "2481": "Lycksele",
}
MEMBERS: Final = frozenset({"2401", "2403", "2404", "2409", "2460", "2480"})

AREA_SOURCE: Final = "peterdalle/svensktext platser/kommuner.csv (SCB)"
POPULATION_SOURCE: Final = "odectra/popu-sweden data/folkmangd.csv (SCB)"


def municipality_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the nine municipalities with their land and total area in km², by code."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        found = {row[0]: row for row in csv.reader(lines) if row and row[0] in NAMES}
    for code, name in sorted(NAMES.items()):
        _, _, county, _, total, land, *_ = found[code]
        yield {
            "code": code,
            "slug": slugify(name),
            "name_sv": name,
            "name_en": name,
            "county": county,
            "is_member": str(code in MEMBERS).lower(),
            "land_area_km2": land,
            "total_area_km2": total,
            "source": AREA_SOURCE,
        }


def population_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the population on the last day of each year, by code and year."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["kommun_kod"] in NAMES]
    for row in sorted(rows, key=lambda row: (row["kommun_kod"], row["year"])):
        yield {
            "municipality": row["kommun_kod"],
            "year": row["year"],
            "population": row["population"],
            "source": POPULATION_SOURCE,
        }
