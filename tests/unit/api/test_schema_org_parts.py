"""Where features lie, in the words of schema.org: latitude first, and never more than is true."""

from typing import Any

from viauma_api.schema_org_parts import position

LINE = [[20.0, 63.0], [20.1, 63.2]]
RING = [[20.0, 63.0], [20.1, 63.0], [20.1, 63.1], [20.0, 63.0]]
HOLE = [[20.05, 63.01], [20.06, 63.01], [20.06, 63.02], [20.05, 63.01]]


def geo(kind: str, coordinates: list[Any]) -> Any:
    return position({"type": kind, "coordinates": coordinates})


def test_coordinates_are_told_apart_by_name() -> None:
    said = geo("Point", [20.263, 63.8258])

    assert said == {"@type": "GeoCoordinates", "latitude": 63.8258, "longitude": 20.263}


def test_a_line_is_written_latitude_first_beside_a_point_on_it() -> None:
    spot, shape = geo("LineString", LINE)

    assert spot["@type"] == "GeoCoordinates"
    assert shape == {"@type": "GeoShape", "line": "63.0,20.0 63.2,20.1"}


def test_an_area_is_a_closed_path_and_its_point_lies_inside() -> None:
    spot, shape = geo("Polygon", [RING])

    path = shape["polygon"].split()
    assert path[0] == path[-1] == "63.0,20.0"
    assert len(path) == 4
    assert 63.0 < spot["latitude"] < 63.1


def test_each_part_of_a_broken_line_is_a_shape() -> None:
    assert len(geo("MultiLineString", [LINE, LINE])) == 3


def test_an_area_with_a_hole_is_only_a_point_because_its_rim_would_say_too_much() -> None:
    assert geo("Polygon", [RING, HOLE])["@type"] == "GeoCoordinates"


def test_what_has_no_place_lies_nowhere() -> None:
    assert position(None) is None
    assert geo("Polygon", []) is None
