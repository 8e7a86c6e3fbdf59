"""Geometries arrive in EPSG:4326, longitude first, whatever they are written in; moments in UTC."""

from datetime import UTC, date, datetime

import pytest
import shapely

from tests.shapes import assert_same_shape
from viauma.cql2.json_encoding import parse_json
from viauma.cql2.text import parse_text
from viauma.cql2.tree import Comparison, Geometry, Instant, Interval, Spatial
from viauma.errors import InvalidInput
from viauma.geo.crs import CRS84, Crs, parse_crs

EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
WGS84, WEB_MERCATOR, SWEREF99TM, ETRS89_UTM34 = (
    parse_crs(f"{EPSG}{code}") for code in (4326, 3857, 3006, 25834)
)
UMEA = shapely.Point(20.2630354, 63.8258471)


def shape_of(literal: str, crs: Crs = CRS84) -> shapely.Geometry:
    found = parse_text(f"s_within(geom, {literal})", crs=crs)
    assert isinstance(found, Spatial)
    assert isinstance(found.right, Geometry)
    return found.right.shape


def shape_in(document: dict, crs: Crs = CRS84) -> shapely.Geometry:
    found = parse_json({"op": "s_within", "args": [{"property": "geom"}, document]}, crs=crs)
    assert isinstance(found, Spatial)
    assert isinstance(found.right, Geometry)
    return found.right.shape


def refusal_of(literal: str, crs: Crs = CRS84) -> str:
    with pytest.raises(InvalidInput) as refused:
        shape_of(literal, crs)
    return refused.value.reason


def time_of(literal: str) -> object:
    found = parse_text(f"a = {literal}")
    assert isinstance(found, Comparison)
    assert isinstance(found.right, Instant)
    return found.right.value


@pytest.mark.parametrize(
    ("crs", "x", "y"),
    [
        (CRS84, 20.2630354, 63.8258471),
        (WGS84, 63.8258471, 20.2630354),
        (WEB_MERCATOR, 2255670.783, 9305677.142),
        (SWEREF99TM, 7088286.177, 758804.74),
    ],
)
def test_the_authority_says_which_axis_comes_first(crs, x, y):
    in_text = shape_of(f"POINT({x} {y})", crs)

    assert shapely.distance(UMEA, in_text) < 1e-7
    assert_same_shape(in_text, shape_in({"type": "Point", "coordinates": [x, y]}, crs))


def test_a_box_follows_the_axis_order_of_its_crs():
    assert_same_shape(shape_of("BBOX(20,63,21,64)"), shape_of("BBOX(63,20,64,21)", WGS84))


def test_a_box_in_a_projected_crs_keeps_its_curved_edges():
    box = shape_of("BBOX(700000,7000000,800000,7100000)", ETRS89_UTM34)

    assert shapely.get_num_coordinates(box) > 100
    assert box.is_valid


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ("20,63,21,64", shapely.box(20, 63, 21, 64)),
        ("20,63,-5,21,64,900", shapely.box(20, 63, 21, 64)),
        ("20,63,20,64", shapely.LineString([(20, 63), (20, 64)])),
        ("20,63,21,63", shapely.LineString([(20, 63), (21, 63)])),
        ("20,63,20,63", shapely.Point(20, 63)),
        (
            "150,-90,-150,90",
            shapely.MultiPolygon(
                [shapely.box(150, -90, 180, 90), shapely.box(-180, -90, -150, 90)]
            ),
        ),
        ("180,0,-170,1", shapely.box(-180, 0, -170, 1)),
        ("170,0,-180,1", shapely.box(170, 0, 180, 1)),
        ("180,0,-180,0", shapely.MultiPoint([(180, 0), (-180, 0)])),
        (
            "179,5,-179,5",
            shapely.MultiLineString([[(179, 5), (180, 5)], [(-180, 5), (-179, 5)]]),
        ),
    ],
)
def test_boxes(numbers, expected):
    document = {"bbox": [float(number) for number in numbers.split(",")]}

    assert_same_shape(expected, shape_of(f"BBOX({numbers})"))
    assert_same_shape(expected, shape_in(document))


def test_a_box_over_the_antimeridian_is_two_in_any_axis_order():
    assert_same_shape(shape_of("BBOX(170,-20,-170,20)"), shape_of("BBOX(-20,170,20,-170)", WGS84))


def test_the_whole_world_in_web_mercator_ends_at_180_degrees():
    world = shape_of(
        "BBOX(-20037508.3427893,-20037508.3,20037508.3427893,20037508.3)", WEB_MERCATOR
    )

    assert shapely.bounds(world).max() <= 180


def test_heights_are_dropped():
    assert_same_shape(shapely.Point(20, 63), shape_of("POINT Z (20 63 7)"))
    assert_same_shape(
        shapely.Point(20, 63), shape_in({"type": "Point", "coordinates": [20, 63, 7]})
    )


