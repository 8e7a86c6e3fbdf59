"""KML: what a globe reads is what was stored, whatever it is called."""

import html
import io
import json
import re
from xml.etree import ElementTree as ET

import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.stored import (
    AREAS,
    EVERY_SHAPE,
    HOSTILE,
    as_xml_has_it,
    in_pages,
    place,
    project,
)
from viauma.exchange.columns import COLUMNS
from viauma.exchange.streams import encoded

PLACE = COLUMNS["place"]
KML = "{http://www.opengis.net/kml/2.2}"

any_text = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


def kml_of(features, columns=PLACE) -> bytes:
    return b"".join(encoded("kml", columns, in_pages(features), "Platser & så"))


def placemarks(text: bytes) -> list[ET.Element]:
    return list(ET.fromstring(text).iter(f"{KML}Placemark"))  # noqa: S314 - ours


def read_back(text: bytes):
    return pyogrio.read_dataframe(io.BytesIO(text))


def test_kml_reads_back_with_all_members_and_geometries(places):
    found = read_back(kml_of(places))
    stored = [json.loads(text) for text in places]

    assert found["id2"].tolist() == [one["id"] for one in stored]
    for name in ("slug", "category", "source_id", "licence"):
        assert found[name].tolist() == [one["properties"][name] for one in stored]
    assert [json.loads(text) for text in found["attributes"]] == [
        one["properties"]["attributes"] for one in stored
    ]
    assert found["is_site"].tolist() == [one["properties"]["is_site"] for one in stored]


@pytest.mark.parametrize("geometry", EVERY_SHAPE, ids=lambda geometry: geometry["type"])
def test_kml_reads_back_every_shape(geometry):
    (found,) = shapely.force_2d(read_back(kml_of([place(geometry=geometry)])).geometry.array)

    assert shapely.normalize(found).equals(shapely.from_geojson(json.dumps(geometry)))


def test_kml_children_stand_in_the_order_of_the_schema():
    (mark,) = placemarks(kml_of([project(1, AREAS)], COLUMNS["project"]))

    names = [child.tag.removeprefix(KML) for child in mark]
    assert names == ["name", "TimeSpan", "ExtendedData", "MultiGeometry"]


def test_kml_says_when_a_project_was():
    (mark,) = placemarks(kml_of([project(ends_on=None)], COLUMNS["project"]))

    assert mark.findtext(f"{KML}TimeSpan/{KML}begin") == "2005-01-01"
    assert mark.find(f"{KML}TimeSpan/{KML}end") is None


def test_kml_data_is_declared_in_the_schema():
    root = ET.fromstring(kml_of([place()]))  # noqa: S314 - ours
    declared = {field.get("name") for field in root.iter(f"{KML}SimpleField")}

    assert {data.get("name") for data in root.iter(f"{KML}SimpleData")} <= declared
    assert declared == {column.name for column in PLACE} - {"geometry"}


def test_kml_ids_are_xml_ids_and_differ():
    ids = [mark.get("id", "") for mark in placemarks(kml_of([place(n) for n in range(20)]))]

    assert len(set(ids)) == 20
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", one) for one in ids)


def test_an_empty_kml_is_an_empty_layer():
    assert len(read_back(kml_of([]))) == 0
    assert placemarks(kml_of([])) == []


def test_what_is_nowhere_is_a_placemark_without_geometry():
    (mark,) = placemarks(kml_of([project(1)], COLUMNS["project"]))

    assert mark.find(f"{KML}ExtendedData") is not None
    assert not {"Point", "MultiGeometry"} & {child.tag.removeprefix(KML) for child in mark}


@pytest.mark.parametrize("name", HOSTILE)
def test_kml_carries_any_name_and_shows_no_markup_of_others(name):
    (mark,) = placemarks(kml_of([place(name=name, text_sv=name, slug=name)]))
    carried = as_xml_has_it(name)
    data = {one.get("name"): one.text for one in mark.iter(f"{KML}SimpleData")}
    description = mark.findtext(f"{KML}description") or ""

    assert (mark.findtext(f"{KML}name") or "", data["slug"] or "") == (carried, carried)
    assert "<" not in description
    assert html.unescape(description) == html.unescape(html.escape(carried, quote=False))


@given(any_text)
def test_whatever_a_place_is_called_its_kml_is_well_formed(text):
    (mark,) = placemarks(kml_of([place(name=text, website=text, attributes={text: text})]))

    (said,) = (one.text for one in mark.iter(f"{KML}SimpleData") if one.get("name") == "attributes")
    # JSON escapes what XML has no spelling for, but for two characters.
    carried = re.sub("[\ufffe\uffff]", "", text)
    assert json.loads(said or "") == {carried: carried}
