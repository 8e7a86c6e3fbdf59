"""Read places.csv as records with real types; an empty cell is None, never an empty string."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from io import StringIO
from typing import Any, Final
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """One place as published, in the order of the columns.

    `geometry` is WKT in EPSG:4326, lon lat. `observed_on` is an ISO date that may be reduced to
    month or year. `merged_from` names the source rows that were found to be the same place.
    """

    id: UUID
    slug: str
    name_sv: str | None
    name_en: str | None
    category: str
    is_site: bool
    is_facility: bool
    status: str
    geometry: str
    municipality: str
    municipality_basis: str
    street: str | None
    postcode: str | None
    city: str | None
    opening_hours: str | None
    attributes: Mapping[str, Any]
    identifiers: Mapping[str, str]
    website: str | None
    source: str
    source_id: str
    licence: str
    attribution: str
    observed_on: str | None
    merged_from: tuple[str, ...]


PLACE_COLUMNS: Final = tuple(column.name for column in fields(PlaceRecord))


def read_places() -> Iterator[PlaceRecord]:
    """Yield the places of the region by municipality, category and slug."""
    text = files(__package__).joinpath("places.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(StringIO(text, newline="")):
        yield _place(row)


def _place(row: Mapping[str, str]) -> PlaceRecord:
    values: dict[str, Any] = {column: text or None for column, text in row.items()}
    values["id"] = UUID(row["id"])
    values["is_site"] = row["is_site"] == "true"
    values["is_facility"] = row["is_facility"] == "true"
    values["attributes"] = json.loads(row["attributes"])
    values["identifiers"] = json.loads(row["identifiers"])
    values["merged_from"] = tuple(row["merged_from"].split())
    return PlaceRecord(**values)
