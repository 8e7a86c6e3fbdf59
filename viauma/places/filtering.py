"""The filter as SQL: conditions for each combination of fields, and the values they bind.

Both ways to PostgreSQL use the same expressions and the same parameters: sessions execute a
statement, the fast lane sends its compiled text. Literals are shaped to the column's CRS, never
the column to the literal's.
"""

import json
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, ParamSpec
from weakref import WeakKeyDictionary

import shapely
from geoalchemy2 import Geometry
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Dialect,
    Double,
    LargeBinary,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import InstrumentedAttribute

from viauma.features.folding import like_pattern
from viauma.features.layers import written
from viauma.features.paging import Columns
from viauma.geo.bbox import BBox
from viauma.places.models import PublishedPlace as P
from viauma.places.rules import PlaceFilter

MOST_STATEMENTS = 256
"""So many composed statements are remembered; every filter text makes one of its own."""

LONGEST_REMEMBERED = 4_000

P_ = ParamSpec("P_")
Shape = frozenset[str]
Statement = Select[*tuple[Any, ...]]

# Constants stand in the statement's text; what is bound is only what the caller gave.
WGS84: ColumnElement[int] = literal_column("4326")

# One value is an equality; an index that begins with it then yields spatial order without a sort.
SINGULAR = {"municipalities": "municipality", "leaf_categories": "leaf_category"}

TRAILS: ColumnElement[Any] = literal_column("array['trails']", ARRAY(Text))
"""The branch of the taxonomy whose places are lines, or points where only the start is known."""

PAGE = Columns(P.key, P.id, P.feature, P.geom)
"""What pages of places are made of."""

_DIALECT: Dialect = postgresql.psycopg.dialect()  # type: ignore[no-untyped-call]


def shape_of(question: PlaceFilter) -> Shape:
    """Name the fields that are set: what the statement depends on, apart from values."""
    # Written out, because each page asks: names in a loop would take three times as long.
    named = (
        "polygon" if question.polygon else "",
        "categories" if question.categories else "",
        "statuses" if question.statuses else "",
        "attributes" if question.attributes else "",
        question.where.sql if question.where else "",
        _one_or_many("municipalities", question.municipalities),
        _one_or_many("leaf_categories", question.leaf_categories),
    )
    names = {name for name in named if name}
    if question.within:
        names |= {f"within_{number}" for number in range(len(question.within))}
    if question.texts:
        names.add(f"texts {len(question.texts)}")
    if question.kind != "place":
        names.add(question.kind)
    if question.bbox:
        names.add("two_boxes" if question.bbox.crosses_antimeridian else "box")
    return frozenset(names)


def _one_or_many(name: str, given: tuple[str, ...]) -> str:
    if not given:
        return ""
    return SINGULAR[name] if len(given) == 1 else name


def parameters_of(question: PlaceFilter) -> dict[str, Any]:
    """Collect the values that the filter's statement binds."""
    values: dict[str, Any] = {}
    for name, given in (
        ("municipalities", question.municipalities),
        ("leaf_categories", question.leaf_categories),
        ("categories", question.categories),
        ("statuses", question.statuses),
    ):
        if len(given) == 1 and name in SINGULAR:
            values[SINGULAR[name]] = str(given[0])
        elif given:
            values[name] = [str(item) for item in given]
    for number, box in enumerate(question.bbox.parts() if question.bbox else ()):
        values |= _box_values(box, number)
    if question.polygon is not None:
        values["polygon"] = shapely.to_wkb(question.polygon)
    for number, within in enumerate(question.within):
        values[f"shape_{number}"] = shapely.to_wkb(within.shape)
        values[f"distance_m_{number}"] = within.distance_m
    for at, words in enumerate(question.texts):
        values[f"pattern_{at}"] = like_pattern(words)
    if question.attributes:
        values["attributes"] = json.dumps(dict(question.attributes))
    return {**values, **question.where.values} if question.where else values


