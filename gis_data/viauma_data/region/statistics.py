"""Read the municipalities and their population by year."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from importlib.resources import files
from io import StringIO
from typing import Final


@dataclass(frozen=True, slots=True)
class MunicipalityRecord:
    """A member municipality or a cooperating neighbour; areas are exact decimals in km²."""

    code: str
    slug: str
    name_sv: str
    name_en: str
    county: str
    is_member: bool
    land_area_km2: Decimal
    total_area_km2: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class PopulationRecord:
    """How many people lived in a municipality at the end of a year."""

    municipality: str
    year: int
    population: int
    source: str


MUNICIPALITY_COLUMNS: Final = tuple(column.name for column in fields(MunicipalityRecord))
POPULATION_COLUMNS: Final = tuple(column.name for column in fields(PopulationRecord))


def read_municipalities() -> Iterator[MunicipalityRecord]:
    """Yield the nine municipalities by code."""
    for row in _rows("municipalities.csv"):
        yield MunicipalityRecord(
            code=row["code"],
            slug=row["slug"],
            name_sv=row["name_sv"],
            name_en=row["name_en"],
            county=row["county"],
            is_member=row["is_member"] == "true",
            land_area_km2=Decimal(row["land_area_km2"]),
            total_area_km2=Decimal(row["total_area_km2"]),
            source=row["source"],
        )


def read_population() -> Iterator[PopulationRecord]:
    """Yield the population by municipality and year."""
    for row in _rows("population.csv"):
        yield PopulationRecord(
            municipality=row["municipality"],
            year=int(row["year"]),
            population=int(row["population"]),
            source=row["source"],
        )


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    yield from csv.DictReader(StringIO(text, newline=""))
