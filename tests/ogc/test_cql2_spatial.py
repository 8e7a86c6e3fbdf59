"""CQL2 (21-065r2): the spatial classes, through items and compared with shapely."""

import json

import pytest
import shapely
from shapely.geometry import shape

from tests.fixtures.serving import problem_of
from tests.ogc.asking import CQL2
from tests.ogc.filtering import LANGUAGES, SOURCES, Filters

BASIC, PLUS = f"{CQL2}basic-spatial-functions", f"{CQL2}basic-spatial-functions-plus"
SPATIAL = f"{CQL2}spatial-functions"

abstract_test = pytest.mark.abstract_test
every_source = pytest.mark.parametrize("source", SOURCES)
languages = pytest.mark.parametrize("lang", LANGUAGES)

WORLD = "BBOX(-180,-90,180,90)"
WORLD_POLYGON = "POLYGON((-180 -90,180 -90,180 90,-180 90,-180 -90))"
LINE, POINT, POINTS = "LINESTRING(7 50,10 51)", "POINT(7.02 49.92)", "MULTIPOINT(7 50,10 51)"
HALF = "POLYGON((-180 -90,-90 -90,-90 90,-180 90,-180 -90),"
HOLE = "(-120 -50,-100 -50,-100 -40,-120 -40,-120 -50))"
MORE_LITERALS = (
    "LINESTRING(-180 -45,0 -45)",
    "MULTILINESTRING((-180 -45,0 -45),(0 45,180 45))",
    f"{HALF}{HOLE}",
    f"MULTIPOLYGON(({HALF.removeprefix('POLYGON(')}{HOLE},((0 0,10 0,10 10,0 10,0 0)))",
    f"GEOMETRYCOLLECTION({POINT},POLYGON((0 0,10 0,10 10,0 10,0 0)))",
)
# Where something is, so that the results say something: a rectangle, a road and a square.
NEAR = {
    "BBOX(20.1,63.75,20.4,63.9)": shapely.box(20.1, 63.75, 20.4, 63.9),
    "BBOX(20.3,60,20.2,70)": shapely.MultiPolygon(
        [shapely.box(20.3, 60, 180, 70), shapely.box(-180, 60, 20.2, 70)]),
    "LINESTRING(19 63.5,21 64.2)": shapely.LineString([(19, 63.5), (21, 64.2)]),
    "POLYGON((20 63.7,20.5 63.7,20.5 64,20 64,20 63.7))": shapely.box(20, 63.7, 20.5, 64),
    "MULTIPOINT(20.26 63.825,19.75 63.9)": shapely.MultiPoint([(20.26, 63.825), (19.75, 63.9)]),
}  # fmt: skip


def expected(filters: Filters, source: str, relation: str, other: shapely.Geometry) -> set[str]:
    compare = getattr(shapely, relation)
    return {one["id"] for one in filters.features(source)
            if one["geometry"] is not None and compare(shape(one["geometry"]), other)}  # fmt: skip


def placed(filters: Filters, source: str) -> frozenset[str]:
    return filters.found(source, "geometry IS NOT NULL")


def refuse_coordinates_beyond_the_world(filters: Filters, source: str, relation: str) -> None:
    for spelled, lang in (
        (f"{relation}(geometry,POINT(90 180))", "cql2-text"),
        (json.dumps({"op": relation.lower(), "args": [
            {"property": "geometry"}, {"type": "Point", "coordinates": [90, 180]}]}), "cql2-json"),
    ):  # fmt: skip
        refused = problem_of(filters.sent(source, spelled, lang), 400)
        assert refused["parameter"] == "filter"


@abstract_test(BASIC, "/conf/basic-spatial-functions/s_intersects")
@every_source
@languages
def test_boxes_and_points_are_looked_in(filters: Filters, source: str, lang: str) -> None:
    """/conf/basic-spatial-functions/s_intersects."""
    assert filters.found(source, f"S_INTERSECTS(geometry,{WORLD})", lang) == placed(filters, source)
    assert filters.found(source, f"S_INTERSECTS(geometry,{POINT})", lang) == set()
    west, east = "BBOX(-180,-90,-90,90)", "BBOX(90,-90,180,90)"
    both = f"S_INTERSECTS(geometry,{west}) AND S_INTERSECTS(geometry,{east})"
    assert filters.found(source, both, lang) == set()
    refuse_coordinates_beyond_the_world(filters, source, "S_INTERSECTS")


@abstract_test(BASIC, "/conf/basic-spatial-functions/logical")
@every_source
@languages
def test_boxes_combine(filters: Filters, source: str, lang: str) -> None:
    """/conf/basic-spatial-functions/logical."""
    boxes = (WORLD, POINT, "POINT(20.26 63.82)", *(one for one in NEAR if one.startswith("BBOX")))
    predicates = [f"S_INTERSECTS(geometry,{one})" for one in boxes]
    filters.assert_combined(source, [*predicates, "geometry IS NULL", "slug > 'n'"], lang)


