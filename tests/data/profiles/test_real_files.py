"""Real files of the region and from elsewhere are known for what they are, defects and all."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.data.profiles.tables import (
    SHARED,
    csv_table,
    flat,
    geojson_table,
    gpx_table,
    kml_table,
    located,
    table,
)
from viauma.exchange.findings import Severity
from viauma_data.profiles.applying import candidates
from viauma_data.profiles.candidate import Candidate
from viauma_data.profiles.context import Context
from viauma_data.profiles.matching import clear, match
from viauma_data.reading.table import Table

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(),
    reason="the sources (../shared/data) are not beside the repository",
)

PAIRS = {
    "latitude": "longitude", "lat": "lon", "latitude_deg": "longitude_deg",
    "fields.lat": "fields.long", "position.latitude": "position.longitude",
    "Koordinat_Lat_(WGS84)": "Koordinat_Long_(WGS84)",
    "koordinat_lat_(wgs84)": "koordinat_long_(wgs84)", "scoordinate.y": "scoordinate.x",
    "location.coordinates.wgs84.lat": "location.coordinates.wgs84.lon",
}  # fmt: skip


def tsv_table(path: Path) -> Table:
    return csv_table(path, "\t")


def json_table(path: Path) -> Table:
    text = path.read_text(encoding="utf-8")
    found: Any = json.JSONDecoder().raw_decode(text)[0]
    rows = found if isinstance(found, list) else found.get("data") or found["results"]
    return table([flat(row) for row in rows], format="json", name=path.stem)


def read(read_: Callable[[Path], Table], name: str) -> tuple[str, list[Candidate], Context]:
    one = read_(SHARED / name)
    found = clear(match(one))
    assert found is not None
    lat = next((name for name in PAIRS if name in one.columns), "")
    context = Context(source="real", columns=one.columns)
    rows = located(one, PAIRS.get(lat, ""), lat)
    return found.profile.key, list(candidates(found.profile, rows, context)), context


def told(made: list[Candidate], severity: Severity | None = None) -> Counter[str]:
    return Counter(
        one.code
        for candidate in made
        for one in candidate.findings
        if severity is None or one.severity is severity
    )


@pytest.mark.parametrize(
    ("reader", "name", "key", "rows", "waiting"),
    [
        (csv_table, "importtest/harryda_badplatser_bom.csv", "badplatser", 9, 0),
        (json_table, "importtest/harryda_badplatser_wrapped.json", "badplatser", 9, 0),
        (csv_table, "importtest/osby_badplats.csv", "badplatser", 1, 0),
        (csv_table, "importtest/mariestad_badplats_unquoted_commas.csv", "badplatser", 1, 1),
        (csv_table, "importtest/vast_utegym_mojibake_decimal_comma.csv", "utegym", 3, 1),
        (csv_table, "importtest/salem_utegym_spec.csv", "utegym_storsthlm", 2, 0),
        (csv_table, "importtest/sundbyberg_utegym_spec_bom.csv", "utegym_storsthlm", 5, 0),
        (csv_table, "importtest/sodertalje_utegym_shuffled_columns.csv", "utegym_storsthlm", 8, 0),
        (csv_table, "importtest/ferry_stops_wikidata_wkt.csv", "wikidata_ferry_stops", 45, 3),
        (json_table, "importtest/lipas_sports_places_1000.json", "lipas", 1000, 13),
        (json_table, "importtest/southtyrol_echarging_opendatahub.json", "opendatahub_echarging",
         1192, 0),
        (csv_table, "region/umea_utegym_2022.csv", "umea_utegym", 10, 2),
        (csv_table, "region/umea_skidspar_lagen.csv", "umea_skidspar", 54, 1),
        (csv_table, "region/umea_sevardheter_2016.csv", "umea_sevardheter", 29, 10),
        (csv_table, "region/ourairports_sweden_2022.csv", "ourairports", 250, 0),
        (csv_table, "region/nv_naturreservat_wkt_epsg3006.csv", "naturvardsverket", 151, 0),
        (json_table, "region/systembolaget_vasterbotten_vasternorrland_2025.json",
         "systembolaget", 97, 0),
        (geojson_table, "region/lantmateriet_badplatser_2023.geojson", "lantmateriet_bathing",
         3310, 0),
        (gpx_table, "region/osm_sweden_fuel_2026.gpx", "osm", 3392, 0),
        (gpx_table, "region/osm_sweden_supermarkets_2026.gpx", "osm", 3145, 0),
        (gpx_table, "region/osm_sweden_caravansites_2026.gpx", "osm", 663, 1),
        (csv_table, "region/osm_naturreservat_overpass_2026.csv", "osm", 1217, 0),
        (tsv_table, "region/geonames_sweden_cities500.tsv", "geonames", 0, 0),
    ],
)  # fmt: skip
def test_a_real_file_is_known_and_its_good_rows_go_through(reader, name, key, rows, waiting):
    found, made, context = read(reader, name)

    assert (key, rows) == (found, len(made))
    assert waiting == sum(one.waits for one in made)
    assert len(made) + context.left_out.total() == len(list(reader(SHARED / name).read()))


@pytest.mark.parametrize(
    ("reader", "name"),
    [
        (geojson_table, "region/hav_badplatser_2021_http_dump.json"),
        (kml_table, "region/hav_badplatser.kml"),
    ],
)
def test_bredtrask_is_doubted_and_the_islands_are_not(reader, name):
    key, made, _ = read(reader, name)
    doubted = {
        str(one.located.row.values["NAMN"])
        for one in made
        for finding in one.findings
        if (finding.code, finding.severity) == ("municipality-disagrees", Severity.DOUBT)
    }

    assert key == "hav_bathing_waters"
    assert "Bredträsk" in doubted
    assert "Vrångö Mittvik" not in doubted
    assert len(doubted) < 40


def test_mariestads_shifted_columns_are_told_once():
    _, (one,), _ = read(csv_table, "importtest/mariestad_badplats_unquoted_commas.csv")

    assert Counter({"shifted-columns": 1}) == told([one])
    assert one.draft.names == {"sv": "Hattarevikens Badplats"}


def test_essungas_letters_are_repaired_with_evidence():
    _, made, _ = read(csv_table, "importtest/vast_utegym_mojibake_decimal_comma.csv")
    names = [one.draft.names["sv"] for one in made if one.draft]

    assert "Petersburgs friluftsområde, utegym" in names
    assert told(made, Severity.NOTE)["text-repaired"] == 2


def test_sundbybergs_lost_zeros_come_back():
    _, made, _ = read(csv_table, "importtest/sundbyberg_utegym_spec_bom.csv")

    assert {"0183"} == {one.draft.municipality for one in made}
    assert told(made)["lost-leading-zeros"] == 5


@pytest.mark.parametrize(
    "name",
    [
        "importtest/orebro_utegym_pandas.csv",
        "importtest/jonkoping_utegym_pandas.csv",
        "importtest/stockholm_utegym_sweref991800.csv",
        "importtest/svenska_stader_wrong_coords.csv",
        "importtest/skyddsrum_2023_swapped_latlon.csv",
        "region/umea_ovriga_platser.csv",
    ],
)
def test_a_file_of_no_known_kind_is_not_taken_for_another(name: str):
    assert match(csv_table(SHARED / name)) == []


def test_no_persons_mail_or_number_gets_through():
    _, made, _ = read(csv_table, "importtest/sodertalje_utegym_shuffled_columns.csv")

    assert not any("@" in str(one.draft) or "08- 523" in str(one.draft) for one in made)
