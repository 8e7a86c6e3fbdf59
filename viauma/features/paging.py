"""Pages by key: where the last page ended the next begins, however many rows came or went."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Double,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import BigInteger, Date, TypeEngine

from viauma.cql2.queryables import Kind
from viauma.features.rules import Position, SortBy
from viauma.geo.crs import Crs

Statement = Select[*tuple[Any, ...]]
Column = ColumnElement[Any] | InstrumentedAttribute[Any]

COUNT_BOUND = 1_000
"""Counting stops here: past it a page says that there are more, not how many."""

# Swedish: å, ä and ö come last.
ALPHABET = "sv-x-icu"

_TYPES: dict[Kind, TypeEngine[Any]] = {
    Kind.STRING: Text(),
    Kind.INTEGER: BigInteger(),
    Kind.NUMBER: Double(),
    Kind.BOOLEAN: Boolean(),
    Kind.DATE: Date(),
    Kind.TIMESTAMP: TIMESTAMP(timezone=True),
}


class Columns(NamedTuple):
    """Where features are published: the columns that every page is made of."""

    key: Column
    id: Column
    feature: Column
    geom: Column

    def beyond_key(self) -> ColumnElement[bool]:
        """Say that a row comes after the position, in the order of the key."""
        return tuple_(self.key, self.id) > tuple_(bound(0, self.key.type), bound(1, self.id.type))


def page_of(
    columns: Columns,
    conditions: Sequence[ColumnElement[bool]],
    *,
    order: tuple[SortBy, ...] = (),
    nulls: tuple[bool, ...] | None = None,
    crs: Crs | None = None,
    matched: ColumnElement[Any] | None = None,
) -> Statement:
    """Select rows of a count, the position, the Feature text and, if a CRS is given, the geometry.

    The count is the same in each row, null if none is given. Binds `limit`, and `after_0`,
    `after_1` … for the position, whose unknown values `nulls` tells.
    """
    keys = [_key(step) for step in order] or [columns.key]
    spelled = [cast(key, Text) if order else key for key in keys]
    shown = [columns.feature] + ([] if crs is None else [geometry_in(columns.geom, crs)])
    counted = null() if matched is None else matched
    statement = select(counted, *spelled, columns.id, *shown).where(*conditions)
    if nulls is not None:
        beyond = _beyond(keys, order, nulls, columns.id) if order else columns.beyond_key()
        statement = statement.where(beyond)
    directed = [_directed(key, step) for key, step in zip(keys, order, strict=False)]
    # The id follows the last key, so that an index can be walked backwards.
    last = columns.id.desc() if order and order[-1].descending else columns.id
    return statement.order_by(*(directed or keys), last).limit(bindparam("limit", type_=Integer))


def bounded_count(found: Statement) -> ColumnElement[int]:
    """Count what is found, no further than COUNT_BOUND + 1; asked once for all rows of a page."""
    # A constant, so that the planner knows how little of the rows is wanted.
    some = found.limit(literal_column(str(COUNT_BOUND + 1))).subquery()
    counted: ColumnElement[int] = select(func.count()).select_from(some).scalar_subquery()
    return counted


def after_values(position: Position | None) -> dict[str, Any]:
    """Name the values of a position as the statement binds them."""
    return {f"after_{at}": value for at, value in enumerate(position or ()) if value is not None}


def geometry_in(geom: Column, crs: Crs) -> ColumnElement[Any]:
    """Write a geometry as GeoJSON in a CRS, in the authority's axis order."""
    srid: ColumnElement[int] = literal_column(str(crs.srid))
    moved = geom if crs.is_geographic else func.st_transform(geom, srid)
    turned = func.st_flipcoordinates(moved) if crs.is_swapped else moved
    return func.st_asgeojson(turned, literal_column(str(crs.decimals)), literal_column("0"))


def _key(step: SortBy) -> ColumnElement[Any]:
    column: ColumnElement[Any] = literal_column(
        step.queryable.sql, type_=_TYPES[step.queryable.kind]
    )
    # The column has this alphabet itself, and an index in it.
    if step.queryable.kind is Kind.STRING and step.queryable.name != "name":
        return column.collate(ALPHABET)
    return column


def _directed(key: ColumnElement[Any], step: SortBy) -> ColumnElement[Any]:
    # Ascending, unknown last, is what an index does by itself.
    if not step.descending:
        return key.asc()
    return key.desc() if step.queryable.is_known else key.desc().nulls_last()


def _beyond(
    keys: list[ColumnElement[Any]],
    order: tuple[SortBy, ...],
    nulls: tuple[bool, ...],
    id_: ColumnElement[Any],
) -> ColumnElement[bool]:
    """Say that a row comes after the position: equal up to some key, beyond it there."""
    cases: list[ColumnElement[bool]] = []
    equal: list[ColumnElement[bool]] = []
    for at, (key, step) in enumerate(zip(keys, order, strict=True)):
        further, same = _compared(key, bound(at, key.type), step, is_null=nulls[at])
        cases.append(and_(*equal, further))
        equal.append(same)
    end = bound(len(keys), id_.type)
    last = id_ < end if order[-1].descending else id_ > end
    return or_(*cases, and_(*equal, last))


def _compared(
    key: ColumnElement[Any], bound: ColumnElement[Any], step: SortBy, *, is_null: bool
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Say that a key lies beyond a value, and that it equals it; unknown lies beyond all."""
    if is_null:
        return false(), key.is_(None)
    beyond = key < bound if step.descending else key > bound
    return or_(beyond, key.is_(None)), key == bound


def bound(at: int, kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """Bind a value of the position."""
    # Positions travel as text; the database reads them as it wrote them.
    return cast(cast(bindparam(f"after_{at}", type_=Text), Text), kind)
