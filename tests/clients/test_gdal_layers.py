"""GDAL, on which QGIS and most of the field stand, reads the layers of the API as they are."""

import math
import sys

import pyogrio
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from tests.clients.gdal import BOTH, OAPIF, PROGRAMS, assert_same_shapes, run, told_by_wheel

LAYERS = ("places", "sites", "facilities", "trails", "municipalities", "projects")
BOX = [20.0, 63.7, 20.5, 64.0]
IN_BOX = "st_intersects(geom, st_makeenvelope(20.0, 63.7, 20.5, 64.0, 4326))"
COPIED = ("slug", "name", "category", "is_site", "municipality", "licence", "version", "population")

# What GDAL is asked, what of it goes to the server, and what it means.
CONDITIONS = (
    ("category = 'ski_track'", {"category": "ski_track"}, "category = 'ski_track'"),
    ("is_site = 1", {"is_site": "1"}, "is_site"),
    ("is_facility = 0", {"is_facility": "0"}, "not is_facility"),
    ("name = 'Hjåggsjöns badplats'", {"name": "Hjåggsjöns badplats"},
     "name = 'Hjåggsjöns badplats'"),
    ("municipality = '2460' AND name ILIKE 'v%'", {"municipality": "2460"},
     "municipality = '2460' and name ilike 'v%'"),
    ("category = 'ski_track' AND is_site = 1", {"category": "ski_track", "is_site": "1"},
     "category = 'ski_track' and is_site"),
    ("category = 'ski_track' OR category = 'fishing'", {}, "category in ('ski_track', 'fishing')"),
    ("category <> 'ski_track'", {}, "category <> 'ski_track'"),
    ("name IS NULL", {}, "name is null"),
    ("municipality IN ('2460', '2404')", {}, "municipality in ('2460', '2404')"),
)  # fmt: skip

TYPES = {
    "places": {"is_site": ("OFTInteger", "OFSTBoolean"), "version": ("OFTInteger", "OFSTNone"),
               "updated_at": ("OFTDateTime", "OFSTNone"), "category": ("OFTString", "OFSTNone"),
               "attributes": ("OFTString", "OFSTJSON")},
    "municipalities": {"population": ("OFTInteger", "OFSTNone"),
                       "land_area_km2": ("OFTReal", "OFSTNone"),
                       "is_member": ("OFTInteger", "OFSTBoolean")},
    "projects": {"starts_on": ("OFTDate", "OFSTNone"),
                 "municipalities": ("OFTStringList", "OFSTNone")},
}  # fmt: skip


def shapes_of(truth) -> dict[str, BaseGeometry | None]:
    return {id_: shape for id_, (_, shape) in truth.items()}


@OAPIF
def test_the_wheel_lists_all_layers(via_uma, recorder):
    code = f"import pyogrio; print(*pyogrio.list_layers('OAPIF:{via_uma}/')[:, 0])"

    assert run(sys.executable, "-c", code).split() == list(LAYERS)
    assert recorder.refused() == []


@PROGRAMS
def test_ogrinfo_lists_all_layers_with_their_titles(via_uma, recorder):
    said = run("ogrinfo", f"OAPIF:{via_uma}/")

    assert [line.split()[1] for line in said.splitlines() if line[:1].isdigit()] == list(LAYERS)
    assert "(title: Tourism sites)" in said
    assert recorder.refused() == []


@PROGRAMS
def test_with_all_features_at_once_gdal_sees_that_they_are_of_several_kinds(via_uma):
    """The guide says so: the first page decides, and nothing else that a server can say."""
    first_page = run("ogrinfo", "-so", f"OAPIF:{via_uma}/", "places")
    at_once = run("ogrinfo", "-so", "-oo", "PAGE_SIZE=10000", f"OAPIF:{via_uma}/", "places")

    assert "Geometry: Point" in first_page
    assert "Geometry: Unknown (any)" in at_once


@OAPIF
def test_later_versions_have_an_option_of_their_own_for_the_first_page(via_uma):
    assert kind_by_wheel(via_uma, {}) == "Point"
    assert kind_by_wheel(via_uma, {"INITIAL_REQUEST_PAGE_SIZE": "10000"}) == "Unknown"


def kind_by_wheel(via_uma: str, options: dict[str, str]) -> str:
    read = f"pyogrio.read_info('OAPIF:{via_uma}/', layer='places', **{options!r})"
    return run(sys.executable, "-c", f"import pyogrio; print({read}['geometry_type'])").strip()


@BOTH
@pytest.mark.parametrize("layer", LAYERS)
def test_gdal_reads_a_whole_collection(read, layer, via_uma, recorder, true):
    found, expected = read(f"OAPIF:{via_uma}/", layer), true(layer)

    assert sorted(found.ids) == sorted(expected)
    assert_same_shapes(found.by_id, shapes_of(expected))
    for row in found.rows:
        known = expected[row["id"]][0]
        assert {name: row[name] for name in COPIED if name in row} == {
            name: known[name] for name in COPIED if name in known
        }
    assert recorder.refused() == []


