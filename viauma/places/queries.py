"""Reading public places: pages, counts and the nearest, for sessions and for the fast lane."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import shapely
import shapely.geometry
from shapely.geometry.base import BaseGeometry
from sqlalchemy import (
    ColumnElement,
    Double,
    Integer,
    Label,
    bindparam,
    case,
    func,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from viauma.db.fastlane import Question
from viauma.db.named_sql import named_sql
from viauma.geo.areas import Point
from viauma.geo.bbox import BBox
from viauma.places.filtering import (
    WGS84,
    Shape,
    Statement,
    compiled,
    conditions,
    geography,
    number,
    parameters_of,
    shape_of,
)
from viauma.places.models import PublishedPlace as P
from viauma.places.rules import PlaceFilter

WIDE_SHARE = 0.25
"""A box over more than this share of the extent is walked in key order."""


COUNT_BOUND = 1_000
"""Counting stops here: past it a page says that there are more, not how many."""


@dataclass(frozen=True, slots=True)
class After:
    """Where the last page ended: the Hilbert key and id of its last place."""

    key: int
    id: UUID


@cache
def page_statement(shape: Shape, *, after: bool) -> Statement:
    """Select key, id and Feature text of a page in spatial order; binds `limit`.

    PostgreSQL believes that matches are spread evenly along the key and would walk it from the
    start; those of an area lie together, so the walk would cross half the table first. Adding
    nothing to the key leaves it the spatial index and a sort. Only a box that holds most of the
    data (`wide_box`) is walked.
    """
    in_an_area = shape & {"box", "two_boxes", "polygon", "within_0"} and "wide_box" not in shape
    key = P.key + literal_column("0") if in_an_area else P.key
    statement = select(P.key, P.id, P.feature).where(*conditions(shape))
    if after:
        place = tuple_(
            bindparam("after_key", type_=P.key.type), bindparam("after_id", type_=P.id.type)
        )
        statement = statement.where(tuple_(P.key, P.id) > place)
    return statement.order_by(key, P.id).limit(bindparam("limit", type_=Integer))


@cache
def count_statement(shape: Shape, *, bounded: bool = True) -> Statement:
    """Count the matching places, if bounded no further than COUNT_BOUND + 1."""
    one: Label[int] = literal_column("1", Integer).label("one")
    found: Statement = select(one).select_from(P).where(*conditions(shape))
    if bounded:
        found = found.limit(literal_column(str(COUNT_BOUND + 1)))
    return select(func.count()).select_from(found.subquery())


@cache
def nearest_statement(shape: Shape) -> Statement:
    """Select the nearest places with distance_m, bearing_deg, id and Feature text.

    The index answers by distance on a sphere; places within 1 % of the sphere's reach are then
    ordered by distance on the ellipsoid, so the answer is exact. Binds `lon`, `lat`, `limit`.
    """
    origin = func.st_setsrid(func.st_makepoint(number("lon"), number("lat")), WGS84)
    spherical = geography(P.geom).op("<->", return_type=Double)(geography(origin))
    limit = bindparam("limit", type_=Integer)
    first = select(spherical.label("d")).where(*conditions(shape)).order_by("d").limit(limit)
    reach = select(
        (func.max(first.subquery().c.d) * literal_column("1.01") + literal_column("1")).label("m")
    ).subquery("reach")
    distance = func.st_distance(geography(P.geom), geography(origin), type_=Double)
    return (
        select(distance.label("distance_m"), _bearing(origin), P.id, P.feature)
        .select_from(reach)
        .join(P, func.st_dwithin(geography(P.geom), geography(origin), reach.c.m))
        .where(*conditions(shape))
        .order_by("distance_m", P.id)
        .limit(limit)
    )


def page_question(
    question: PlaceFilter, *, limit: int, after: After | None = None, extent: BBox | None = None
) -> Question:
    """Ask the fast lane for a page: rows of key, id and Feature text.

    `extent`, the box around all places, tells whether the question's box holds most of them.
    """
    shape = shape_of(question)
    if question.bbox and extent and question.bbox.share_of(extent) > WIDE_SHARE:
        shape |= {"wide_box"}
    values = parameters_of(question) | {"limit": limit}
    if after is not None:
        values |= {"after_key": after.key, "after_id": after.id}
    statement = page_statement(shape, after=after is not None)
    return Question(compiled(statement), values)


def count_question(question: PlaceFilter) -> Question:
    """Ask the fast lane for the number of matches, up to COUNT_BOUND + 1."""
    return Question(compiled(count_statement(shape_of(question))), parameters_of(question))


def nearest_question(question: PlaceFilter, origin: Point, *, limit: int) -> Question:
    """Ask the fast lane for the nearest: rows of distance_m, bearing_deg, id and Feature text."""
    values = parameters_of(question) | {"lon": origin.lon, "lat": origin.lat, "limit": limit}
    return Question(compiled(nearest_statement(shape_of(question))), values)


def item_question(reference: str, kind: str = "place") -> Question:
    """Ask the fast lane for one place by id or slug: a row of id, version and Feature text."""
    name = "place_by_id" if is_uuid(reference) else "place_by_slug"
    return Question(named_sql(name), {"reference": reference, "kind": kind})


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A place found near a position."""

    distance_m: float
    bearing_deg: float | None
    feature: dict[str, Any]


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
    statement = page_statement(shape_of(question), after=False)
    rows = session.execute(statement, parameters_of(question) | {"limit": limit})
    return [json.loads(row.feature) for row in rows]


def nearest_places(
    session: Session, origin: Point, question: PlaceFilter, limit: int = 10
) -> list[Neighbour]:
    """Find the nearest places, nearest first, with geodesic distance and bearing.

    Returns
    -------
    list of Neighbour
        `distance_m` on the WGS 84 ellipsoid to the nearest part of the place; `bearing_deg`
        clockwise from north towards it, None when the origin lies inside the place.
    """
    values = parameters_of(question) | {"lon": origin.lon, "lat": origin.lat, "limit": limit}
    rows = session.execute(nearest_statement(shape_of(question)), values)
    return [Neighbour(row.distance_m, row.bearing_deg, json.loads(row.feature)) for row in rows]


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
    # Python reads more spellings (urn:uuid:…, odd hyphens) than PostgreSQL does.
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def _bearing(origin: ColumnElement[Any]) -> ColumnElement[float]:
    # The nearest point in degrees is not the nearest on the ground. In the azimuthal equidistant
    # projection around the origin it is; st_closestpoint of geographies needs PostGIS 3.4.
    around = func.concat(
        literal_column("'+proj=aeqd +datum=WGS84 +lat_0='"), number("lat"),
        literal_column("' +lon_0='"), number("lon"),
    )  # fmt: skip
    middle = func.st_makepoint(literal_column("0"), literal_column("0"))
    part = func.st_closestpoint(func.st_transform(P.geom, around), middle)
    azimuth = case(
        (func.st_dimension(P.geom) == literal_column("0"), _azimuth_of_points(origin)),
        else_=func.st_azimuth(middle, part),
    )
    return func.degrees(azimuth, type_=Double).label("bearing_deg")


def _azimuth_of_points(origin: ColumnElement[Any]) -> ColumnElement[float]:
    nearest = func.st_closestpoint(P.geom, origin)
    return func.st_azimuth(geography(origin), geography(nearest), type_=Double)
