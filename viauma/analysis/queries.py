"""The area questions' second half: how many of what, where, and how that compares."""

from functools import cache

import shapely
from pyproj import Geod
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from viauma.analysis.rules import UNKNOWN_AREA, AreaCount
from viauma.db.fastlane import Question
from viauma.municipalities.queries import municipalities
from viauma.municipalities.rules import MunicipalityRef
from viauma.places.models import PublishedPlace as P
from viauma.places.queries import Shape, Statement, compiled, conditions, parameters_of, shape_of
from viauma.places.rules import PlaceFilter

WGS84 = Geod(ellps="WGS84")


@cache
def counts_statement(shape: Shape) -> Statement:
    """Count the matching places by municipality and category."""
    return (
        select(P.municipality, P.category, func.count().label("count"))
        .where(*conditions(shape))
        .group_by(P.municipality, P.category)
        .order_by(P.municipality, P.category)
    )


@cache
def whole_area_statement(shape: Shape) -> Statement:
    """Count the matching places by category, in one area."""
    return (
        select(P.category, func.count().label("count"))
        .where(*conditions(shape))
        .group_by(P.category)
        .order_by(P.category)
    )


def counts_question(question: PlaceFilter) -> Question:
    """Ask the fast lane for rows of municipality, category and count."""
    return Question(compiled(counts_statement(shape_of(question))), parameters_of(question))


def counts_by_area(session: Session, question: PlaceFilter) -> list[AreaCount]:
    """Count places per municipality and category, with rates.

    Only pairs that occur are listed. Places whose municipality is unknown stand under the area
    ``unknown``, without rates. When the question cuts through municipalities (a box, a polygon,
    a distance), the rates still divide by the whole municipality.
    """
    known = {municipality.code: municipality for municipality in municipalities(session)}
    rows = session.execute(counts_statement(shape_of(question)), parameters_of(question))
    return [area_count(known, *row) for row in rows]


def counts_in_polygon(session: Session, question: PlaceFilter, name: str) -> list[AreaCount]:
    """Count places per category in the question's polygon, with rates per 100 km² of it.

    The area is geodesic (WGS 84) and includes water; the population of a drawn area is unknown.
    """
    area_km2 = geodesic_area_km2(question.polygon) if question.polygon is not None else None
    rows = session.execute(whole_area_statement(shape_of(question)), parameters_of(question))
    return [AreaCount(name, name, category, n, None, area_km2) for category, n in rows]


def area_count(
    known: dict[str, MunicipalityRef], code: str | None, category: str, count: int
) -> AreaCount:
    """Put a count beside what is known of its municipality."""
    municipality = known.get(code or "")
    if municipality is None:
        return AreaCount(UNKNOWN_AREA, UNKNOWN_AREA, category, count, None, None)
    return AreaCount(
        municipality.code,
        municipality.name,
        category,
        count,
        municipality.population,
        municipality.land_area_km2,
    )


def geodesic_area_km2(polygon: shapely.Geometry) -> float:
    """Measure a polygon in EPSG:4326 on the WGS 84 ellipsoid, in square kilometres."""
    square_metres, _ = WGS84.geometry_area_perimeter(shapely.orient_polygons(polygon))
    return abs(square_metres) / 1e6
