"""The same Features in three spellings, each read back by a program that is not ours."""

import csv
import io
import json

import gpxpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures.database import settings_for
from viauma.db.session import reading
from viauma.exchange.formats import CSV_COLUMNS, to_csv, to_geojson, to_gpx, write_csv
from viauma.places.queries import places_in
from viauma.places.rules import PlaceFilter

# What PostgreSQL can hold as text: everything but NUL and lone surrogates.
storable = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)

FORMULAS = ("=1+1", "+46 90 16 10 00", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0")


def feature(geometry=None, **properties) -> dict:
    every = dict.fromkeys(CSV_COLUMNS) | {
        "name": "Nydala", "name_sv": "Nydala", "category": "bathing_beach",
        "category_sv": "Badplats", "municipality_name": "Umeå", "attributes": {},
        "identifiers": {},
    }  # fmt: skip
    return {
        "type": "Feature",
        "id": "0190",
        "geometry": geometry or {"type": "Point", "coordinates": [20.3, 63.8]},
        "properties": {k: v for k, v in every.items() if k not in {"id", "lon", "lat"}}
        | properties,
    }


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture(scope="module")
def region(template_url) -> list[dict]:
    with reading(settings_for(template_url)) as session:
        return places_in(session, PlaceFilter())


def test_geojson_reads_back_as_the_same_features(region):
    assert {"type": "FeatureCollection", "features": region} == json.loads(to_geojson(region))


def test_an_empty_answer_is_an_empty_collection():
    assert json.loads(to_geojson([])) == {"type": "FeatureCollection", "features": []}


def test_csv_of_the_region_has_a_row_for_each_place(region):
    found = read_csv(to_csv(region))

    assert [f["id"] for f in region] == [row["id"] for row in found]
    assert [f["properties"]["slug"] for f in region] == [row["slug"] for row in found]
    assert all(None not in row and None not in row.values() for row in found)


def test_csv_positions_are_those_of_the_points(region):
    points = [f for f in region if f["geometry"]["type"] == "Point"]
    found = {row["id"]: (float(row["lon"]), float(row["lat"])) for row in read_csv(to_csv(points))}

    assert found == {f["id"]: tuple(f["geometry"]["coordinates"]) for f in points}


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_spreadsheet_is_given_no_formula(formula):
    (row,) = read_csv(to_csv([feature(name_sv=formula, city=formula, website=formula)]))

    formula = formula.replace("\r", "\n")

    assert f"'{formula}" == row["name_sv"] == row["city"] == row["website"]


def test_no_cell_of_the_region_is_a_formula(region):
    numbers = {"lon", "lat", "distance_m", "bearing_deg"}
    starts = {
        cell[0]
        for row in read_csv(to_csv(region))
        for column, cell in row.items()
        if cell and column not in numbers
    }

    assert not starts & set("=+-@\t\r")


def as_csv_has_it(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{lines}" if text.startswith(tuple("=+-@\t\r")) else lines


@given(st.lists(st.tuples(storable, storable), min_size=1, max_size=5))
def test_any_text_survives_csv_but_for_line_ends_and_the_apostrophe(rows):
    found = read_csv(write_csv(("a", "b"), ({"a": a, "b": b} for a, b in rows)))

    assert [tuple(map(as_csv_has_it, row)) for row in rows] == [(r["a"], r["b"]) for r in found]


def test_a_number_below_zero_stays_a_number():
    assert write_csv(["rest"], [{"rest": -5}]) == "rest\n-5\n"


def test_gpx_of_the_region_has_a_waypoint_for_each_place(region):
    gpx = gpxpy.parse(to_gpx(region))

    assert len(region) == len(gpx.waypoints) + len(gpx.tracks)
    assert all(point.name for point in gpx.waypoints)
    assert all(18 < point.longitude < 22 and 63 < point.latitude < 65 for point in gpx.waypoints)


def test_a_line_becomes_a_track_through_the_same_positions():
    path = [[20.1, 63.8], [20.2, 63.9], [20.3, 63.9]]
    gpx = gpxpy.parse(to_gpx([feature({"type": "LineString", "coordinates": path})]))

    assert path == [[p.longitude, p.latitude] for p in gpx.tracks[0].segments[0].points]


def test_a_line_in_parts_becomes_segments():
    parts = [[[20.1, 63.8], [20.2, 63.9]], [[20.3, 63.8], [20.4, 63.9]]]
    gpx = gpxpy.parse(to_gpx([feature({"type": "MultiLineString", "coordinates": parts})]))

    assert [len(segment.points) for segment in gpx.tracks[0].segments] == [2, 2]


def test_a_place_without_a_name_is_called_by_its_kind():
    gpx = gpxpy.parse(to_gpx([feature(name=None)]))

    assert gpx.waypoints[0].name == "Badplats"


@given(storable)
def test_whatever_a_place_is_called_its_gpx_can_be_read(name):
    gpx = gpxpy.parse(to_gpx([feature(name=name, municipality_name=name)]))

    assert len(gpx.waypoints) == 1


def test_markup_in_a_name_stays_text():
    gpx = gpxpy.parse(to_gpx([feature(name="<b>Å & Ö</b>")]))

    assert gpx.waypoints[0].name == "<b>Å & Ö</b>"
