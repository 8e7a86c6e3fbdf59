"""Real files, clean and messy: what is inferred of each is what a person finds out by hand."""

import pytest

from tests.data.detecting.tables import (
    SHARED,
    csv_table,
    geojson_table,
    gpx_table,
    json_table,
)
from viauma.errors import InvalidInput
from viauma_data.detecting import WORLD, detect, located

pytestmark = pytest.mark.skipif(
    not (SHARED / "importtest").is_dir(),
    reason="the folder of sources (../shared/data) is not beside the repository",
)

DEGREES = "EPSG:4326"


@pytest.mark.parametrize(
    ("file", "crs", "is_swapped", "unknown"),
    [
        ("importtest/ferry_stops_wikidata_wkt.csv", DEGREES, False, 0),
        ("importtest/harryda_badplatser_bom.csv", DEGREES, False, 0),
        ("importtest/jonkoping_utegym_pandas.csv", DEGREES, False, 0),
        ("importtest/orebro_utegym_pandas.csv", DEGREES, False, 0),
        ("importtest/osby_badplats.csv", DEGREES, False, 0),
        ("importtest/mariestad_badplats_unquoted_commas.csv", DEGREES, False, 0),
        ("importtest/salem_utegym_spec.csv", DEGREES, False, 0),
        ("importtest/sundbyberg_utegym_spec_bom.csv", DEGREES, False, 0),
        ("importtest/sodertalje_utegym_shuffled_columns.csv", "EPSG:3006", False, 0),
        ("importtest/skyddsrum_2023_swapped_latlon.csv", DEGREES, True, 0),
        ("importtest/stockholm_utegym_sweref991800.csv", "EPSG:3011", False, 0),
        ("importtest/svenska_stader_wrong_coords.csv", DEGREES, False, 0),
        ("importtest/vast_utegym_mojibake_decimal_comma.csv", DEGREES, False, 1),
        ("region/nv_naturreservat_wkt_epsg3006.csv", "EPSG:3006", False, 0),
        ("region/osm_naturreservat_overpass_2026.csv", DEGREES, False, 0),
        ("region/osm_skyddade_omraden_2026.csv", DEGREES, False, 0),
        ("region/ourairports_sweden_2022.csv", DEGREES, False, 0),
        ("region/umea_ovriga_platser.csv", DEGREES, False, 0),
        ("region/umea_sevardheter_2016.csv", DEGREES, False, 0),
        ("region/umea_skidspar_lagen.csv", DEGREES, False, 1),
        ("region/umea_utegym_2022.csv", DEGREES, True, 2),
    ],
)
def test_each_table_is_located(file, crs, is_swapped, unknown):
    table = csv_table(SHARED / file)
    layout = detect(table)

    rows = list(located(table.read(), layout))

    assert (crs, is_swapped) == (layout.crs, layout.is_swapped)
    assert unknown == sum(one.shape is None for one in rows)


def test_the_national_specification_names_three_systems_that_agree():
    layout = detect(csv_table(SHARED / "importtest/salem_utegym_spec.csv"))

    assert [one.crs for one in layout.others] == ["EPSG:3006", "EPSG:3011"]


def test_reserves_keep_their_outlines_whatever_the_file_is_called():
    table = csv_table(SHARED / "region/nv_naturreservat_wkt_epsg3006.csv", name="reservat")
    layout = detect(table)

    rows = list(located(table.read(), layout))

    assert layout.crs == "EPSG:3006"
    assert [(one.x_column, one.y_column) for one in layout.others] == [("lon", "lat")]
    assert all(one.shape.geom_type in {"Polygon", "MultiPolygon"} for one in rows)


def test_the_zone_of_stockholm_is_told_though_the_file_does_not_name_it():
    layout = detect(csv_table(SHARED / "importtest/stockholm_utegym_sweref991800.csv", name="gym"))

    assert layout.crs == "EPSG:3011"


@pytest.mark.parametrize("file", ["umea_utegym_2022", "umea_skidspar_lagen"])
def test_all_tracks_and_gyms_of_umea_lie_in_sweden(file):
    table = csv_table(SHARED / f"region/{file}.csv")

    codes = {one.code for row in located(table.read(), detect(table)) for one in row.findings}

    assert codes <= {"no-position", "stacked-positions"}


@pytest.mark.parametrize(
    ("file", "unknown"),
    [
        ("importtest/stockholm_archipelago_trail_pois.geojson", 0),
        ("importtest/stockholm_archipelago_trail_sections.geojson", 0),
        ("region/lantmateriet_badplatser_2023.geojson", 0),
        ("region/hav_badplatser_2021_http_dump.json", 14),
        ("umearegionen_places.geojson", 0),
        ("boundaries/kommuner_okfse_2020.geojson", 0),
    ],
)
def test_geojson_is_believed(file, unknown):
    table = geojson_table(SHARED / file)
    layout = detect(table)

    assert (layout.has_shapes, layout.crs, layout.is_swapped) == (True, DEGREES, False)
    assert unknown == sum(one.shape is None for one in located(table.read(), layout))


@pytest.mark.parametrize(
    ("file", "under"),
    [("southtyrol_echarging_opendatahub", "data"), ("lipas_sports_places_1000", None)],
)
def test_other_countries_are_one_question(file, under):
    table = json_table(SHARED / f"importtest/{file}.json", under=under)

    with pytest.raises(InvalidInput, match="--region"):
        detect(table)
    assert detect(table, region=WORLD).crs == DEGREES


def test_finnish_sports_places_agree_in_both_their_systems():
    layout = detect(json_table(SHARED / "importtest/lipas_sports_places_1000.json"), region=WORLD)

    assert layout.shape_column == "location.geometries"
    assert [one.crs for one in layout.others] == [DEGREES, "EPSG:3067"]


def test_nested_positions_are_found():
    file = SHARED / "region/systembolaget_vasterbotten_vasternorrland_2025.json"

    assert detect(json_table(file)).y_column == "position.latitude"


def test_waypoints_are_located():
    table = gpx_table(SHARED / "region/osm_sweden_fuel_2026.gpx")

    assert detect(table).crs == DEGREES


def test_tables_of_people_have_no_positions():
    layout = detect(csv_table(SHARED / "population/umearegionen_folkmangd_1950_2019.csv"))

    assert [one.code for one in layout.findings] == ["no-coordinates"]
