"""Each row gets its position, or the reason why it has none, or the doubt about it."""

import numpy as np
import pytest
from shapely.geometry import LineString, Point, Polygon, shape

from tests.data.detecting.tables import table
from viauma.errors import InvalidInput
from viauma.exchange.findings import Severity
from viauma_data.detecting import WORLD, detect, located
from viauma_data.reading.table import Row, Table

UMEA = {"lat": "63.825873", "lon": "20.263123"}
VANNAS = {"lat": "63.908641", "lon": "19.751274"}


def found(rows, **said):
    made = rows if hasattr(rows, "read") else table(rows)
    return list(located(made.read(), detect(made, **said)))


def last(rows, **said):
    """Tell the code and severity of each finding about the last row."""
    return [(one.code, one.severity) for one in found(rows, **said)[-1].findings]


def test_a_position_is_longitude_before_latitude():
    (one,) = found([UMEA])

    assert (one.shape.wkt, one.findings) == ("POINT (20.263123 63.825873)", ())


def test_rows_keep_their_order_over_many_batches():
    rows = [{"id": n, "lat": 60 + n / 10_007, "lon": 15.00001} for n in range(9_000)]

    assert [one.row.values["id"] for one in found(rows)] == list(range(9_000))


@pytest.mark.parametrize(
    ("row", "code", "severity"),
    [
        ({"lat": "", "lon": ""}, "no-position", "error"),
        ({"lat": "63.8", "lon": "okänd"}, "unreadable-coordinate", "error"),
        ({"lat": "0", "lon": "0.0"}, "null-island", "error"),
        ({"lat": "48.853412", "lon": "2.348812"}, "outside-region", "doubt"),
        ({"lat": "90.000001", "lon": "200.2"}, "outside-system", "error"),
        ({"lat": "20.263123", "lon": "63.825873"}, "row-axes-swapped", "doubt"),
        ({"lat": "63.82", "lon": "20.26"}, "low-precision", "note"),
    ],
)
def test_a_row_that_is_wrong_says_so(row, code, severity):
    assert last([UMEA, VANNAS, row]) == [(code, Severity(severity))]


def test_a_swapped_row_is_turned_but_waits():
    one = found([UMEA, VANNAS, {"lat": "20.263123", "lon": "63.825873"}])[-1]

    assert one.shape.wkt == "POINT (20.263123 63.825873)"


def test_a_finding_names_the_row_and_its_values():
    (finding,) = found([UMEA, VANNAS, {"lat": "63.8", "lon": "okänd"}])[-1].findings

    assert (finding.row, finding.column) == (4, "lat")
    assert "'63.8, okänd' cannot be read" in finding.message


def test_two_positions_that_disagree_are_told_with_their_distance():
    right = UMEA | {"n_sweref99tm": "7088290.0", "e_sweref99tm": "758808.0"}
    wrong = VANNAS | {"n_sweref99tm": "7088290.0", "e_sweref99tm": "758808.0"}
    rows = found([right, right, wrong])

    assert [
        one for row in rows[:2] for one in row.findings if one.code != "two-positions-disagree"
    ] == []
    (finding,) = rows[-1].findings
    assert (finding.code, finding.severity) == ("two-positions-disagree", Severity.DOUBT)
    assert "m apart" in finding.message


def test_positions_that_were_rounded_do_not_disagree():
    row = {"lat": "63.825873", "lon": "20.263123", "y": "63.8259", "x": "20.2631"}

    assert last([row]) == []


def test_an_empty_position_is_taken_from_the_other_columns():
    row = {"lat": "", "lon": "", "y": "63.908641", "x": "19.751274"}
    one = found([UMEA | {"y": "63.825873", "x": "20.263123"}] * 2 + [row])[-1]

    assert one.shape is not None
    assert [finding.severity for finding in one.findings] in ([], [Severity.NOTE])


def test_many_rows_on_one_point_are_doubtful():
    rows = [{"lat": 63.5 + n / 1_003, "lon": 20.00001} for n in range(20)] + [UMEA] * 4

    assert last(rows) == [("stacked-positions", Severity.DOUBT)]


