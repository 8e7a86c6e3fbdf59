"""Reference systems: names, axis orders, and shapes that stay the shapes that were meant."""

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from viauma.errors import InvalidInput
from viauma.geo.crs import (
    CRS84,
    EPSG_CODES,
    SUPPORTED,
    parse_crs,
    to_lonlat,
    window_to_lonlat,
)

OF = {crs.srid: crs for crs in SUPPORTED.values() if not crs.is_crs84}
PROJECTED = [crs for crs in OF.values() if not crs.is_geographic]

# As the EPSG register has them: which coordinate is written first.
NORTHING_FIRST = {4326, 3006, 3016, 3021}


def test_all_that_were_promised_are_offered():
    assert set(OF) == set(EPSG_CODES) == {4326, 3857, 3006, 3016, 3021, 3067, 25834, 25835}
    assert next(iter(SUPPORTED)) == "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


@pytest.mark.parametrize("crs", OF.values(), ids=lambda crs: str(crs.srid))
def test_the_axis_order_is_the_authoritys(crs):
    assert crs.is_swapped == (crs.srid in NORTHING_FIRST)
    # Northings of the north are millions; PROJ itself, told to keep the order, agrees.
    first, second = Transformer.from_crs("OGC:CRS84", crs.srid).transform(20.26, 63.83)
    northing_first = first > second
    assert northing_first == crs.is_swapped


@pytest.mark.parametrize("crs", OF.values(), ids=lambda crs: str(crs.srid))
@given(st.floats(12, 28), st.floats(58, 68))
def test_a_point_there_is_the_point_here(crs, lon, lat):
    there = Transformer.from_crs(4326, crs.srid, always_xy=True).transform(lon, lat)
    pair = there[::-1] if crs.is_swapped else there

    here = to_lonlat(shapely.Point(*pair), crs, "filter")

    assert math.isclose(here.x, lon, abs_tol=1e-7)
    assert math.isclose(here.y, lat, abs_tol=1e-7)


@pytest.mark.parametrize("crs", PROJECTED, ids=lambda crs: str(crs.srid))
def test_a_box_there_holds_here_what_it_holds_there(crs):
    forward = Transformer.from_crs(4326, crs.srid, always_xy=True)
    east, north = forward.transform(20.26, 63.83)
    box = shapely.box(east - 30_000, north - 30_000, east + 30_000, north + 30_000)
    given_ = shapely.transform(box, lambda at: at[:, ::-1]) if crs.is_swapped else box

    here = to_lonlat(given_, crs, "bbox")

    for step in range(-40, 41):
        for other in range(-40, 41, 5):
            point = shapely.Point(east + step * 1000 + 150, north + other * 1000 + 150)
            lon, lat = forward.transform(point.x, point.y, direction="INVERSE")
            assert here.contains(shapely.Point(lon, lat)) == box.contains(point)


def test_crs84_is_left_as_it_is():
    shape = shapely.box(20, 63, 21, 64)

    assert to_lonlat(shape, CRS84, "bbox") is shape


def test_latitude_first_is_turned():
    assert to_lonlat(shapely.Point(63, 20), OF[4326], "filter") == shapely.Point(20, 63)


@pytest.mark.parametrize("crs", PROJECTED, ids=lambda crs: str(crs.srid))
def test_what_lies_nowhere_is_refused(crs):
    with pytest.raises(InvalidInput, match="outside the area"):
        to_lonlat(shapely.Point(1e30, 1e30), crs, "bbox")


@pytest.mark.parametrize("crs", PROJECTED, ids=lambda crs: str(crs.srid))
def test_of_a_window_larger_than_the_world_the_world_is_left(crs):
    here = window_to_lonlat(shapely.box(-9e7, -9e7, 9e7, 9e7), crs, "bbox")

    assert here.is_valid
    assert here.contains(shapely.box(5, 45, 35, 80))


@pytest.mark.parametrize("crs", PROJECTED, ids=lambda crs: str(crs.srid))
def test_a_window_in_the_world_is_not_cut(crs):
    east, north = Transformer.from_crs(4326, crs.srid, always_xy=True).transform(20.26, 63.83)
    pair = (north, east) if crs.is_swapped else (east, north)
    window = shapely.Point(*pair).buffer(500_000).envelope

    cut, whole = window_to_lonlat(window, crs, "bbox"), to_lonlat(window, crs, "bbox")

    assert shapely.equals_exact(cut, whole, tolerance=1e-9, normalize=True)


@pytest.mark.parametrize("crs", PROJECTED, ids=lambda crs: str(crs.srid))
def test_a_window_beyond_the_world_is_refused(crs):
    with pytest.raises(InvalidInput, match="outside the area"):
        window_to_lonlat(shapely.box(8e7, 8e7, 9e7, 9e7), crs, "bbox")


@pytest.mark.parametrize("crs", SUPPORTED.values(), ids=lambda crs: str(crs.srid))
def test_a_crs_is_read_by_uri_and_by_curie(crs):
    authority, version, code = crs.uri.split("/")[-3:]

    assert parse_crs(crs.uri) is crs
    assert parse_crs(f"[{authority}:{code}]") is crs
    assert version in {"0", "1.3"}


@pytest.mark.parametrize(
    "text",
    ["", "EPSG:3006", "3006", "http://www.opengis.net/def/crs/0/unsupported", "[EPSG:27700]", "[]",
     "[:]", "http://www.opengis.net/def/crs/EPSG/0/3006x", "\x00", "urn:ogc:def:crs:EPSG::3006"],
)  # fmt: skip
def test_what_is_not_offered_is_refused_with_what_is(text):
    with pytest.raises(InvalidInput, match="EPSG/0/3006") as refused:
        parse_crs(text, "bbox-crs")

    assert refused.value.argument == "bbox-crs"


def test_titles_are_those_of_the_register():
    assert {crs.srid: crs.title for crs in OF.values()} == {
        code: CRS.from_epsg(code).name for code in EPSG_CODES
    }
