"""What somebody may ask about is read whole or refused with one sentence naming the argument."""

import json
import math

import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from tests.shapes import assert_same_shape
from viauma.errors import InvalidInput
from viauma.geo.areas import (
    MOST_METRES,
    MOST_VERTICES,
    checked_metres,
    parse_circle,
    parse_line,
    parse_point,
    parse_polygon,
)

SQUARE = [[20.0, 63.0], [21.0, 63.0], [21.0, 64.0], [20.0, 64.0], [20.0, 63.0]]
BOWTIE = [[20.0, 63.0], [21.0, 64.0], [21.0, 63.0], [20.0, 64.0], [20.0, 63.0]]
FAR_SQUARE = [[15.0, 60.0], [16.0, 60.0], [16.0, 61.0], [15.0, 61.0], [15.0, 60.0]]


def polygon(*rings) -> dict:
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(geometry) -> dict:
    return {"type": "Feature", "properties": {}, "geometry": geometry}


def collection(*geometries) -> dict:
    return {"type": "FeatureCollection", "features": [feature(one) for one in geometries]}


def refusal_of(parse, text: str) -> str:
    with pytest.raises(InvalidInput) as refusal:
        parse(text, "--area")

    assert refusal.value.argument == "--area"
    assert refusal.value.message.startswith("--area: ")
    assert "\n" not in refusal.value.message
    return refusal.value.reason


# Points and circles -----------------------------------------------------------------------


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_a_point_is_read_exactly_or_held_to_be_swapped(lon, lat):
    try:
        point = parse_point(f"{lon!r},{lat!r}")
    except InvalidInput as refusal:
        assert "swapped" in refusal.reason
        assert 54 <= lon <= 72
        assert 4 <= lat <= 32
    else:
        assert (lon, lat) == (point.lon, point.lat)


def test_a_position_plainly_in_the_indian_ocean_was_swapped():
    reason = refusal_of(parse_point, "63.8258,20.263")

    assert "axes look swapped" in reason
    assert "20.263,63.8258" in reason


def test_a_latitude_past_the_pole_hints_at_the_order():
    assert "longitude comes first" in refusal_of(parse_point, "63.9,120.5")


def test_metres_in_the_place_of_degrees_are_out_of_bounds():
    assert "outside ±180/±90" in refusal_of(parse_point, "758000,7086000")


@pytest.mark.parametrize("text", ["", "20", "20,63,5", "20;63", "nan,63", "20,inf", "20,sixty"])
def test_what_is_not_a_position_is_refused(text):
    assert refusal_of(parse_point, text)


@pytest.mark.parametrize("metres", ["0", "-1", "-0.0", "nan", "inf", "-inf", "1e999", "1000001"])
def test_a_circle_needs_a_real_radius(metres):
    assert refusal_of(parse_circle, f"20,63,{metres}")


@pytest.mark.parametrize("text", ["", "20,63", "20,63,100,200", "63,20,1000"])
def test_what_is_not_a_circle_is_refused(text):
    assert refusal_of(parse_circle, text)


def test_a_circle_is_a_point_and_metres():
    circle = parse_circle("20.25,63.75,1500")

    assert_same_shape(shapely.Point(20.25, 63.75), circle.shape)
    assert circle.distance_m == 1500


@given(st.floats())
def test_metres_are_positive_finite_and_bounded(metres):
    acceptable = math.isfinite(metres) and 0 < metres <= MOST_METRES
    try:
        accepted = checked_metres(metres, "buffer") == metres
    except InvalidInput:
        accepted = False

    assert acceptable == accepted


# Polygons ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [polygon(SQUARE), feature(polygon(SQUARE)), collection(polygon(SQUARE)),
     {"type": "MultiPolygon", "coordinates": [[SQUARE]]}],
)  # fmt: skip
def test_a_polygon_may_be_bare_or_wrapped(document):
    shape = parse_polygon(json.dumps(document))

    assert shape.equals(shapely.box(20, 63, 21, 64))


