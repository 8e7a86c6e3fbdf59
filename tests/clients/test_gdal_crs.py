"""GDAL asks for other reference systems, and coordinates come in the order it believes in."""

import pyproj
import pytest
import shapely

from tests.clients.gdal import OAPIF, assert_same_shapes, read_by_wheel, told_by_wheel

pytestmark = OAPIF

CODES = (3006, 3016, 3021, 3067, 3857, 25834, 25835, 4326)
CENTIMETRES = 0.0071
DEGREES = 1e-6


def moved(shape, code: int):
    """Bring a geometry to a reference system by PROJ, easting or longitude first."""
    transformer = pyproj.Transformer.from_crs(4326, code, always_xy=True)
    return shape and shapely.transform(shape, transformer.transform, interleaved=False)


@pytest.mark.parametrize(
    ("option", "code"), [("PREFERRED_CRS", 3006), *(("CRS", code) for code in CODES)]
)
def test_coordinates_are_those_that_proj_finds(option, code, via_uma, recorder, true):
    found = read_by_wheel(f"OAPIF:{via_uma}/", "sites", options={option: f"EPSG:{code}"})
    expected = {id_: moved(shape, code) for id_, (_, shape) in true("sites").items()}

    assert_same_shapes(found.by_id, expected, DEGREES if code == 4326 else CENTIMETRES)
    assert recorder.refused() == []


@pytest.mark.parametrize("code", [3006, 25834, 3857])
def test_the_layer_says_in_which_system_it_is(code, via_uma, recorder):
    told = told_by_wheel(f"OAPIF:{via_uma}/", layer="trails", CRS=f"EPSG:{code}")
    asked = {one.query.get("crs", "").rpartition("/")[2] for one in recorder.of_items("trails")}

    assert pyproj.CRS.from_user_input(told["crs"]).to_epsg() == code
    assert str(code) in asked


def test_a_system_that_is_not_offered_is_refused_by_gdal_with_a_list(via_uma):
    with pytest.raises(AssertionError, match="Available CRS are OGC:CRS84, EPSG:4326, EPSG:3857"):
        told_by_wheel(f"OAPIF:{via_uma}/", layer="trails", CRS="EPSG:2154")


@pytest.mark.parametrize(("code", "box"), [
    (3006, [745_000.0, 7_070_000.0, 770_000.0, 7_100_000.0]),
    (25834, [450_000.0, 7_060_000.0, 475_000.0, 7_090_000.0]),
])  # fmt: skip
def test_a_box_in_metres_finds_what_lies_in_it(code, box, via_uma, recorder, true):
    options = {"CRS": f"EPSG:{code}"}
    found = read_by_wheel(f"OAPIF:{via_uma}/", "places", bbox=box, options=options)
    window = "st_intersects(st_transform(geom, %s), st_makeenvelope(%s, %s, %s, %s, %s))"
    sent = [one.query for one in recorder.of_items("places") if "bbox" in one.query]

    assert sorted(found.ids) == sorted(true("places", window, code, *box, code)) != []
    assert sent[0]["bbox-crs"].endswith(f"/EPSG/0/{code}")
    # The northing goes first where the authority says so, and only there.
    first = float(sent[0]["bbox"].split(",")[0])
    assert first == (box[1] if code == 3006 else box[0])
    assert recorder.refused() == []
