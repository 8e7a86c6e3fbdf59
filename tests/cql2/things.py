"""A small table with every kind of queryable, and what its rows hold, for both to be asked."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import shapely
from psycopg.types.range import Range
from shapely.geometry.base import BaseGeometry

from viauma.cql2.queryables import Kind, Queryable

TABLE = """
create temporary table thing (
    id integer, name text, label text collate "sv-x-icu", count bigint, rank bigint,
    size double precision, width double precision, lit boolean, open boolean, day date, until date,
    at timestamptz, till timestamptz, during daterange, geom geometry, spot geometry, tags text[],
    more_tags text[], attributes jsonb
)
"""


@dataclass(frozen=True)
class Thing:
    id: int
    name: str | None = None
    label: str | None = None
    count: int | None = None
    rank: int | None = None
    size: float | None = None
    width: float | None = None
    lit: bool | None = None
    open: bool | None = None
    day: date | None = None
    until: date | None = None
    at: datetime | None = None
    till: datetime | None = None
    during: tuple[date | None, date | None] | None = None
    """First and last day; None in it for an open end."""
    geom: BaseGeometry | None = None
    spot: BaseGeometry | None = None
    tags: tuple[str, ...] | None = None
    more_tags: tuple[str, ...] | None = None
    sort: str | None = None
    is_free: bool | None = None
    depth_m: float | None = None


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


NAMES = (
    "",
    "a",
    "A",
    "å",
    "Å",
    "b%",
    "b_",
    "a\\",
    "Straße",
    "STRASSE",
    "Ørö",
    "orö",
    "oro",
    "é",
    "é",
    None,
)
COUNTS = (0, 1, -1, 2, 3, 10, -7, 2**53, -(2**53), None)
SIZES = (0.0, 1.0, -1.0, 0.5, -2.5, 3.0, 10.0, 1e-160, 1e160, 1e308, -1e308, 5e-324, 0.1, None)
DAYS = (
    date(2024, 2, 28),
    date(2024, 2, 29),
    date(2024, 3, 1),
    date(1, 1, 1),
    date(9999, 12, 31),
    None,
)
MOMENTS = (
    moment(2024, 2, 29), moment(2024, 2, 29, 12), moment(2024, 2, 29, 23, 59, 59, 999_999),
    moment(2024, 3, 1), moment(1, 1, 1), moment(9999, 12, 31, 23, 59, 59, 999_999), None,
)  # fmt: skip
SPANS = (
    (date(2024, 2, 28), date(2024, 2, 29)), (date(2024, 2, 29), date(2024, 2, 29)),
    (date(2024, 2, 29), date(2024, 3, 1)), (None, date(2024, 2, 29)), (date(2024, 2, 29), None),
    (None, None), None,
)  # fmt: skip
SHAPES = tuple(
    shapely.from_wkt(text) if text else None
    for text in (
        "POINT (1 1)", "POINT (2 1)", "POINT (9 9)", "MULTIPOINT (1 1, 5 5)",
        "LINESTRING (0 0, 2 2)", "LINESTRING (0 2, 2 0)", "LINESTRING (0 0, 2 0)",
        "MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))", "POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))",
        "POLYGON ((1 1, 3 1, 3 3, 1 3, 1 1))", "POLYGON ((2 0, 4 0, 4 2, 2 2, 2 0))",
        "POLYGON ((0 0, 6 0, 6 6, 0 6, 0 0), (1 1, 1 3, 3 3, 3 1, 1 1))",
        "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 1, 0 0)), ((2 2, 3 2, 3 3, 2 3, 2 2)))", None,
    )
)  # fmt: skip
POINTS = tuple(
    shapely.Point(lon, lat) for lon, lat in ((0, 0), (20.26, 63.83), (20.3, 63.8), (-70, -33))
)
LISTS = ((), ("a",), ("a", "b"), ("b", "a", "a"), ("å", "c"), None)


CHOICES: dict[str, tuple[Any, ...]] = {
    "name": NAMES, "label": NAMES, "count": COUNTS, "rank": COUNTS, "size": SIZES, "width": SIZES,
    "lit": (True, False, None), "open": (True, False, None), "day": DAYS, "until": DAYS,
    "at": MOMENTS, "till": MOMENTS, "during": SPANS, "geom": SHAPES, "spot": (*POINTS, None),
    "tags": LISTS, "more_tags": LISTS, "sort": ("gravel", "snow", "", None),
    "is_free": (True, False, None), "depth_m": (0.0, 1.5, 12.0, None),
}  # fmt: skip


def _thing(number: int) -> Thing:
    # Every field walks through its values in a stride of its own, and falls out of step each time
    # round: so they come together in ever new ways.
    return Thing(
        number,
        **{
            name: values[(number * stride + number // len(values)) % len(values)]
            for stride, (name, values) in enumerate(CHOICES.items(), start=1)
        },
    )


THINGS = (*map(_thing, range(64)), Thing(64))


def _attribute(name: str, kind: Kind, json_type: str, type_name: str) -> Queryable:
    text = f"cast(thing.attributes ->> '{name}' as {type_name})"
    sql = f"case when jsonb_typeof(thing.attributes -> '{name}') = '{json_type}' then {text} end"
    return Queryable(name, kind, sql, member_of=("thing.attributes", name))


QUERYABLES = {
    one.name: one
    for one in (
        *(
            Queryable(name, kind, f"thing.{name}")
            for name, kind in {
                "name": Kind.STRING, "label": Kind.STRING, "count": Kind.INTEGER,
                "rank": Kind.INTEGER, "size": Kind.NUMBER, "width": Kind.NUMBER,
                "lit": Kind.BOOLEAN, "open": Kind.BOOLEAN, "day": Kind.DATE, "until": Kind.DATE,
                "at": Kind.TIMESTAMP, "till": Kind.TIMESTAMP, "during": Kind.INTERVAL,
                "geom": Kind.GEOMETRY, "spot": Kind.GEOMETRY, "tags": Kind.STRINGS,
                "more_tags": Kind.STRINGS,
            }.items()
        ),
        _attribute("sort", Kind.STRING, "string", "text"),
        _attribute("is_free", Kind.BOOLEAN, "boolean", "boolean"),
        _attribute("depth_m", Kind.NUMBER, "number", "double precision"),
    )
}  # fmt: skip


def store_things(connection: psycopg.Connection[Any]) -> None:
    connection.execute(TABLE)
    for thing in THINGS:
        values = asdict(thing)
        attributes = {
            name: value
            for name in ("sort", "is_free", "depth_m")
            if (value := values.pop(name)) is not None
        }
        values["attributes"] = json.dumps(attributes)
        for name in ("geom", "spot"):
            shape = values[name] and shapely.set_srid(values[name], 4326)
            values[name] = shape and shapely.to_wkb(shape, hex=True, include_srid=True)
        if values["during"]:
            values["during"] = Range(*values["during"], bounds="[]")
        for name in ("tags", "more_tags"):
            values[name] = None if values[name] is None else list(values[name])
        names = ", ".join(values)
        marks = ", ".join(f"%({name})s" for name in values)
        connection.execute(f"insert into thing ({names}) values ({marks})", values)