@abstract_test(PLUS, "/conf/basic-spatial-functions-plus/s_intersects")
@every_source
@languages
def test_every_kind_of_geometry_is_a_literal(filters: Filters, source: str, lang: str) -> None:
    """/conf/basic-spatial-functions-plus/s_intersects."""
    for literal in MORE_LITERALS:
        found = filters.found(source, f"S_INTERSECTS(geometry,{literal})", lang)
        assert found == expected(filters, source, "intersects", shapely.from_wkt(literal))
    for points in ("MULTIPOINT(7.02 49.92, 90 180)", "MULTIPOINT((7.02 49.92),(90 180))"):
        response = filters.sent(source, f"S_INTERSECTS(geometry,{points})", "cql2-text")
        assert problem_of(response, 400)["parameter"] == "filter"


@abstract_test(PLUS, "/conf/basic-spatial-functions-plus/s_intersects")
@abstract_test(SPATIAL, "/conf/spatial-functions/s_intersects")
@every_source
@languages
@pytest.mark.parametrize("literal", NEAR)
def test_what_touches_is_found(filters: Filters, source: str, lang: str, literal: str) -> None:
    """/conf/spatial-functions/s_intersects, with results."""
    found = filters.found(source, f"S_INTERSECTS(geometry,{literal})", lang)

    assert found == expected(filters, source, "intersects", NEAR[literal])


@abstract_test(SPATIAL, "/conf/spatial-functions/s_intersects")
@every_source
@languages
def test_a_box_is_the_polygon_with_its_corners(filters: Filters, source: str, lang: str) -> None:
    """/conf/spatial-functions/s_intersects."""

    def intersecting(literal: str) -> frozenset[str]:
        return filters.found(source, f"S_INTERSECTS(geometry,{literal})", lang)

    assert intersecting(WORLD) == intersecting(WORLD_POLYGON) == placed(filters, source)
    assert intersecting(LINE) == intersecting(POINT) == set()


@abstract_test(SPATIAL, "/conf/spatial-functions/s_disjoint")
@every_source
@languages
def test_what_does_not_touch_is_disjoint(filters: Filters, source: str, lang: str) -> None:
    """/conf/spatial-functions/s_disjoint; what lies nowhere is neither."""
    for literal in (WORLD, WORLD_POLYGON):
        assert filters.found(source, f"S_DISJOINT(geometry,{literal})", lang) == set()
    for literal in (LINE, POINT, *NEAR):
        disjoint = filters.found(source, f"S_DISJOINT(geometry,{literal})", lang)
        touching = filters.found(source, f"S_INTERSECTS(geometry,{literal})", lang)
        assert not disjoint & touching
        assert disjoint | touching == placed(filters, source)
    refuse_coordinates_beyond_the_world(filters, source, "S_DISJOINT")


RELATIONS = {
    "s_equals": (WORLD_POLYGON, LINE, POINT),
    "s_touches": (WORLD, WORLD_POLYGON, LINE, *NEAR),
    "s_crosses": (WORLD, WORLD_POLYGON, LINE, *NEAR),
    "s_within": (WORLD, WORLD_POLYGON, LINE, POINTS, *NEAR),
    "s_contains": (WORLD, WORLD_POLYGON, LINE, POINTS, *NEAR),
    "s_overlaps": (POINTS, LINE, WORLD_POLYGON, *NEAR),
}


@abstract_test(SPATIAL, *(f"/conf/spatial-functions/{relation}" for relation in RELATIONS))
@every_source
@languages
@pytest.mark.parametrize("relation", RELATIONS)
def test_relations_are_those_of_simple_features(
    filters: Filters, source: str, lang: str, relation: str
) -> None:
    """/conf/spatial-functions/s_equals, s_touches, s_crosses, s_within, s_contains, s_overlaps."""
    shapes = {WORLD: shapely.box(-180, -90, 180, 90), **NEAR}
    for literal in RELATIONS[relation]:
        other = shapes.get(literal) or shapely.from_wkt(literal)
        found = filters.found(source, f"{relation}(geometry,{literal})", lang)
        assert found == expected(filters, source, relation.removeprefix("s_"), other), literal


@abstract_test(SPATIAL, "/conf/spatial-functions/s_equals")
@languages
def test_a_place_equals_its_own_geometry(filters: Filters, lang: str) -> None:
    """/conf/spatial-functions/s_equals, where there is something to find."""
    one = next(one for one in filters.features("places") if one["geometry"]["type"] == "Point")
    point = shape(one["geometry"])

    found = filters.found("places", f"S_EQUALS(geometry,{point.wkt})", lang)

    assert one["id"] in found
    assert found == expected(filters, "places", "equals", point)


@abstract_test(SPATIAL, "/conf/spatial-functions/logical")
@every_source
@languages
def test_relations_combine(filters: Filters, source: str, lang: str) -> None:
    """/conf/spatial-functions/logical."""
    predicates = [f"{relation}(geometry,{literal})" for relation in (*RELATIONS, "s_disjoint")
                  for literal in NEAR]  # fmt: skip
    filters.assert_combined(source, [*predicates, "slug > 'n'"], lang)
