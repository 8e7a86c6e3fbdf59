"""The data of the standard's predicates: Natural Earth at 1:110 million, which is public domain.

countries   outlines and names as pyogrio carries them to test itself with
places      the facts that the predicates ask about, in natural_earth_places.csv
rivers      the 13 rivers by some points of their courses; the predicates ask where they pass

Three things had to be found out. pyogrio's copy has the populations of 2017, the standard's those
of 2019: the countries that changed sides of Canada in between are given theirs. Three places carry
times and a truth value, and the standard does not say which: only one choice by name and number of
inhabitants fits all its combinations, and those below are of it. The ends of their intervals
follow from the temporal predicates.
"""

import csv
from pathlib import Path
from typing import Any

import pyogrio
import shapely
from sqlalchemy import Connection, text

from viauma.cql2.queryables import Kind, Queryable

COUNTRIES = Path(pyogrio.__file__).parent / "tests/fixtures/naturalearth_lowres"
PLACES = Path(__file__).with_name("natural_earth_places.csv")

POPULATION_2019 = {"Canada": 37_589_262, "Afghanistan": 38_041_754, "Sudan": 42_813_238}

TIMES = {
    "København": ("2021-04-16", "2021-04-16T10:15:59Z", "2022-04-16T10:16:06Z", True),
    "Kiev": ("2022-04-16", "2022-04-16T10:13:19Z", "2023-04-16T10:16:06Z", True),
    "Athens": ("2023-04-16", "2022-04-16T10:15:10Z", "2022-04-16T10:16:06Z", False),
}

RIVERS = {
    "Brahmaputra": "82.4 30.4, 91 29.3, 95.3 29.8, 94.9 28.8, 91.3 26.2, 89.8 25.6, 90.5 22.8",
    "Mekong": "94.1 33.2, 99.2 26, 100.1 23.1, 101.6 17.8, 104.8 16.4, 105.9 13.4, 106.4 9.4",
    "Ob": "90.3 47.7, 83.6 48.9, 75 54, 69.8 60, 65.3 63.1, 66.3 66.4, 71.5 66.7",
    "Peace": "-124.8 56.8, -117.2 56.4, -111.4 59, -118.2 61.4, -129 66, -135.3 69.4",
    "Donau": "8.2 48, 12 49, 19 47.7, 18.8 45.9, 22.1 44.5, 25.6 43.7, 28.2 45.5, 29.6 45.3",
    "Paraná": "-55.1 -14.3, -57.4 -18.5, -57.9 -22.1, -58.5 -27, -60.7 -32.3, -58.4 -34",
    "Congo": "26.2 -11.7, 27 -6.6, 25.5 -0.1, 22.3 2.1, 17.6 -0.6, 16 -3.5, 12.3 -6.1",
    "Lena": "108 54, 105.2 54.9, 112 59, 120 60.3, 130 62.4, 123.2 67.4, 127.5 71, 122.8 72.9",
    "Chang": "90.8 34.3, 99.1 29.3, 101 26.3, 106.6 29.5, 112.9 29.7, 118.7 32, 121.9 31.4",
    "Nile": "33.2 0.3, 31.6 3.2, 30.3 8.9, 32.7 12, 33.9 17.9, 30.3 20.5, 32.9 24, 31 31.5",
    "Amazonas": "-71.7 -15.3, -74.2 -9.7, -73.2 -4, -65.4 -2.7, -54.8 -2.2, -50.6 0.1",
    "Mississippi": "-110.7 44.7, -111.9 46.9, -104.8 48.1, -95.8 40.9, -89.1 37, -89.4 29.2",
    "Yangtze": "116.20 29.75, 116.21 29.79",
}

TABLES = """
create temporary table countries ("NAME" text, "POP_EST" bigint, geom geometry);
create temporary table rivers (name text, geom geometry);
create temporary table places (name text, nameascii text, pop_min bigint, pop_max bigint,
    pop_other bigint, date date, start timestamptz, "end" timestamptz, boolean boolean,
    geom geometry)
"""


def _queryables(**kinds: Kind) -> dict[str, Queryable]:
    return {name: Queryable(name, kind, f'"{name}"') for name, kind in kinds.items()}


QUERYABLES = {
    "countries": _queryables(NAME=Kind.STRING, POP_EST=Kind.INTEGER, geom=Kind.GEOMETRY),
    "rivers": _queryables(name=Kind.STRING, geom=Kind.GEOMETRY),
    "places": _queryables(
        name=Kind.STRING, nameascii=Kind.STRING, pop_min=Kind.INTEGER, pop_max=Kind.INTEGER,
        pop_other=Kind.INTEGER, date=Kind.DATE, start=Kind.TIMESTAMP, end=Kind.TIMESTAMP,
        boolean=Kind.BOOLEAN, geom=Kind.GEOMETRY,
    ),
}  # fmt: skip


def store_natural_earth(connection: Connection) -> None:
    connection.execute(text(TABLES))
    _store(connection, "countries", _countries())
    _store(connection, "places", _places())
    rivers = [{"name": name, "geom": f"LINESTRING ({at})"} for name, at in RIVERS.items()]
    _store(connection, "rivers", rivers)


def _countries() -> list[dict[str, Any]]:
    frame = pyogrio.read_dataframe(COUNTRIES)
    return [
        {
            "NAME": row["name"],
            "POP_EST": POPULATION_2019.get(row["name"], int(row["pop_est"])),
            "geom": shapely.to_wkt(row["geometry"], rounding_precision=-1),
        }
        for row in frame.to_dict("records")
    ]


def _places() -> list[dict[str, Any]]:
    with PLACES.open(encoding="utf-8") as file:
        return [_place(row) for row in csv.DictReader(file)]


def _place(row: dict[str, Any]) -> dict[str, Any]:
    lon, lat = row.pop("lon"), row.pop("lat")
    times = zip(
        ("date", "start", "end", "boolean"), TIMES.get(row["name"], [None] * 4), strict=True
    )
    ascii_name = row["nameascii"] or row["name"]
    return {**row, **dict(times), "nameascii": ascii_name, "geom": f"POINT ({lon} {lat})"}


def _store(connection: Connection, table: str, rows: list[dict[str, Any]]) -> None:
    names = ", ".join(f'"{name}"' for name in rows[0])
    values = ", ".join(
        "st_geomfromtext(:geom, 4326)" if name == "geom" else f":{name}" for name in rows[0]
    )
    connection.execute(text(f"insert into {table} ({names}) values ({values})"), rows)
