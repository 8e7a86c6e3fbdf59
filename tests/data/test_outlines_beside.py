"""Tracks that close around the waypoints of the same file are their outlines."""

import time

import pytest
from shapely import LineString, MultiLineString, Point, box

from viauma_data.importing.outlines import LEFT_OUT, without_outlines
from viauma_data.reading.table import Row, Table

RING = MultiLineString([box(20.0, 63.8, 20.002, 63.801).exterior.coords])
FAR = MultiLineString([box(21.0, 63.8, 21.002, 63.801).exterior.coords])
OPEN = MultiLineString([LineString([(20.0, 63.8), (20.002, 63.801), (20.003, 63.9)])])
POINT = Point(20.001, 63.8005)


def layer(name: str, *rows: tuple[str | None, object], kind: str = "gpx") -> Table:
    made = [Row(at, {"name": text}, shape) for at, (text, shape) in enumerate(rows, 1)]
    return Table(name, kind, ("name",), lambda: iter(made), has_shapes=True)


def test_tracks_around_waypoints_of_the_same_name_are_left_out_and_counted():
    points = layer("waypoints", ("Camping", POINT), (None, POINT))
    kept, left_out = without_outlines([points, layer("tracks", ("Camping", RING), (None, RING))])

    assert (kept, dict(left_out)) == ([points], {LEFT_OUT: 2})


@pytest.mark.parametrize(
    "track", [("Camping", OPEN), ("Camping", FAR), ("Another", RING), ("Camping", None)]
)
def test_other_tracks_are_places_of_their_own(track):
    tables = [layer("waypoints", ("Camping", POINT)), layer("tracks", track)]

    assert without_outlines(tables) == (tables, {})


@pytest.mark.parametrize("name", ["Camping {}", "Camping"])
def test_thousands_on_one_spot_take_no_time_to_speak_of(name):
    began = time.process_time()
    points = layer("waypoints", *[(name.format(at), POINT) for at in range(5_000)])
    tracks = layer("tracks", *[(name.format(at), RING) for at in range(5_000)])
    kept, left_out = without_outlines([points, tracks])

    assert (kept, dict(left_out)) == ([points], {LEFT_OUT: 5_000})
    assert time.process_time() - began < 5


def test_what_is_no_gpx_is_left_as_it_is():
    tables = [
        layer("waypoints", ("A", POINT), kind="kml"),
        layer("tracks", ("A", RING), kind="kml"),
    ]

    assert without_outlines(tables) == (tables, {})
