"""Large files as municipalities would send them: bathing sites in the national columns.

Three formats, because each is read by another reader: text by Python, lines of JSON by Python,
GeoPackage by GDAL in a process of its own. Always the same rows.
"""

import csv
import json
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely

COLUMNS = (
    "place_id", "name", "latitude", "longitude", "updated", "description", "street",
    "housenumber", "postcode", "city", "country", "toilet", "shower", "lifebuoy", "bathing_jetty",
    "bathing_ladder", "diving_tower", "beach_sand", "watertype", "temp_url",
)  # fmt: skip
SEED = 2005
NAMES = ("Norrbadet", "Sandviken", "Långudden", "Tjärnbadet", "Stöcksjön", "Årnäs", "Klippan")
CITIES = ("Umeå", "Vännäs", "Robertsfors", "Bjurholm", "Nordmaling", "Vindeln")
LON, LAT = (18.5, 20.8), (63.5, 64.4)
KINDS = ("csv", "geojsonl", "gpkg")
GDAL_BATCH = 50_000
YES_OR_NO = COLUMNS[11:18]
EVENS = 0.5


def rows(count: int) -> Iterator[dict[str, Any]]:
    """Give rows one after the other, always the same ones."""
    chance = random.Random(SEED)
    for number in range(count):
        day = f"20{chance.randint(15, 26)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}"
        yield {
            "place_id": f"bench-{number:07}",
            "name": f"{chance.choice(NAMES)} {number}",
            "latitude": round(chance.uniform(*LAT), 6),
            "longitude": round(chance.uniform(*LON), 6),
            "updated": day,
            "description": f"Badplats nummer {number} med gräsmatta och långgrund sandstrand.",
            "street": "Strandvägen",
            "housenumber": str(chance.randint(1, 99)),
            "postcode": f"90{chance.randint(100, 799)}",
            "city": chance.choice(CITIES),
            "country": "SE",
            "temp_url": f"https://example.org/temp/{number}",
            "watertype": chance.choice(("lake", "sea")),
        } | {name: chance.random() < EVENS for name in YES_OR_NO}


def make(path: Path, count: int) -> None:
    """Write a file of the kind that its suffix names."""
    writers = {".csv": _csv, ".geojsonl": _sequence, ".gpkg": _geopackage}
    writers[path.suffix](path, count)


def _csv(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(map(_spelled, rows(count)))


def _spelled(row: dict[str, Any]) -> dict[str, Any]:
    return row | {name: str(row[name]).lower() for name in YES_OR_NO}


def _sequence(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows(count):
            place = [row["longitude"], row["latitude"]]
            one = {
                "type": "Feature",
                "properties": row,
                "geometry": {"type": "Point", "coordinates": place},
            }
            file.write(f"{json.dumps(one, ensure_ascii=False)}\n")


def _geopackage(path: Path, count: int) -> None:
    given = map(_spelled, rows(count))
    while batch := list(islice(given, GDAL_BATCH)):
        points = shapely.points([(one["longitude"], one["latitude"]) for one in batch])
        pyogrio.raw.write(
            path,
            shapely.to_wkb(points),
            [np.array([one[name] for one in batch], dtype=_type(name)) for name in COLUMNS],
            list(COLUMNS),
            layer="badplatser",
            crs="EPSG:4326",
            geometry_type="Point",
            driver="GPKG",
            append=path.exists(),
        )


def _type(name: str) -> type:
    return float if name in ("latitude", "longitude") else object
