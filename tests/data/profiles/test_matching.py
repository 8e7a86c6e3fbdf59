"""A table is known by its columns and values, however they are spelled."""

import pytest

from tests.data.profiles.tables import table
from viauma.errors import InvalidInput
from viauma_data.profiles.matching import clear, demand, match, profiles
from viauma_data.profiles.names import bound, not_taken

BADPLATSER = {"place_id": "1", "name": "a", "latitude": "63", "longitude": "20"}


def best(row: dict, **given) -> str | None:
    found = clear(match(table([row], **given)))
    return found.profile.key if found else None


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (BADPLATSER | {"hov_ref": "", "bathing_jetty": "true"}, "badplatser"),
        (BADPLATSER | {"NUTSKOD": "", " Bathing_Jetty ": "true", "wc": "Y"}, "badplatser"),
        ({"\ufeffNUTSKOD": "SE0412480000000001", "NAMN": "a"}, "hav_bathing_waters"),
        ({"nutsCode": "SE0412480000000001", "NAMN": "a"}, "hav_bathing_waters"),
        ({"properties.nutsCode": "SE0412480000000001", "properties.NAMN": "a"},
         "hav_bathing_waters"),
        ({"name": "a", "desc": "amenity=fuel;\n name=a; id=node/1"}, "osm"),
        ({"osm_id": 1, "tags": "{'amenity': 'fuel'}"}, "osm"),
        ({"osm_id": 1, "tags": {"amenity": "fuel"}}, "osm"),
        ({"osm_id": "1", "other_tags": '"amenity"=>"fuel"'}, "osm"),
        ({"@type": "Hotel", "name": "a"}, "schema_org"),
        ({"@type": ["http://schema.org/Museum"], "name": "a"}, "schema_org"),
        ({"@type": ["schema:Hotel", "PointOfInterest"], "isLocatedAt": [{"schema:geo": {}}]},
         "datatourisme"),
        ({"namn": "a", "langd_km": "2", "elljus": "ja", "avgift": "nej"}, "umea_skidspar"),
    ],
)  # fmt: skip
def test_a_kind_of_file_is_recognised(row: dict, key: str):
    assert key == best(row)


def test_the_format_alone_tells_openstreetmap():
    assert best({"amenity": "fuel"}, format="osm.pbf") == "osm"


@pytest.mark.parametrize(
    "row",
    [
        {"name": "a", "description": "b"},
        {"a": "1"},
        {"id": "1", "namn": "Lekplatsen", "lat": "63", "long": "20"},
        {"source": "2480", "id": "7", "name": "Lek", "latitude": "63", "longitude": "20",
         "email": "", "visit_url": "", "updated": ""},
        {"desc": "en beskrivning", "name": "a"},
    ],
)  # fmt: skip
def test_a_file_of_no_known_kind_matches_nothing(row: dict):
    assert match(table([row])) == []


def test_a_match_tells_its_reason_and_the_option_that_overrules():
    (found,) = match(table([BADPLATSER | {"hov_ref": "", "bathing_jetty": ""}]))[0].evidence

    assert (found.about, found.option) == ("kind of file", "--as")
    assert "6 of its 42 columns" in found.because


def test_two_that_are_equally_likely_are_not_chosen_between():
    one = match(table([BADPLATSER | {"hov_ref": "", "bathing_jetty": ""}]))[0]

    assert clear([one, one]) is None


def test_a_file_without_the_required_columns_is_refused_naming_them():
    with pytest.raises(InvalidInput, match="needs the column latitude; longitude"):
        demand(profiles()["badplatser"], table([{"name": "a", "wc": "Y"}]))


def test_columns_left_out_are_listed_with_their_reasons():
    row = BADPLATSER | {"phone": "1", "owner": "K", "": ""}

    told = dict(not_taken(profiles()["badplatser"], tuple(row)))

    assert {"phone", "owner"} == told.keys()
    assert "person" in told["phone"]


def test_flat_copies_of_a_nested_column_are_not_told_as_left_out():
    found = bound(profiles()["viauma"], ("attributes", "attributes.lit", "attributes.fee"))

    assert found.left == ()