def test_several_features_are_one_area():
    shape = parse_polygon(json.dumps(collection(polygon(SQUARE), polygon(FAR_SQUARE))))

    assert shape.equals(shapely.box(20, 63, 21, 64) | shapely.box(15, 60, 16, 61))


def test_heights_are_left_out():
    high = [[lon, lat, 12.5] for lon, lat in SQUARE]

    assert not parse_polygon(json.dumps(polygon(high))).has_z


def test_a_hole_stays_a_hole():
    hole = [[20.4, 63.4], [20.4, 63.6], [20.6, 63.6], [20.6, 63.4], [20.4, 63.4]]

    assert not parse_polygon(json.dumps(polygon(SQUARE, hole))).covers(shapely.Point(20.5, 63.5))


def test_a_polygon_that_crosses_itself_is_refused_with_the_spot():
    reason = refusal_of(parse_polygon, json.dumps(polygon(BOWTIE)))

    assert "Self-intersection" in reason
    assert "20.5 63.5" in reason


def test_one_bad_polygon_among_several_is_not_mended_in_silence():
    text = json.dumps(collection(polygon(BOWTIE), polygon(FAR_SQUARE)))

    assert "not valid" in refusal_of(parse_polygon, text)


@pytest.mark.parametrize("size", [300, 1_000, 10_000, 200_000])
def test_deep_nesting_is_refused_not_suffered(size):
    text = '{"type": "Polygon", "coordinates": ' + "[" * size + "]" * size + "}"

    assert refusal_of(parse_polygon, text)


@given(st.integers(800, 1_100))
def test_nesting_at_the_edge_of_what_python_bears_is_refused(depth):
    text = '{"type": "Polygon", "coordinates": ' + "[" * depth + "]" * depth + "}"

    assert refusal_of(parse_polygon, text)


def test_swapped_axes_are_told_apart_from_an_area_far_away():
    swapped = [[lat, lon] for lon, lat in SQUARE]

    assert "axes look swapped" in refusal_of(parse_polygon, json.dumps(polygon(swapped)))


def test_the_whole_world_is_an_area():
    world = [[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]

    assert parse_polygon(json.dumps(polygon(world))).area == 360 * 180


def test_projected_coordinates_are_out_of_bounds():
    metres = [[1000 * lon, 1000 * lat] for lon, lat in SQUARE]

    assert "outside ±180/±90" in refusal_of(parse_polygon, json.dumps(polygon(metres)))


def test_ten_megabytes_are_too_many():
    text = json.dumps(polygon(SQUARE)) + " " * 10_000_000

    assert "larger than 1 MB" in refusal_of(parse_polygon, text)


def test_too_many_vertices_are_refused():
    ring = [[round(20 + math.cos(a / 1e4), 4), round(63 + math.sin(a / 1e4), 4)]
            for a in range(MOST_VERTICES + 1)]  # fmt: skip
    text = json.dumps(polygon([*ring, ring[0]]), separators=(",", ":"))

    assert "more than 50,000 vertices" in refusal_of(parse_polygon, text)


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"type": "Point", "coordinates": [20, 63]}, "must be a GeoJSON MultiPolygon or Polygon"),
        ({"type": "LineString", "coordinates": SQUARE}, "got LineString"),
        ({"type": "GeometryCollection", "geometries": [polygon(SQUARE)]}, "GeometryCollection"),
        ({"type": "Feature", "properties": {}, "geometry": None}, "got None"),
        ({"type": "FeatureCollection", "features": []}, "holds no"),
        ({"type": "FeatureCollection", "features": [None]}, "got None"),
        ({"type": "FeatureCollection", "features": ["Polygon"]}, "got None"),
        ({"type": "FeatureCollection", "features": {}}, "got FeatureCollection"),
        ({"type": ["Polygon"], "coordinates": [SQUARE]}, "must be a GeoJSON"),
        ({"type": {"Polygon": 1}, "coordinates": [SQUARE]}, "must be a GeoJSON"),
        ({}, "must be a GeoJSON"),
        ([], "must be a GeoJSON"),
        (None, "must be a GeoJSON"),
        (7, "must be a GeoJSON"),
        ({"type": "Polygon"}, "well-formed"),
        ({"type": "Polygon", "coordinates": None}, "well-formed"),
        ({"type": "Polygon", "coordinates": 5}, "well-formed"),
        ({"type": "Polygon", "coordinates": [5]}, "well-formed"),
        ({"type": "Polygon", "coordinates": [["a", "b"]]}, "well-formed"),
        ({"type": "Polygon", "coordinates": [[[20], [21], [22], [20]]]}, "well-formed"),
        ({"type": "Polygon", "coordinates": [SQUARE[:-1]]}, "well-formed"),
        ({"type": "Polygon", "coordinates": [SQUARE[:2]]}, "well-formed"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        ({"type": "MultiPolygon", "coordinates": []}, "empty"),
        ({"type": "Polygon", "coordinates": [[]]}, "empty"),
        (polygon([[20, 63], [21, 63], [math.nan, 64], [20, 63]]), "well-formed|finite"),
        (polygon([[20, 63], [math.inf, 63], [21, 64], [20, 63]]), "well-formed|finite"),
        (polygon([[20, 63], [20, 63], [20, 63], [20, 63]]), "not valid"),
    ],
)  # fmt: skip
def test_what_is_not_a_polygon_is_refused_with_its_reason(document, reason):
    with pytest.raises(InvalidInput, match=reason):
        parse_polygon(json.dumps(document), "--area")