@pytest.mark.parametrize(
    ("literal", "sentence"),
    [
        ("POINT(90 180)", "a Point leaves ±180/±90 degrees at longitude 90, latitude 180"),
        ("MULTIPOINT(7 49, 90 180)", "a MultiPoint leaves ±180/±90 degrees"),
        ("POINT(1e400 0)", "a Point has coordinates that are not finite"),
        ("POINT(NaN 0)", "a Point has coordinates that are not finite"),
        ("POINT(1)", "a POINT is not well-formed WKT"),
        ("POINT(1,2)", "a POINT is not well-formed WKT"),
        ("POINT(1 2 3 4 5)", "a POINT is not well-formed WKT"),
        ("POINT EMPTY", "a Point is empty"),
        ("MULTIPOINT((1 2), EMPTY)", "a MultiPoint is empty"),
        ("LINESTRING(1 2, 1 2)", "a LineString is not valid"),
        ("POLYGON((0 0,1 1,1 0))", "a POLYGON is not well-formed WKT"),
        ("POLYGON((0 0,1 1,1 0,0 1,0 0))", "a Polygon is not valid: Self-intersection"),
        ("GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(POINT(1 2)))", "a GeometryCollection may not hold"),
        ("BBOX(20,64,21,63)", "the south of a BBOX lies north of its north"),
        ("BBOX(1,2,3)", "BBOX takes 4 or 6 numbers, got 3"),
        ("BBOX(1,2,3,4,5)", "BBOX takes 4 or 6 numbers, got 5"),
        ("BBOX(a,2,3,4)", "bbox takes 4 or 6 numbers"),
        ("BBOX(-190,0,0,1)", "leaves ±180/±90 degrees"),
        ("BBOX(0,0,1e999,1)", "a number is too large"),
    ],
)
def test_a_geometry_that_is_none_is_named(literal, sentence):
    assert sentence in refusal_of(literal)


@pytest.mark.parametrize(
    ("literal", "crs", "sentence"),
    [
        ("POINT(1e300 0)", WEB_MERCATOR, "a Point lies outside every CRS"),
        ("LINESTRING(0 0,0 1e-323)", WEB_MERCATOR, "a LineString cannot be read in its CRS"),
        ("POLYGON((0 0,9 9,9 0,0 9,0 0))", WEB_MERCATOR, "a Polygon is not valid"),
        ("BBOX(9,0,0,9)", SWEREF99TM, "the first corner of a BBOX must be the lower one"),
        ("POINT(100 20)", WGS84, "leaves ±180/±90 degrees at longitude 20, latitude 100"),
    ],
)
def test_a_geometry_that_is_none_in_its_crs_is_named(literal, crs, sentence):
    assert sentence in refusal_of(literal, crs)


@pytest.mark.parametrize(
    "document",
    [
        {"type": "Circle", "coordinates": [1, 2]},
        {"type": ["Point"], "coordinates": [1, 2]},
        {"type": "Point"},
        {"type": "Point", "coordinates": [True, 2]},
        {"type": "Point", "coordinates": ["1", 2]},
        {"type": "Point", "coordinates": [1]},
        {"type": "Point", "coordinates": [10**30, 0]},
        {"type": "Point", "coordinates": [float("nan"), 0]},
        {"type": "Point", "coordinates": []},
        {"type": "Polygon", "coordinates": [1, 2]},
        {"type": "GeometryCollection", "geometries": [1]},
        {"type": "GeometryCollection", "geometries": []},
        {"bbox": [1, 2, True, 4]},
        {"bbox": "1,2,3,4"},
        {"bbox": [1, 2]},
    ],
)
def test_a_geojson_geometry_that_is_none_is_refused(document):
    with pytest.raises(InvalidInput):
        shape_in(document)


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        ("DATE('2024-02-29')", date(2024, 2, 29)),
        ("date('0001-01-01')", date(1, 1, 1)),
        ("TIMESTAMP('2024-06-30T12:00:00Z')", datetime(2024, 6, 30, 12, tzinfo=UTC)),
        ("TIMESTAMP('2024-06-30t12:00:00.25z')", datetime(2024, 6, 30, 12, 0, 0, 250_000, UTC)),
        ("TIMESTAMP('2024-06-30T12:00:00.123456789Z')",
         datetime(2024, 6, 30, 12, 0, 0, 123456, UTC)),
        ("TIMESTAMP('2024-06-30T14:00:00+02:00')", datetime(2024, 6, 30, 12, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_days_and_moments(literal, expected):
    assert repr(expected) == repr(time_of(literal))


@pytest.mark.parametrize(
    "literal",
    [
        "DATE('2023-02-29')", "DATE('2024-6-30')", "DATE('2024-06-30T12:00:00Z')", "DATE('..')",
        "DATE('')", "DATE(20240630)", "DATE()", "DATE('2024-06-30','2024-07-01')", "DATE(a)",
        "DATE('\uff12024-06-30')", "DATE('0000-01-01')", "TIMESTAMP('2024-06-30')",
        "TIMESTAMP('2024-06-30T12:00:00')", "TIMESTAMP('2024-06-30 12:00:00Z')",
        "TIMESTAMP('2024-06-30T25:00:00Z')", "TIMESTAMP('2024-06-30T12:00:00+25:00')",
        "TIMESTAMP('0001-01-01T00:00:00+01:00')", "TIMESTAMP('9999-12-31T23:59:59-01:00')",
    ],
)  # fmt: skip
def test_what_is_no_day_or_moment_is_refused(literal):
    with pytest.raises(InvalidInput, match="day|moment|date takes|timestamp takes"):
        parse_text(f"a = {literal}")


@pytest.mark.parametrize(
    "ends",
    [
        "'2024-01-01','2024-01-01'",
        "'2024-01-01T12:00:00Z','2024-01-01'",
        "'2024-01-01','2024-01-01T12:00:00Z'",
        "'..','2024-01-01'",
    ],
)
def test_an_interval_may_be_as_short_as_an_instant(ends):
    found = parse_text(f"INTERVAL({ends}) IS NULL")

    assert isinstance(found.value, Interval)


@pytest.mark.parametrize(
    "ends",
    [
        "'2024-01-02','2024-01-01'", "'2024-01-01T12:00:01Z','2024-01-01T12:00:00Z'",
        "'2024-01-02T00:00:00Z','2024-01-01'", "'2024-01-01'", "'a','b'", "1,2", "f(a),'..'",
        "'','2024-01-01'",
    ],
)  # fmt: skip
def test_what_is_no_interval_is_refused(ends):
    with pytest.raises(InvalidInput):
        parse_text(f"INTERVAL({ends}) IS NULL")