@BOTH
@pytest.mark.parametrize("size", [1, 7, 53, 54])
def test_small_pages_give_each_feature_once(read, size, via_uma, recorder, true):
    found = read(f"OAPIF:{via_uma}/", "trails", options={"PAGE_SIZE": size})
    expected = true("trails")
    pages = [one for one in recorder.of_items("trails") if one.query["limit"] == str(size)]

    assert sorted(found.ids) == sorted(expected)
    assert len(pages) >= math.ceil(len(expected) / size)
    assert recorder.refused() == []


@BOTH
def test_a_box_is_looked_in_by_the_server(read, via_uma, recorder, true):
    found = read(f"OAPIF:{via_uma}/", "places", bbox=BOX)
    sent = [one for one in recorder.of_items("places") if "bbox" in one.query]

    assert sorted(found.ids) == sorted(true("places", IN_BOX))
    assert [float(number) for number in sent[0].query["bbox"].split(",")] == BOX
    assert recorder.refused() == []


@BOTH
@pytest.mark.parametrize(("where", "sent", "meant"), CONDITIONS, ids=lambda one: str(one)[:40])
def test_a_condition_finds_what_it_means(read, where, sent, meant, via_uma, recorder, true):
    found = read(f"OAPIF:{via_uma}/", "places", where=where)
    expected = true("places", meant)
    asked = [one.query for one in recorder.of_items("places")]

    assert sorted(found.ids) == sorted(expected) != []
    assert any(sent.items() <= query.items() for query in asked)
    assert recorder.refused() == []


@BOTH
def test_the_server_finds_what_gdal_would_have_found_itself(read, via_uma, recorder):
    address = f"OAPIF:{via_uma}/"
    there = read(address, "places", where="category = 'ski_track' AND municipality = '2480'")
    requests = len(recorder.exchanges)
    # GDAL sends no functions, so this is left to itself.
    itself = "CONCAT(category, '') = 'ski_track' AND CONCAT(municipality, '') = '2480'"
    here = read(address, "places", where=itself)

    assert sorted(there.ids) == sorted(here.ids) != []
    assert [one for one in recorder.exchanges[requests:] if "category" in one.query] == []


@BOTH
def test_a_condition_and_a_box_go_together(read, via_uma, recorder, true):
    found = read(f"OAPIF:{via_uma}/", "places", where="category = 'ski_track'", bbox=BOX)
    sent = [one.query for one in recorder.of_items("places")]

    assert sorted(found.ids) == sorted(true("places", f"category = 'ski_track' and {IN_BOX}"))
    assert any({"bbox", "category"} <= query.keys() for query in sent)


@BOTH
def test_gdal_takes_any_date_for_the_time_of_a_feature(read, via_uma, recorder, true):
    """A weakness of GDAL that docs/clients.md warns of: it sends `datetime` and trusts that."""
    found = read(f"OAPIF:{via_uma}/", "places", where="updated_at > '2099/01/01 00:00:00'")
    sent = [one.query["datetime"] for one in recorder.of_items("places") if "datetime" in one.query]

    assert sent[0] == "2099-01-01T00:00:00Z/.."
    assert len(found.ids) == len(true("places"))


@BOTH
def test_one_feature_is_fetched_by_its_id(read, via_uma, recorder, true):
    id_ = min(true("places"))
    found = read(f"OAPIF:{via_uma}/", "places", where=f"id = '{id_}'")

    assert found.ids == [id_]
    assert f"/collections/places/items/{id_}" in [one.path for one in recorder.exchanges]


@OAPIF
@pytest.mark.parametrize("layer", TYPES)
def test_fields_have_their_types(layer, via_uma):
    told = told_by_wheel(f"OAPIF:{via_uma}/", layer=layer)["types"]
    expected = TYPES[layer]

    assert {name: tuple(told[name]) for name in expected} == expected


@OAPIF
def test_every_property_of_the_schema_becomes_a_field(via_uma, api):
    for layer in LAYERS:
        told = told_by_wheel(f"OAPIF:{via_uma}/", layer=layer)["types"]
        schema = api.get(f"/collections/{layer}/schema").json()["properties"]

        assert list(told) == [name for name in schema if name != "geometry"], layer


@PROGRAMS
@pytest.mark.parametrize("layer", LAYERS)
def test_ogr2ogr_copies_a_collection_into_a_geopackage(layer, via_uma, true, tmp_path):
    target = tmp_path / "copy.gpkg"
    run("ogr2ogr", "-nlt", "GEOMETRY", target, f"OAPIF:{via_uma}/", layer)
    _, _, shapes, columns = pyogrio.raw.read(target, layer=layer, columns=["id"])
    copied = dict(zip(columns[0].tolist(), shapely.from_wkb(shapes).tolist(), strict=True))

    assert_same_shapes(copied, shapes_of(true(layer)))
