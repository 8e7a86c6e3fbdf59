"""Read the towns, villages, islets and capes that people find their way by."""

import csv
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Final


@dataclass(frozen=True, slots=True)
class LocalityRecord:
    """A locality: WGS 84 degrees; the population is None where the source states none."""

    slug: str
    name: str
    kind: str
    """locality, town (a seat beyond the six municipalities) or coast (islet, shoal, cape)."""
    lon: float
    lat: float
    population: int | None
    municipality: str
    source: str
    source_id: str
    licence: str


LOCALITY_COLUMNS: Final = tuple(column.name for column in fields(LocalityRecord))


@cache
def localities() -> tuple[LocalityRecord, ...]:
    """List the localities: those of the region, the towns beyond it, the coast; read once."""
    text = files(__package__).joinpath("localities.csv").read_text(encoding="utf-8")
    return tuple(map(_locality, csv.DictReader(StringIO(text, newline=""))))


def _locality(row: dict[str, str]) -> LocalityRecord:
    return LocalityRecord(
        slug=row["slug"],
        name=row["name"],
        kind=row["kind"],
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        population=int(row["population"]) if row["population"] else None,
        municipality=row["municipality"],
        source=row["source"],
        source_id=row["source_id"],
        licence=row["licence"],
    )