@pytest.mark.parametrize("text", ["", " ", "{", "POLYGON ((0 0, 1 0, 1 1, 0 0))", "\x00", "null,"])
def test_what_is_not_json_is_refused(text):
    assert "not GeoJSON" in refusal_of(parse_polygon, text)


def test_text_that_is_not_unicode_is_refused():
    assert refusal_of(parse_polygon, '{"type": "\udcff"}')


scalars = st.none() | st.booleans() | st.floats(-200, 200) | st.sampled_from(["Polygon", "x"])
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(
        st.sampled_from(["type", "coordinates", "features", "geometry"]), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(anything)
@example({"type": "Polygon", "coordinates": [[[1, 2], [3]]]})
def test_any_json_is_an_area_or_a_refusal(document):
    try:
        shape = parse_polygon(json.dumps(document))
    except InvalidInput as refusal:
        assert refusal.message.startswith("within: ")
    else:
        assert shape.is_valid


@given(st.lists(st.tuples(st.integers(-30, 30), st.integers(-30, 30)), min_size=3, max_size=8))
def test_any_ring_of_positions_is_a_valid_area_or_a_refusal(ring):
    try:
        shape = parse_polygon(json.dumps(polygon([*ring, ring[0]])))
    except InvalidInput as refusal:
        assert "not valid" in refusal.reason
    else:
        assert shape.is_valid


# Lines ------------------------------------------------------------------------------------


def test_a_line_is_read_as_it_stands():
    line = parse_line(json.dumps({"type": "LineString", "coordinates": SQUARE[:2]}))

    assert_same_shape(shapely.LineString(SQUARE[:2]), line)


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (polygon(SQUARE), "got Polygon"),
        ({"type": "LineString", "coordinates": []}, "empty"),
        ({"type": "LineString", "coordinates": [[20, 63]]}, "well-formed"),
        ({"type": "LineString", "coordinates": [[20, 63], [20, 63]]}, "no length"),
        ({"type": "LineString", "coordinates": [[63.8, 20.1], [63.9, 20.3]]}, "swapped"),
        ({"type": "MultiLineString", "coordinates": []}, "empty"),
    ],
)
def test_what_is_not_a_line_is_refused_with_its_reason(document, reason):
    with pytest.raises(InvalidInput, match=reason):
        parse_line(json.dumps(document), "--along")
