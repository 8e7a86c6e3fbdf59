"""Pages of a box, along whichever way is the shorter one.

A box with few places is found by the spatial index and sorted. One with many is read along the
curve, cell by cell, until the page is full: ten of a hundred thousand matches touch some twenty
rows and never wait for a sort. PostgreSQL's own statistics choose between the two, inside one
statement whose plan does not depend on the values, so that no question is planned twice.

A box that should hold few places has a shorter statement (`few_question`), which says when there
are too many for it.

Docs: docs/decisions/0008-wide-boxes.md.
"""

from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    BigInteger,
    Boolean,
    ColumnElement,
    Double,
    Integer,
    Subquery,
    TableValuedAlias,
    bindparam,
    case,
    func,
    literal_column,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

from viauma.db.fastlane import Question, Rows
from viauma.features.paging import (
    COUNT_BOUND,
    after_values,
    bound,
    bounded_count,
    geometry_in,
)
from viauma.features.rules import PageRequest
from viauma.geo.bbox import BBox
from viauma.geo.crs import Crs
from viauma.geo.curve import cells_of
from viauma.places.filtering import (
    PAGE,
    WGS84,
    Shape,
    Statement,
    box_of,
    compiled,
    conditions,
    number,
    parameters_of,
    remembered,
    shape_of,
)
from viauma.places.models import PublishedPlace as P
from viauma.places.rules import PlaceFilter

MANY = 600.0
"""From so many expected places on, reading along the curve is quicker than sorting; measured on
1 000 000 rows, page and count added up: 0.43 ms against 0.59 at 377 places, 0.41 against 1.2 at
692, 0.44 against 5.0 at 3 357, 0.45 against 1 100 at 530 000."""

FEW = COUNT_BOUND
"""So many are found, counted and sorted in one go: key, id and address of a thousand are 40 kB."""

EVENLY = 100.0
"""Where so many places or fewer would lie in a box if they lay evenly, it is asked for few first:
towns are some ten times as dense. In vain that costs 0.4 ms, and otherwise halves the answer."""

READABLE = frozenset((
    "box", "site", "facility", "trail", "municipality", "municipalities", "leaf_category",
    "leaf_categories", "statuses",
))  # fmt: skip
"""What may stand beside the box: conditions that many rows meet, or that an index by key serves."""

Condition = ColumnElement[bool]

ONE: ColumnElement[int] = literal_column("1", Integer)
UNKNOWN: ColumnElement[float] = literal_column("'infinity'", Double)
ZERO: ColumnElement[int] = literal_column("0", Integer)
LIMIT: ColumnElement[int] = bindparam("limit", type_=Integer)
MASK: ColumnElement[int] = bindparam("cell_mask", type_=BigInteger)


def is_readable(shape: Shape) -> bool:
    """Tell whether a question is for one box and little else."""
    return "box" in shape and shape <= READABLE


class Spread(NamedTuple):
    """How many places there are, as far as the statistics know, and the box around them."""

    rows: float
    extent: BBox | None


def expects_few(question: PlaceFilter, spread: Spread) -> bool:
    """Tell whether a box should be asked for few first (`few_question`)."""
    if question.bbox is None or not is_readable(shape_of(question)):
        return False
    if spread.extent is None or spread.rows <= FEW:
        return True
    return spread.rows * question.bbox.share_of(spread.extent) <= EVENLY


def has_too_many(rows: Rows) -> bool:
    """Tell from the answer to `few_question` that there were more than FEW."""
    return len(rows) == 1 and rows[0][1] is None


def box_question(question: PlaceFilter, page: PageRequest, *, counted: bool) -> Question:
    """Ask the fast lane for a page of a box: rows of the count, key, id, Feature and geometry.

    The count is bounded, and null where none is asked for; the geometry is there unless CRS84 is
    asked for.
    """
    assert question.bbox is not None  # noqa: S101 - is_readable has seen it
    crs = None if page.crs.is_crs84 else page.crs
    after = page.after is not None
    statement = box_statement(shape_of(question), after=after, crs=crs, counted=counted)
    values = parameters_of(question) | _cell_values(question.bbox) | after_values(page.after)
    return Question(compiled(statement), values | {"limit": page.limit}, is_planned_once=True)


