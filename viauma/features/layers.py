"""Small published collections (municipalities, projects): pages, counts, features, tiles."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import shapely
from geoalchemy2 import Geometry
from shapely.geometry.base import BaseGeometry
from sqlalchemy import (
    ColumnElement,
    Date,
    LargeBinary,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql import column, table

from viauma.cql2.queryables import Compiled
from viauma.db.fastlane import Question
from viauma.db.named_sql import named_sql
from viauma.features.folding import like_pattern
from viauma.features.paging import (
    Columns,
    Statement,
    after_values,
    bounded_count,
    geometry_in,
    page_of,
)
from viauma.features.rules import PageRequest, SortBy
from viauma.geo.crs import Crs
from viauma.geo.tiles import EDGES, MARGIN, REACH, UNITS, Tile

_DIALECT = postgresql.psycopg.dialect()  # type: ignore[no-untyped-call]


# Ids of the layers differ in type; as text they page alike.
COLUMNS = Columns(
    literal_column("key", postgresql.BIGINT()),
    cast(literal_column("id"), Text),
    literal_column("feature", Text()),
    literal_column("geom"),
)


@dataclass(frozen=True, slots=True)
class Layer:
    """A view of published features, small enough to be read whole."""

    relation: str
    """Name in the schema viauma; has key, id, slug, feature, geom, during and search_text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerFilter:
    """Which features of a layer are meant; what has no shape or time matches every one."""

    area: BaseGeometry | None = None
    """EPSG:4326, lon before lat."""
    days: tuple[date | None, date | None] | None = None
    texts: tuple[str, ...] = ()
    where: Compiled | None = None


def page_question(layer: Layer, question: LayerFilter, page: PageRequest) -> Question:
    """Ask for rows of the count, position, Feature text and, unless CRS84 is wanted, geometry."""
    crs = None if page.crs.is_crs84 else page.crs
    statement = _page(layer, _shape_of(question), page.order, page.nulls, crs)
    values = _values_of(question) | after_values(page.after) | {"limit": page.limit}
    return Question(statement, values)


def count_question(layer: Layer, question: LayerFilter) -> Question:
    """Ask how many match."""
    return Question(_count(layer, _shape_of(question)), _values_of(question))


def item_question(layer: Layer, reference: str, crs: Crs) -> Question:
    """Ask for one feature by id or slug: rows of Feature text and, unless CRS84, geometry."""
    return Question(_item(layer, None if crs.is_crs84 else crs), {"reference": reference})


def tile_question(layer: Layer, question: LayerFilter, tile: Tile, name: str) -> Question:
    """Ask for a tile: one row, one column, a layer of a Mapbox Vector Tile or no bytes at all."""
    matched = _matching(layer, _shape_of(question))
    text = f"with matched as ({matched}) {named_sql('tile_of_layer')}"
    edges = dict(zip(EDGES, tile.edges, strict=True))
    reach = dict(zip(REACH, tile.reach(4326, MARGIN / UNITS), strict=True))
    values = {"layer": name, "srid": tile.grid.srid, "margin": MARGIN, **edges, **reach}
    return Question(text, _values_of(question) | values)


@lru_cache(maxsize=256)
def _matching(layer: Layer, shape: tuple[str, ...]) -> str:
    shown: list[ColumnElement[Any]] = [
        literal_column(name) for name in ("key", "id", "slug", "name", "geom")
    ]
    return _spelled(select(*shown).select_from(_table(layer)).where(*_conditions(shape)))


@lru_cache(maxsize=256)
def _page(
    layer: Layer,
    shape: tuple[str, ...],
    order: tuple[SortBy, ...],
    nulls: tuple[bool, ...] | None,
    crs: Crs | None,
) -> str:
    asked = _conditions(shape)
    matched = bounded_count(_counted(layer, asked))
    statement = page_of(COLUMNS, asked, order=order, nulls=nulls, crs=crs, matched=matched)
    return _spelled(statement.select_from(_table(layer)))


@lru_cache(maxsize=256)
def _count(layer: Layer, shape: tuple[str, ...]) -> str:
    return _spelled(select(bounded_count(_counted(layer, _conditions(shape)))))


def _counted(layer: Layer, asked: list[ColumnElement[bool]]) -> Statement:
    one: ColumnElement[int] = literal_column("1", postgresql.INTEGER())
    return select(one).select_from(_table(layer)).where(*asked)


@lru_cache(maxsize=64)
def _item(layer: Layer, crs: Crs | None) -> str:
    reference = bindparam("reference", type_=Text)
    shown = [COLUMNS.feature] + ([] if crs is None else [geometry_in(COLUMNS.geom, crs)])
    slug: ColumnElement[Any] = literal_column("slug")
    named = or_(COLUMNS.id == reference, slug == reference)
    return _spelled(select(*shown).select_from(_table(layer)).where(named))


def _spelled(statement: Statement) -> str:
    return str(statement.compile(dialect=_DIALECT))


def _table(layer: Layer) -> Any:
    return table(layer.relation, column("key"), schema="viauma")


def _shape_of(question: LayerFilter) -> tuple[str, ...]:
    fields = ("area", "days", "texts")
    names = [name for name in fields if getattr(question, name) not in {None, ()}]
    return (*names, question.where.sql) if question.where else tuple(names)


def _conditions(shape: tuple[str, ...]) -> list[ColumnElement[bool]]:
    every: dict[str, ColumnElement[bool]] = {"area": _in_area(), "days": _in_time()}
    pattern = func.any(bindparam("patterns", type_=ARRAY(Text)))
    # Views are small: their words are folded when they are asked for.
    every["texts"] = literal_column("viauma.folded(search_text)", Text()).like(pattern)
    return [every[name] if name in every else written(name) for name in shape]


def _in_area() -> ColumnElement[bool]:
    geom: ColumnElement[Any] = literal_column("geom")
    wkb = cast(cast(bindparam("area"), LargeBinary), Geometry)
    area = func.st_setsrid(wkb, literal_column("4326"))
    return or_(geom.is_(None), func.st_intersects(geom, area))


def _in_time() -> ColumnElement[bool]:
    during: ColumnElement[Any] = literal_column("during")
    first, last = (bindparam(name, type_=Date) for name in ("first_day", "last_day"))
    return or_(
        during.is_(None), during.op("&&")(func.daterange(first, last, literal_column("'[]'")))
    )


def _values_of(question: LayerFilter) -> dict[str, Any]:
    values: dict[str, Any] = dict(question.where.values) if question.where else {}
    if question.area is not None:
        values["area"] = shapely.to_wkb(question.area)
    if question.days is not None:
        values["first_day"], values["last_day"] = question.days
    if question.texts:
        values["patterns"] = [like_pattern(one) for one in question.texts]
    return values


def written(sql: str) -> ColumnElement[bool]:
    """Take a compiled filter, whose ``:names`` are bound with the rest, as a condition."""
    condition: Any = text(sql)
    found: ColumnElement[bool] = condition
    return found
