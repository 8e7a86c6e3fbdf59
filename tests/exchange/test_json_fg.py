"""JSON-FG 1.0: the members of OGC 21-045r1 around a stored Feature."""

import io
import json

import pyogrio
import pytest

from tests.exchange.stored import place, project
from viauma.exchange.json_fg import CONFORMS_TO, json_fg, project_time, root_members

SWEREF = "http://www.opengis.net/def/crs/EPSG/0/3006"
# Northing before easting, as the authority has it.
IN_SWEREF = b'{"type":"Point","coordinates":[7086905.11,758870.31]}'


def test_a_feature_keeps_all_it_had_and_says_that_it_has_no_time_and_no_other_place():
    stored = json.loads(place())

    assert json.loads(json_fg(place())) == stored | {"time": None, "place": None}


def test_a_document_of_one_feature_declares_itself():
    root = root_members("Place", feature_schema="https://x.se/collections/places/schema")
    found = json.loads(json_fg(place(), root=root))

    assert found["conformsTo"] == [*CONFORMS_TO]
    assert found["featureType"] == "Place"
    assert found["featureSchema"] == "https://x.se/collections/places/schema"
    assert found["type"] == "Feature"


def test_declarations_are_those_of_version_1_0():
    assert CONFORMS_TO == (
        "http://www.opengis.net/spec/json-fg-1/1.0/conf/core",
        "http://www.opengis.net/spec/json-fg-1/1.0/conf/types-schemas",
    )


def test_what_is_not_known_of_a_document_is_not_said():
    assert set(root_members("Place")) == {"conformsTo", "featureType"}


def test_areas_are_of_dimension_two():
    assert root_members("Municipality", geometry_dimension=2)["geometryDimension"] == 2


def test_points_are_of_dimension_nought():
    assert root_members("Place", geometry_dimension=0)["geometryDimension"] == 0


def test_coordinates_in_another_reference_system_stand_beside_those_in_wgs_84():
    root = root_members("Place", coord_ref_sys=SWEREF)
    found = json.loads(json_fg(place(), place=IN_SWEREF, root=root))

    assert found["coordRefSys"] == SWEREF
    assert found["place"] == json.loads(IN_SWEREF)
    assert found["geometry"] == json.loads(place())["geometry"]


def test_a_feature_in_a_collection_does_not_repeat_what_the_collection_says():
    found = json.loads(json_fg(place(), place=IN_SWEREF))

    assert not {"conformsTo", "featureType", "coordRefSys"} & found.keys()


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        ("2005-01-01", "2007-12-31", {"interval": ["2005-01-01", "2007-12-31"]}),
        ("2005-01-01", None, {"interval": ["2005-01-01", ".."]}),
        (None, "2007-12-31", {"interval": ["..", "2007-12-31"]}),
        (None, None, None),
    ],
)
def test_the_time_of_a_project_is_from_its_first_to_its_last_day(starts_on, ends_on, expected):
    assert project_time(project(starts_on=starts_on, ends_on=ends_on)) == expected


def test_a_narrowed_project_without_its_days_has_no_time():
    assert project_time(b'{"properties":{"name":"x"}}') is None


def test_the_time_stands_in_the_feature():
    text = project()

    assert json.loads(json_fg(text, time=project_time(text)))["time"] == {
        "interval": ["2005-01-01", "2007-12-31"]
    }


def test_gdal_reads_a_collection_in_its_reference_system(tmp_path):
    root = root_members("Place", coord_ref_sys=SWEREF)
    features = [json.loads(json_fg(place(number), place=IN_SWEREF)) for number in range(3)]
    document = {"type": "FeatureCollection", **root, "features": features}
    found = pyogrio.read_dataframe(io.BytesIO(json.dumps(document).encode()))

    assert found.crs.to_epsg() == 3006
    assert found["name"].tolist() == ["Nydala 0", "Nydala 1", "Nydala 2"]
    # GDAL hands out easting before northing.
    assert found.geometry[0].coords[0] == (758870.31, 7086905.11)