def test_three_rows_on_one_point_are_usual():
    assert last([VANNAS, UMEA, UMEA, UMEA]) == []


def around(*shapes):
    return table([{} for _ in shapes], shapes=list(shapes), crs="EPSG:4326")


SQUARE = [(20.1, 63.1), (20.2, 63.1), (20.2, 63.2), (20.1, 63.2), (20.1, 63.1)]


@pytest.mark.parametrize(
    ("geometry", "code", "severity"),
    [
        (Polygon(), "geometry-empty", "error"),
        (Polygon([(20, 63), (20.1, 63.1), (20.1, 63), (20, 63.1)]), "geometry-invalid", "error"),
        (LineString(SQUARE), "closed-line", "note"),
        (
            shape({"type": "GeometryCollection", "geometries": [
                {"type": "GeometryCollection", "geometries": [
                    {"type": "Point", "coordinates": [20.1, 63.1]}]}]}),
            "geometry-nested", "error",
        ),
        (
            shape({"type": "GeometryCollection", "geometries": [
                {"type": "Point", "coordinates": [20.1, 63.1]},
                {"type": "Point", "coordinates": [20.2, 63.1]}]}),
            "geometry-mixed", "error",
        ),
    ],
)  # fmt: skip
def test_a_geometry_that_is_wrong_says_so(geometry, code, severity):
    assert last(around(Polygon(SQUARE), geometry)) == [(code, Severity(severity))]


def test_a_repair_that_keeps_the_area_is_made_and_said():
    spike = [*SQUARE[:2], (20.2, 63.20001), (20.2, 63.2), *SQUARE[3:]]
    one = found(around(Polygon(SQUARE), Polygon(spike)))[-1]

    assert one.shape.is_valid
    assert [finding.code for finding in one.findings] == ["geometry-repaired"]


def test_a_million_vertices_are_refused():
    angles = np.linspace(0, 2 * np.pi, 1_000_100)
    ring = Polygon(np.column_stack([20 + np.cos(angles) / 2, 63 + np.sin(angles) / 2]))

    assert last(around(Polygon(SQUARE), ring)) == [("too-many-vertices", Severity.ERROR)]


def test_anywhere_in_the_world_is_right_when_so_said():
    assert last([{"lat": "45.512341", "lon": "10.512341"}], region=WORLD) == []


def test_no_junk_in_any_column_ends_in_anything_but_a_sentence_or_a_finding():
    junk = ["", "63.8", 20.3, "POINT(nan nan)", "POINT(inf 1)", "[1,2]", None, "1e308", 10**300,
            {"type": "Point", "coordinates": [20.1, 63.1]}, "POLYGON((20 63,21 63,21 64,20 63))",
            "LINESTRING(20 63,20 63)", float("inf"), True, [20.1, 63.2], b"x", "0180"]  # fmt: skip
    chance = np.random.default_rng(1)
    columns = ["lat", "lon", "x", "y", "geom", "kommun", "rt90_x", "rt90_y"]

    for _ in range(300):
        rows = [
            {one: junk[chance.integers(len(junk))] for one in columns[chance.integers(4) :]}
        ] * 3
        try:
            read = found(rows, region=WORLD)
        except InvalidInput:
            continue
        assert all(one.findings if one.shape is None else one.shape.is_valid for one in read)


def test_lines_are_brought_to_degrees_among_points_too():
    shapes = [Point(758803, 7088281), LineString([(758803, 7088281), (758903, 7088381)])]
    one = Table("t", "gpkg", ("id",), lambda: iter(
        [Row(at, {"id": at}, shape) for at, shape in enumerate(shapes, 1)]
    ), has_shapes=True, crs="EPSG:3006")  # fmt: skip
    point, line = located(one.read(), detect(one))

    assert (point.findings, line.findings) == ((), ())
    assert line.shape.bounds == pytest.approx((20.2629, 63.8258, 20.2651, 63.8266), abs=1e-3)