@remembered
def box_statement(
    shape: Shape, *, after: bool = False, crs: Crs | None = None, counted: bool = True
) -> Statement:
    """Select the page by whichever way is shorter; of the two parts one is empty."""
    box = box_of(0)
    expected = func.viauma.expected_places(box, type_=Double)
    area = select(box.label("geom"), expected.label("expected")).cte("area")
    # A value of a subquery, like those of a plan made once for all boxes, is not planned for.
    # Where there are no statistics yet, nothing says that there are few.
    expected_ones = func.coalesce(select(area.c.expected).scalar_subquery(), UNKNOWN)
    has_many = expected_ones > literal_column(str(MANY))
    asked = conditions(shape - {"box"})
    beyond = [PAGE.beyond_key()] if after else []
    found, along = [*asked, _touches(area)], _along(area, asked, beyond)
    counts = _counts(area, asked) if counted else (null(), null())
    # The first page of few is sorted out of all that match, so that they can be counted on the way.
    matched = _counted_on_the_way() if counted and not after else counts[0]
    shown = [PAGE.key, PAGE.id, PAGE.feature]
    few = (
        select(matched.label("matched"), *shown, *_moved(P.geom, crs))
        .where(*found, *beyond, ~has_many)
        .order_by(P.key + ZERO, P.id)
        .limit(LIMIT)
        .subquery("few")
    )
    many = select(
        counts[1].label("matched"), along.c.key, along.c.id, along.c.feature,
        *_moved(along.c.geom, crs),
    ).where(has_many)  # fmt: skip
    return select(union_all(select(few), many).subquery("page"))


def few_question(question: PlaceFilter, page: PageRequest) -> Question:
    """Ask for a page of a box that should hold few: rows of the count, key, id, Feature, geometry.

    Where there are more than FEW, the answer is one row without a key: ask `box_question` then.
    """
    crs = None if page.crs.is_crs84 else page.crs
    statement = few_statement(shape_of(question), after=page.after is not None, crs=crs)
    values = parameters_of(question) | after_values(page.after) | {"limit": page.limit}
    return Question(compiled(statement), values, is_planned_once=True)


@remembered
def few_statement(shape: Shape, *, after: bool = False, crs: Crs | None = None) -> Statement:
    """Select the page out of all that match, which are counted on the way; at most FEW."""
    area = select(box_of(0)).scalar_subquery()
    asked = conditions(shape - {"box"})
    # Without the Feature, which is long: it is fetched for those on the page, by their address.
    placed = [] if crs is None else [P.geom]
    found = (
        select(P.key, P.id, literal_column("ctid").label("at"), *placed)
        .where(*asked, func.st_intersects(P.geom, area, type_=Boolean))
        .limit(literal_column(str(FEW + 1)))
        .cte("found")
    )
    matched = select(func.count()).select_from(found).scalar_subquery()
    beyond = [PAGE._replace(key=found.c.key, id=found.c.id).beyond_key()] if after else []
    page = (
        select(found).where(*beyond).order_by(found.c.key, found.c.id).limit(LIMIT).subquery("page")
    )
    there = aliased(P, name="there")
    here = literal_column("there.ctid") == page.c.at
    feature = select(there.feature).where(here).scalar_subquery()
    moved = [] if crs is None else _moved(page.c.geom, crs)
    shown = [page.c.key, page.c.id, feature.label("feature"), *moved]
    few = literal_column(str(FEW), Integer)
    some = select(matched.label("matched"), *shown).where(matched <= few)
    too_many = select(matched, *(null() for _ in shown)).where(matched > few)
    return select(union_all(some, too_many).subquery("rows"))


