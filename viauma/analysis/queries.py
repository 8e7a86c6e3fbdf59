"""The area questions' second half: how many of what, where, and how that compares."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from viauma.analysis.rules import UNKNOWN_AREA, AreaCount, Whole, grouped
from viauma.db.fastlane import Question
from viauma.geo.areas import Within
from viauma.municipalities.queries import municipalities
from viauma.municipalities.rules import MunicipalityRef
from viauma.places.filtering import (
    Shape,
    Statement,
    compiled,
    conditions,
    parameters_of,
    remembered,
    shape_of,
)
from viauma.places.models import PublishedPlace as P
from viauma.places.rules import PlaceFilter

WGS84 = Geod(ellps="WGS84")

MUNICIPALITY_NAMES = frozenset(("municipality", "municipality_name", "city"))

GROUPS = ("municipality", "category")


@remembered
def counts_statement(shape: Shape) -> Statement:
    """Count the matching places by municipality and category."""
    return (
        select(P.municipality, P.category, func.count().label("count"))
        .where(*conditions(shape))
        .group_by(P.municipality, P.category)
        .order_by(P.municipality, P.category)
    )


def counts_question(question: PlaceFilter) -> Question:
    """Ask the fast lane for rows of municipality, category and count; texts come as bytes."""
    return Question(compiled(counts_statement(shape_of(question))), parameters_of(question))


def counts_by_area(
    session: Session, question: PlaceFilter, by: Collection[str] = GROUPS
) -> list[AreaCount]:
    """Count places per municipality and category, with rates; see `counted`."""
    rows = session.execute(counts_statement(shape_of(question)), parameters_of(question))
    return counted(((code, key, n) for code, key, n in rows), municipalities(session), question, by)


def counted(
    rows: Iterable[tuple[str | None, str, int]],
    known: Sequence[MunicipalityRef],
    question: PlaceFilter,
    by: Collection[str] = GROUPS,
) -> list[AreaCount]:
    """Put rates beside counts, the same way for every face.

    Only pairs that occur are listed. Municipalities are divided by their own population and land
    area, a sum over them by those of all municipalities asked about (or of the members). A shape
    (box, polygon, distance) cuts through municipalities: then nobody knows how many people live
    in the parts, so there is no rate per inhabitant, and only the sum has an area, that of the
    shape.

    Parameters
    ----------
    rows
        Municipality code or None, category and count.
    known
        All municipalities.
    question
        What was asked.
    by
        What to keep apart: ``municipality``, ``category``, both or neither.
    """
    cut = cuts_through(question)
    codes = {one.code: one for one in known}
    counts = [_area_count(codes, row, rated=not cut) for row in rows]
    if cut:
        return grouped(counts, by, Whole("the asked area", None, shape_area_km2(question)))
    if question.where and question.where.names & MUNICIPALITY_NAMES:
        # Which municipalities a filter leaves is not known without asking; each has its own rate.
        return grouped(counts, by, Whole("what the filter leaves", None, None))
    asked = [one for one in known if _is_asked(one, question)]
    return grouped(counts, by, _whole_of(asked))


def cuts_through(question: PlaceFilter) -> bool:
    """Tell whether a question's shape may hold parts of municipalities."""
    by_filter = question.where is not None and question.where.is_spatial
    return bool(question.bbox or question.polygon is not None or question.within or by_filter)


def shape_area_km2(question: PlaceFilter) -> float | None:
    """Measure the one shape of a question on the WGS 84 ellipsoid, water included.

    None when several conditions overlap, or the shape is a distance from anything but a point.
    """
    shapes: list[BaseGeometry] = []
    if question.bbox:
        # The edges of a box follow parallels, which are not the shortest lines.
        shapes.append(shapely.segmentize(question.bbox.geometry, 0.05))
    if question.polygon is not None:
        shapes.append(question.polygon)
    shapes += [_circle(within) for within in question.within]
    if len(shapes) != 1 or question.municipalities or question.where or shapes[0].is_empty:
        return None
    return geodesic_area_km2(shapes[0])


def geodesic_area_km2(polygon: BaseGeometry) -> float:
    """Measure a polygon in EPSG:4326 on the WGS 84 ellipsoid, in square kilometres."""
    square_metres, _ = WGS84.geometry_area_perimeter(shapely.orient_polygons(polygon))
    return abs(float(square_metres)) / 1e6


def _circle(within: Within) -> BaseGeometry:
    if within.shape.geom_type != "Point":
        return shapely.Polygon()
    around = np.arange(0.0, 360.0)
    lon, lat = (np.full_like(around, value) for value in within.shape.coords[0][:2])
    east, north, _ = WGS84.fwd(lon, lat, around, np.full_like(around, within.distance_m))
    return shapely.Polygon(np.column_stack([east, north]))


def _is_asked(one: MunicipalityRef, question: PlaceFilter) -> bool:
    return one.code in question.municipalities if question.municipalities else one.is_member


def _whole_of(asked: Sequence[MunicipalityRef]) -> Whole:
    people = [one.population for one in asked]
    land = [one.land_area_km2 for one in asked]
    return Whole(
        "all that was asked",
        sum(n for n in people if n) if all(people) else None,
        sum(km2 for km2 in land if km2) if all(land) else None,
    )


def _area_count(
    codes: Mapping[str, MunicipalityRef], row: tuple[str | None, str, int], *, rated: bool
) -> AreaCount:
    code, category, count = row
    one = codes.get(code or "")
    if one is None:
        return AreaCount(UNKNOWN_AREA, UNKNOWN_AREA, category, count, None, None)
    people, land = (one.population, one.land_area_km2) if rated else (None, None)
    return AreaCount(one.code, one.name, category, count, people, land)
