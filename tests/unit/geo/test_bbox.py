"""A box is west, south, east, north: read exactly, spelled exactly, split at ±180."""

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.shapes import assert_same_shape
from viauma.errors import InvalidInput
from viauma.geo.bbox import BBox, parse_bbox

longitudes = st.floats(-180, 180)
latitudes = st.floats(-90, 90)


@st.composite
def boxes(draw: st.DrawFn) -> BBox:
    south, north = sorted([draw(latitudes), draw(latitudes)])
    return BBox(draw(longitudes), south, draw(longitudes), north)


@given(boxes())
def test_a_box_survives_being_spelled_and_read(box):
    assert box == parse_bbox(str(box))


@given(boxes())
def test_a_box_spelled_in_full_is_read_as_it_stands(box):
    text = f"{box.west!r},{box.south!r},{box.east!r},{box.north!r}"

    assert box == parse_bbox(text)


@given(boxes(), st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))
def test_heights_are_ignored(box, low, high):
    text = f"{box.west!r},{box.south!r},{low!r},{box.east!r},{box.north!r},{high!r}"

    assert box == parse_bbox(text)


@given(boxes())
def test_parts_never_run_backwards(box):
    assert all(part.west <= part.east for part in box.parts())


@given(boxes())
def test_parts_are_as_wide_together_as_the_box_eastwards(box):
    width = box.east - box.west + (360 if box.west > box.east else 0)

    assert math.isclose(width, sum(p.east - p.west for p in box.parts()), abs_tol=1e-9)


def test_a_box_over_the_antimeridian_is_two_parts():
    parts = parse_bbox("170,-20,-170,20").parts()

    assert (BBox(170, -20, 180, 20), BBox(-180, -20, -170, 20)) == parts


def test_the_geometry_over_the_antimeridian_leaves_the_rest_of_the_world_out():
    two = shapely.MultiPolygon([shapely.box(170, -20, 180, 20), shapely.box(-180, -20, -170, 20)])

    assert_same_shape(two, parse_bbox("170,-20,-170,20").geometry)


@pytest.mark.parametrize("text", ["-180,-90,180,90", "20,63,20,63", "180,0,-180,1", " 1, 2 ,3,4 "])
def test_extreme_boxes_are_boxes(text):
    assert text.replace(" ", "") == ",".join(
        f"{n:g}" for n in (parse_bbox(text).west, parse_bbox(text).south,
                           parse_bbox(text).east, parse_bbox(text).north)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not a list of numbers"),
        ("a,b,c,d", "not a list of numbers"),
        ("1,2,3", "4 or 6 numbers"),
        ("1,2,3,4,5", "4 or 6 numbers"),
        ("1,2,3,4,5,6,7", "4 or 6 numbers"),
        ("1,2,3,", "not a list of numbers"),
        ("1;2;3;4", "not a list of numbers"),
        ("nan,63,21,64", "finite"),
        ("20,63,inf,64", "finite"),
        ("20,63,1e999,64", "finite"),
        ("20,63,nan,21,64,nan", "finite"),
        ("20,64,21,63", "south lies above north"),
        ("20,63,21,90.5", "latitudes"),
        ("-180.5,63,21,64", "longitudes"),
        ("20,63,181,64", "longitudes"),
        ("746000,7080000,765000,7090000", "latitudes"),
    ],
)
def test_a_bad_box_is_refused_with_its_reason(text, reason):
    with pytest.raises(InvalidInput, match=reason) as refusal:
        parse_bbox(text, "--bbox")

    assert refusal.value.argument == "--bbox"
    assert "\n" not in refusal.value.message


@given(st.text())
def test_any_text_is_a_box_or_a_refusal(text):
    try:
        box = parse_bbox(text)
    except InvalidInput as refusal:
        assert refusal.message.startswith("bbox: ")
    else:
        assert box.south <= box.north
