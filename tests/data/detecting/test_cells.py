"""One cell may hold a whole position, in every way that files have been seen to write one."""

import pytest

from viauma_data.detecting.cells import parse_cell


@pytest.mark.parametrize(
    ("written", "wkt", "srid"),
    [
        ("Point(19.10753 59.851226)", "POINT (19.10753 59.851226)", None),
        ("SRID=3006;POINT(758803 7088281)", "POINT (758803 7088281)", 3006),
        ("<http://www.opengis.net/def/crs/EPSG/0/3006> POINT(1 2)", "POINT (1 2)", 3006),
        ("LINESTRING Z (1 2 3, 4 5 6)", "LINESTRING (1 2, 4 5)", None),
        ('{"type": "Point", "coordinates": [20.5, 63.5, 7]}', "POINT (20.5 63.5)", None),
        ({"type": "Point", "coordinates": [20.5, 63.5]}, "POINT (20.5 63.5)", None),
        ("[14.5, 57.75]", "POINT (14.5 57.75)", None),
        ("(63.5 20.5)", "POINT (63.5 20.5)", None),
        ("63.5, 20.5", "POINT (63.5 20.5)", None),
        ("63,5; 20,5", "POINT (63.5 20.5)", None),
        ("63°30'N, 20°30'E", "POINT (20.5 63.5)", None),
        ("20°30'E 63°30'N", "POINT (20.5 63.5)", None),
        ("N 7088281 E 758803", "POINT (758803 7088281)", None),
        ("63,5 20,5", "POINT (63.5 20.5)", None),
        ("geo:63.5,20.5;u=35", "POINT (20.5 63.5)", 4326),
        ("0101000000000000000000344000000000000050C0", "POINT (20 -64)", None),
        ([20.5, 63.5], "POINT (20.5 63.5)", None),
        ("POINT EMPTY", "POINT EMPTY", None),
    ],
)
def test_a_cell_is_read_as_a_position(written, wkt, srid):
    cell = parse_cell(written)

    assert (cell.shape.wkt, cell.srid) == (wkt, srid)


@pytest.mark.parametrize(
    "written",
    ["", "58,373345", "Point", "POINT (1", "{", '{"type": "Point"}', "{'a': 1}", [1], [1, "b"], {},
     '{"type": "Point", "coordinates": "x"}', "1;2;3;4", "[" * 10_000, "Storgatan 1, 2 tr", 7,
     "GEOMETRYCOLLECTION(" * 100_000 + ")" * 100_000, '{"type":' * 5_000,
     '{"type": "GeometryCollection", "geometries": []}'],
)  # fmt: skip
def test_what_is_no_position_is_none(written):
    assert parse_cell(written) is None


def test_a_collection_of_one_kind_is_one_geometry():
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [20.5, 63.5]}}

    cell = parse_cell({"type": "FeatureCollection", "features": [feature, feature]})

    assert cell.shape.wkt == "MULTIPOINT ((20.5 63.5), (20.5 63.5))"
