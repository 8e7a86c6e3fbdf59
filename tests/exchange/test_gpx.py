"""GPX: what a receiver reads is what was stored, whatever it is called."""

import json
from xml.etree import ElementTree as ET

import gpxpy
import pytest
import shapely

from tests.exchange.stored import (
    AREA,
    AREAS,
    HOSTILE,
    LINE,
    LINES,
    POINT,
    as_xml_has_it,
    in_pages,
    place,
    project,
)
from viauma.exchange.columns import COLUMNS, selected
from viauma.exchange.files import write_file

PLACE = COLUMNS["place"]
GPX = "{http://www.topografix.com/GPX/1/1}"
# In this order the schema of GPX 1.1 wants them.
ORDER = ("name", "desc", "src", "link", "type", "trkseg")


@pytest.fixture
def gpx_of(tmp_path):
    def write(features, columns=PLACE) -> bytes:
        write_file("gpx", columns, in_pages(features), tmp_path / "x.gpx", name="Platser & så")
        return (tmp_path / "x.gpx").read_bytes()

    return write


def test_gpx_has_points_and_areas_as_waypoints_and_lines_as_tracks(gpx_of):
    shapes = [POINT, LINE, AREA, LINES, AREAS]
    text = gpx_of([place(number, shape) for number, shape in enumerate(shapes)])
    found = gpxpy.parse(text.decode())

    assert [point.name for point in found.waypoints] == ["Nydala 0", "Nydala 2", "Nydala 4"]
    assert [track.name for track in found.tracks] == ["Nydala 1", "Nydala 3"]
    assert [len(track.segments) for track in found.tracks] == [1, 2]


def test_gpx_waypoints_stand_before_tracks_in_whatever_order_features_come(gpx_of):
    root = ET.fromstring(gpx_of([place(1, LINE), place(2, POINT)]))  # noqa: S314 - ours

    assert [child.tag for child in root] == [f"{GPX}metadata", f"{GPX}wpt", f"{GPX}trk"]


def test_gpx_elements_stand_in_the_order_of_the_schema(gpx_of):
    features = [place(1, shape, website="https://x.se/?a=1&b=2") for shape in (POINT, LINE)]
    root = ET.fromstring(gpx_of(features))  # noqa: S314 - ours
    _, waypoint, track = ([child.tag for child in one] for one in root)

    assert waypoint == [f"{GPX}{name}" for name in ORDER[:-1]]
    assert track == [f"{GPX}{name}" for name in ORDER]


def test_gpx_positions_are_the_stored_ones(gpx_of, places):
    points = [one for one in map(json.loads, places) if one["geometry"]["type"] == "Point"]
    found = gpxpy.parse(gpx_of(places).decode())
    stored = {tuple(one["geometry"]["coordinates"]) for one in points}

    assert stored <= {(point.longitude, point.latitude) for point in found.waypoints}
    assert len(found.waypoints) + len(found.tracks) == len(places)


def test_gpx_of_areas_has_positions_inside(gpx_of):
    (point,) = gpxpy.parse(gpx_of([place(1, AREA)]).decode()).waypoints

    area = shapely.from_geojson(json.dumps(AREA))
    assert area.contains(shapely.Point(point.longitude, point.latitude))


def test_gpx_says_kind_source_and_address(gpx_of):
    (point,) = gpxpy.parse(gpx_of([place(website="https://x.se/?a=1&b=2")]).decode()).waypoints

    assert (point.type, point.source, point.link) == (
        "bathing_beach", "made up", "https://x.se/?a=1&b=2",
    )  # fmt: skip
    assert point.description == "Badplats, Umeå"


@pytest.mark.parametrize("website", ["javascript:alert(1)", "data:text/html,x", "file:///etc"])
def test_what_is_no_web_address_is_not_linked(website, gpx_of):
    (point,) = gpxpy.parse(gpx_of([place(website=website)]).decode()).waypoints

    assert point.link is None


def test_gpx_longitudes_end_before_the_antimeridian(gpx_of):
    (point,) = gpxpy.parse(
        gpx_of([place(geometry={**POINT, "coordinates": [180, 65]})]).decode()
    ).waypoints

    assert (point.longitude, point.latitude) == (-180, 65)


def test_gpx_leaves_out_what_is_nowhere(gpx_of):
    found = gpxpy.parse(gpx_of([project(1), project(2, AREAS)], COLUMNS["project"]).decode())

    assert [point.name for point in found.waypoints] == ["Isälvens dal"]


def test_an_empty_gpx_is_valid(gpx_of):
    root = ET.fromstring(gpx_of([]))  # noqa: S314 - ours

    assert (root.get("version"), root.get("creator")) == ("1.1", "Via Uma")
    assert [child.tag for child in root] == [f"{GPX}metadata"]


def test_what_was_not_asked_for_is_not_in_a_gpx(gpx_of):
    (point,) = gpxpy.parse(gpx_of([place()], selected(PLACE, ["name_sv"])).decode()).waypoints

    assert (point.name, point.description, point.type) == ("Nydala 1", None, None)


@pytest.mark.parametrize("name", HOSTILE)
def test_gpx_carries_any_name(name, gpx_of):
    root = ET.fromstring(gpx_of([place(name=name, text_sv=name)]))  # noqa: S314 - ours
    (waypoint,) = root.findall(f"{GPX}wpt")
    carried = as_xml_has_it(name)

    # Of a name without a letter that XML can carry nothing is left.
    assert (waypoint.findtext(f"{GPX}name") or "") == carried
    assert (waypoint.findtext(f"{GPX}desc") or "") == carried
