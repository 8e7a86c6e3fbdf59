"""Reading public places: pages, counts and the nearest, for sessions and for the fast lane."""

import json
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import shapely
import shapely.geometry
from shapely.geometry.base import BaseGeometry
from sqlalchemy import (
    ARRAY,
    JSON,
    Integer,
    Label,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import Session

from viauma.db.fastlane import Question
from viauma.features.paging import after_values, bounded_count, geometry_in, page_of
from viauma.features.rules import PageRequest, SortBy
from viauma.geo.bbox import BBox
from viauma.geo.crs import CRS84, Crs
from viauma.places.boxes import box_question, is_readable
from viauma.places.filtering import (
    MOST_STATEMENTS,
    PAGE,
    Shape,
    Statement,
    compiled,
    conditions,
    parameters_of,
    remembered,
    shape_of,
)
from viauma.places.models import PublishedPlace as P
from viauma.places.rules import Kind, PlaceFilter

# The one spelling that is written here; Python and PostgreSQL read more of them.
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

WIDE_SHARE = 0.25
"""A box over more than this share of the extent is walked in key order."""


ORDERED = frozenset(("site", "facility", "municipality", "leaf_category"))
"""Conditions under which some index, or the key's own, gives a page in order without a sort."""


@remembered
def page_statement(
    shape: Shape,
    order: tuple[SortBy, ...] = (),
    nulls: tuple[bool, ...] | None = None,
    crs: Crs | None = None,
    *,
    counted: bool = False,
) -> Statement:
    """Select count, position, Feature text and, in a CRS, geometry; binds `limit`, `after_…`.

    Without an order, pages are in spatial order. PostgreSQL believes that matches are spread
    evenly along the key and would walk it from the start; those of an area lie together, so the
    walk would cross half the table first. Adding nothing to the key leaves it the spatial index
    and a sort. Only a box that holds most of the data (`wide_box`) is walked.
    """
    in_an_area = shape & {"box", "two_boxes", "polygon", "within_0"} and "wide_box" not in shape
    matched = bounded_count(_matching(shape)) if counted else None
    statement = page_of(PAGE, conditions(shape), order=order, nulls=nulls, crs=crs, matched=matched)
    if order or not in_an_area:
        return statement
    return statement.order_by(None).order_by(P.key + literal_column("0"), P.id)


@remembered
def count_statement(shape: Shape, *, bounded: bool = True) -> Statement:
    """Count the matching places, if bounded no further than COUNT_BOUND + 1."""
    found = _matching(shape)
    if bounded:
        return select(bounded_count(found))
    return select(func.count()).select_from(found.subquery())


def _matching(shape: Shape) -> Statement:
    one: Label[int] = literal_column("1", Integer).label("one")
    return select(one).select_from(P).where(*conditions(shape))


def page_question(
    question: PlaceFilter,
    page: PageRequest,
    *,
    extent: BBox | None = None,
    counted: bool = False,
) -> Question:
    """Ask the fast lane for a page: rows of count, position, Feature text and perhaps geometry.

    `extent`, the box around all places, tells whether the question's box holds most of them. The
    count is bounded, the same in each row, and null unless it is asked for.
    """
    shape = shape_of(question)
    if is_readable(shape) and not page.order:
        return box_question(question, page, counted=counted)
    if question.bbox and extent and question.bbox.share_of(extent) > WIDE_SHARE:
        shape |= {"wide_box"}
    values = parameters_of(question) | after_values(page.after) | {"limit": page.limit}
    crs = None if page.crs.is_crs84 else page.crs
    statement = page_statement(shape, page.order, page.nulls, crs, counted=counted)
    return Question(compiled(statement), values, is_planned_once=is_one_plan(shape, page.order))


def is_one_plan(shape: Shape, order: tuple[SortBy, ...] = ()) -> bool:
    """Tell whether an index serves the page in order, whatever the values are."""
    return not order and shape <= ORDERED


def count_question(question: PlaceFilter) -> Question:
    """Ask the fast lane for the number of matches, up to COUNT_BOUND + 1."""
    shape = shape_of(question)
    once = is_readable(shape) or is_one_plan(shape)
    statement = compiled(count_statement(shape))
    return Question(statement, parameters_of(question), is_planned_once=once)


def item_question(reference: str, kind: Kind = "place", crs: Crs = CRS84) -> Question:
    """Ask for one place by id or slug: a row of Feature text and, unless CRS84, geometry."""
    by_id = is_uuid(reference)
    sql = _item_sql(kind, None if crs.is_crs84 else crs, by_id=by_id)
    return Question(sql, {"reference": reference}, is_planned_once=True)


def items_question(ids: Sequence[str], kind: Kind = "place") -> Question:
    """Ask for several places by id: rows of the id, in lower case, and the Feature text."""
    return Question(_items_sql(kind), {"ids": ids}, is_planned_once=True)


@cache
def _items_sql(kind: Kind) -> str:
    named = P.id == func.any(bindparam("ids", type_=ARRAY(P.id.type)))
    asked = conditions(shape_of(PlaceFilter(kind=kind)))
    return compiled(select(cast(P.id, Text), P.feature).where(named, *asked))


@lru_cache(maxsize=MOST_STATEMENTS)
def _item_sql(kind: Kind, crs: Crs | None, *, by_id: bool) -> str:
    column = P.id if by_id else P.slug
    shown = [P.feature] + ([] if crs is None else [geometry_in(P.geom, crs)])
    named = column == bindparam("reference", type_=column.type)
    asked = conditions(shape_of(PlaceFilter(kind=kind)))
    return compiled(select(*shown).where(named, *asked))


def places_in(
    session: Session, question: PlaceFilter, limit: int | None = None
) -> list[dict[str, Any]]:
    """Find the places a filter means, as GeoJSON Features in spatial order.

    Parameters
    ----------
    session
        A reading session.
    question
        The filter.
    limit
        At most so many; None for all.
    """
    statement = page_statement(shape_of(question))
    rows = session.execute(statement, parameters_of(question) | {"limit": limit})
    return [json.loads(row.feature) for row in rows]


def place_geometry(session: Session, reference: str) -> BaseGeometry | None:
    """Find a public place's geometry, EPSG:4326, by id or slug."""
    column = P.id if is_uuid(reference) else P.slug
    found = session.scalar(select(P.feature).where(column == reference))
    return None if found is None else geometry_of(found)


def geometry_of(feature: str | bytes) -> BaseGeometry:
    """Read the geometry of a stored Feature."""
    return shapely.geometry.shape(json.loads(feature)["geometry"])


def is_uuid(text: str) -> bool:
    """Tell whether a reference is an id rather than a slug."""
    return _UUID.fullmatch(text) is not None


def attributions(session: Session) -> list[str]:
    """List whom public places ask to be named; a source that asks for nobody names itself."""
    # Readers may not look at the places themselves; the Feature that is sent has it.
    stated = cast(P.feature, JSON)["properties"]["attribution"].as_string()
    named = session.scalars(select(func.coalesce(stated, P.source)).distinct())
    # A row that two sources gave names both.
    return sorted({one.strip() for names in named for one in names.split(";")} - {""})