def _along(area: CTE, asked: list[Condition], beyond: list[Condition]) -> Subquery:
    """Select the page along the curve: points cell by cell, all else by the index."""
    # Not the dimension: a place of several points lies in as many cells, and has one key.
    vertices: ColumnElement[int] = func.st_npoints(P.geom, type_=Integer)
    columns = [P.key, P.id, P.feature, P.geom]
    cells = _cells("column", "row", skips=bool(beyond))
    in_cell = (
        select(*columns)
        .where(
            P.key.between(cells.c.first, cells.c.first + MASK),
            # The same truth as _touches, but none that the spatial index would be asked for.
            vertices == ONE, ~func.st_disjoint(P.geom, _geom(area), type_=Boolean),
            *asked, *beyond,
        )
        .order_by(P.key, P.id)
        .limit(LIMIT)
        .lateral("in_cell")
    )  # fmt: skip
    # Cells come in the order of their keys, so their rows do too, and the first page ends the walk.
    points = select(in_cell).select_from(cells).join(in_cell, true()).limit(LIMIT)
    extended = (
        select(*columns)
        # Of the partial index published_place_spread_gist.
        .where(vertices > ONE, _touches(area), *asked, *beyond)
        .order_by(P.key + ZERO, P.id)
        .limit(LIMIT)
    )
    both = union_all(points, extended).subquery("both")
    return select(both).order_by(both.c.key, both.c.id).limit(LIMIT).subquery("along")


def _counts(area: CTE, asked: list[Condition]) -> tuple[Any, Any]:
    """Count up to the bound by the spatial index; where cells alone hold as many, by their keys."""
    exact = bounded_count(select(ONE).select_from(P).where(_touches(area), *asked))
    if asked:
        return exact, exact
    cells = _cells("inner_column", "inner_row")
    in_cell = select(ONE).where(P.key.between(cells.c.first, cells.c.first + MASK)).lateral()
    inside = bounded_count(select(ONE).select_from(cells).join(in_cell, true()))
    beyond: ColumnElement[int] = literal_column(str(COUNT_BOUND + 1), Integer)
    return exact, case((inside == beyond, beyond), else_=exact)


def _counted_on_the_way() -> ColumnElement[int]:
    beyond: ColumnElement[int] = literal_column(str(COUNT_BOUND + 1), Integer)
    return func.least(func.count().over(), beyond, type_=Integer)


def _cells(column: str, row: str, *, skips: bool = False) -> Subquery:
    """Select the first key of each cell in the order of the curve, without those passed already."""
    columns, rows = (_numbers(name) for name in (column, row))
    half: ColumnElement[float] = literal_column("0.5", Double)
    middle = func.st_makepoint(
        (columns.c.at + half) * number("cell_width"), (rows.c.at + half) * number("cell_height")
    )
    key = func._st_sortablehash(  # noqa: SLF001 - PostGIS calls it so
        func.st_setsrid(middle, WGS84), type_=BigInteger
    )
    first = key.op("&")(MASK.op("#")(literal_column("-1"))).label("first")
    cells = select(first).select_from(columns).join(rows, true())
    found = cells.subquery()
    ordered = select(found.c.first).order_by(found.c.first)
    if skips:
        ordered = ordered.where(found.c.first + MASK >= bound(0, BigInteger()))
    return ordered.subquery("cells")


def _numbers(name: str) -> TableValuedAlias:
    ends = (bindparam(f"{end}_{name}", type_=Integer) for end in ("first", "last"))
    return func.generate_series(*ends).table_valued("at").render_derived(name=f"{name}s")


def _touches(area: CTE) -> Condition:
    return func.st_intersects(P.geom, _geom(area), type_=Boolean)


def _geom(area: CTE) -> ColumnElement[Any]:
    return select(area.c.geom).scalar_subquery()


def _moved(geom: Any, crs: Crs | None) -> list[ColumnElement[Any]]:
    return [] if crs is None else [geometry_in(geom, crs).label("moved")]


def _cell_values(box: BBox) -> dict[str, Any]:
    cells = cells_of(box)
    named = {
        "column": cells.columns, "row": cells.rows,
        "inner_column": cells.inner_columns, "inner_row": cells.inner_rows,
    }  # fmt: skip
    ends = {f"first_{name}": first for name, (first, _) in named.items()}
    ends |= {f"last_{name}": last for name, (_, last) in named.items()}
    return ends | {
        "cell_width": cells.width, "cell_height": cells.height, "cell_mask": cells.mask,
    }  # fmt: skip
