"""The real files beside the repository, clean and messy: each is read, with all its rows."""

from pathlib import Path

import pytest

from viauma_data.reading import open_tables

SOURCE = Path(__file__).parents[4] / "shared" / "data"

pytestmark = pytest.mark.skipif(
    not SOURCE.is_dir(),
    reason="the folder of sources (../shared/data) is not beside the repository",
)


@pytest.mark.parametrize(
    ("path", "format_", "rows"),
    [
        ("boundaries/kommun_scb_sweref99tm_shp.zip", "shp", 290),
        ("importtest/harryda_badplatser_wrapped.json", "json", 9),
        ("importtest/jonkoping_utegym_pandas.csv", "csv", 27),
        ("importtest/lipas_sports_places_1000.json", "json", 1_000),
        ("importtest/norrtalje_utegym_spec.xlsx", "xlsx", 4),
        ("importtest/ounasvaara_skitrack.gpx", "gpx", 1),
        ("importtest/skyddsrum_2023_swapped_latlon.csv", "csv", 8_000),
        ("importtest/southtyrol_echarging_opendatahub.json", "json", 1_192),
        ("importtest/osm_helsinki_centre.osm.pbf", "osm", 4_297),
        ("population/folkmangd_kommuner_2017_latin1.csv", "csv", 290),
        ("region/geonames_sweden_cities500.tsv", "tsv", 1_315),
        ("region/hav_badplatser.kml", "kml", 2_684),
        ("region/hav_badplatser_2021_http_dump.json", "geojson", 2_687),
        ("region/osm_sweden_fuel_2026.gpx", "gpx", 3_392),
        ("spec_samples/utegym_nacka.gpkg", "gpkg", 18),
    ],
)
def test_a_real_file_is_read_with_all_its_rows(path, format_, rows):
    with open_tables(SOURCE / path) as [table]:
        read = sum(1 for _ in table.read())

    assert (table.format, read) == (format_, rows)


def test_a_shapefile_that_states_neither_encoding_nor_code_is_understood():
    with open_tables(SOURCE / "boundaries/kommun_scb_sweref99tm_shp.zip") as [table]:
        names = {row.values["KnNamn"] for row in table.read()}

    assert table.crs == "EPSG:3006"
    assert {"Umeå", "Örnsköldsvik", "Vännäs"} <= names