def conditions(shape: Shape) -> list[ColumnElement[bool]]:
    """Build the filter's conditions on the published places."""
    texts = ARRAY(Text)
    every = {
        "site": P.is_site,
        "facility": P.is_facility,
        "trail": P.category_path.contains(TRAILS),
        "municipality": P.municipality == bindparam("municipality", type_=Text),
        "leaf_category": P.category == bindparam("leaf_category", type_=Text),
        "leaf_categories": P.category == func.any(bindparam("leaf_categories", type_=texts)),
        "municipalities": P.municipality == func.any(bindparam("municipalities", type_=texts)),
        "categories": P.category_path.overlap(bindparam("categories", type_=texts)),
        "statuses": P.status == func.any(bindparam("statuses", type_=texts)),
        "box": _in_box(0, shape),
        "two_boxes": or_(_in_box(0, shape), _in_box(1, shape)),
        "polygon": func.st_intersects(P.geom, _shape("polygon")),
        "attributes": P.attributes.contains(cast(bindparam("attributes", type_=Text), JSONB)),
    }
    every |= {name: _within(name.rpartition("_")[2]) for name in shape if name[:6] == "within"}
    every |= {name: _named(int(name[6:])) for name in shape if name[:6] == "texts "}
    found = [condition for name, condition in sorted(every.items()) if name in shape]
    return found + [written(name) for name in sorted(shape) if name.startswith("(")]


def remembered(make: Callable[P_, Statement]) -> Callable[P_, Statement]:
    """Remember statements by their shape, but not the few of unusual length: they fill memory."""
    kept: Any = lru_cache(maxsize=MOST_STATEMENTS)(make)

    @wraps(make)
    def statement(*args: P_.args, **more: P_.kwargs) -> Statement:
        shape: Any = args[0]
        is_long = any(len(part) > LONGEST_REMEMBERED for part in shape)
        found: Statement = (make if is_long else kept)(*args, **more)
        return found

    return statement


_texts: WeakKeyDictionary[Statement, str] = WeakKeyDictionary()


def compiled(statement: Statement) -> str:
    """Spell a statement as psycopg wants it, with %(name)s for each bound parameter."""
    text = _texts.get(statement)
    if text is None:
        text = _texts[statement] = str(statement.compile(dialect=_DIALECT))
    return text


def _named(count: int) -> ColumnElement[bool]:
    # One after the other: of a list the trigram index would make nothing.
    patterns = [bindparam(f"pattern_{at}", type_=Text) for at in range(count)]
    return or_(*(P.search_text.like(pattern) for pattern in patterns))


def box_of(part: int) -> ColumnElement[Any]:
    """Bind a box as a geometry; without width or height it becomes a line or a point.

    As an envelope it were invalid then.
    """
    west, south, east, north = (
        number(f"{edge}_{part}") for edge in ("west", "south", "east", "north")
    )
    box = func.st_makebox2d(func.st_makepoint(west, south), func.st_makepoint(east, north))
    return func.st_setsrid(cast(box, Geometry), WGS84)


def _in_box(part: int, shape: Shape) -> ColumnElement[bool]:
    area = box_of(part)
    # The same truth, but none that the spatial index could be used for.
    walked = ~func.st_disjoint(P.geom, area, type_=Boolean)
    return walked if "wide_box" in shape else func.st_intersects(P.geom, area)


def _box_values(box: BBox, number: int) -> dict[str, float]:
    return {
        f"west_{number}": box.west,
        f"south_{number}": box.south,
        f"east_{number}": box.east,
        f"north_{number}": box.north,
    }


def number(name: str) -> ColumnElement[float]:
    """Bind a number."""
    return bindparam(name, type_=Double)


def _within(part: str) -> ColumnElement[bool]:
    shape, metres = geography(_shape(f"shape_{part}")), number(f"distance_m_{part}")
    return func.st_dwithin(geography(P.geom), shape, metres)


def _shape(name: str) -> ColumnElement[Any]:
    # Not st_geomfromwkb(shape, srid): GeoAlchemy2 would bind the srid under a name of its own.
    return func.st_setsrid(cast(cast(bindparam(name), LargeBinary), Geometry), WGS84)


def geography(expression: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """Take a geometry as a geography, so that distances are geodesic metres."""
    # As a function, not a cast: the index published_place_geog_gist is on this very expression.
    return func.geography(expression)
