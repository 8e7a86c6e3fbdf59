"""The nearest places: by index on a sphere, then exactly on the ellipsoid."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    Integer,
    Text,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    select,
    tuple_,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from viauma.db.fastlane import Question
from viauma.features.paging import after_values, geometry_in
from viauma.features.rules import PageRequest
from viauma.geo.areas import Point
from viauma.geo.crs import Crs
from viauma.places.filtering import (
    WGS84,
    Shape,
    Statement,
    compiled,
    conditions,
    geography,
    number,
    parameters_of,
    remembered,
    shape_of,
)
from viauma.places.models import PublishedPlace as P
from viauma.places.rules import PlaceFilter


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A place found near a position."""

    distance_m: float
    bearing_deg: float | None
    feature: dict[str, Any]


@remembered
def nearest_statement(shape: Shape, *, after: bool = False, crs: Crs | None = None) -> Statement:
    """Select the nearest places: no count, distance_m, bearing_deg, id and Feature text.

    The index answers by distance on a sphere; places within 1 % of the sphere's reach are then
    ordered by distance on the ellipsoid, so the answer is exact. Binds `lon`, `lat`, `limit`, and
    `after_0`, `after_1` (distance and id) for a next page.
    """
    origin = func.st_setsrid(func.st_makepoint(number("lon"), number("lat")), WGS84)
    spherical = geography(P.geom).op("<->", return_type=Double)(geography(origin))
    limit = bindparam("limit", type_=Integer)
    distance = func.st_distance(geography(P.geom), geography(origin), type_=Double)
    asked = conditions(shape)
    if after:
        asked = [*asked, tuple_(distance, P.id) > tuple_(_text(0, Double()), _text(1, P.id.type))]
    first = select(spherical.label("d")).where(*asked).order_by("d").limit(limit)
    reach = select(
        (func.max(first.subquery().c.d) * literal_column("1.01") + literal_column("1")).label("m")
    ).subquery("reach")
    shown = [P.feature] + ([] if crs is None else [geometry_in(P.geom, crs)])
    return (
        select(
            null().label("matched"), distance.label("distance_m"), _bearing(origin), P.id, *shown
        )
        .select_from(reach)
        .join(P, func.st_dwithin(geography(P.geom), geography(origin), reach.c.m))
        .where(*asked)
        .order_by("distance_m", P.id)
        .limit(limit)
    )


def nearest_question(question: PlaceFilter, origin: Point, page: PageRequest) -> Question:
    """Ask the fast lane for the nearest.

    Rows hold null for a count, distance_m, bearing_deg, id, Feature text and, unless CRS84,
    geometry; the position of a next page is distance and id.
    """
    values = parameters_of(question) | after_values(page.after)
    values |= {"lon": origin.lon, "lat": origin.lat, "limit": page.limit}
    crs = None if page.crs.is_crs84 else page.crs
    statement = nearest_statement(shape_of(question), after=page.after is not None, crs=crs)
    return Question(compiled(statement), values)


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


def _text(at: int, kind: TypeEngine[Any]) -> ColumnElement[Any]:
    return cast(cast(bindparam(f"after_{at}", type_=Text), Text), kind)


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
