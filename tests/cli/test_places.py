"""`viauma places`: each question answered, each bad word refused in one sentence that names it."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import gpxpy
import pytest
import shapely

from tests.cli.asked import Answer, Ask, asking
from tests.places.independent import read_rows
from viauma.register.hours import state_at

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[20, 63.7], [20.6, 63.7], [20.6, 64], [20, 64], [20, 63.7]]],
}
BOWTIE = {
    "type": "Polygon",
    "coordinates": [[[20, 63], [21, 64], [21, 63], [20, 64], [20, 63]]],
}
SWAPPED = {
    "type": "Polygon",
    "coordinates": [[[63.7, 20], [63.7, 20.6], [64, 20.6], [64, 20], [63.7, 20]]],
}
LINE = {"type": "LineString", "coordinates": [[19.75, 63.91], [20.26, 63.83]]}


@pytest.fixture
def ask(template_url, monkeypatch, capsys) -> Ask:
    return asking(template_url, monkeypatch, capsys)


@pytest.fixture(scope="module")
def rows(template_url):
    return read_rows(template_url)


def slugs(answer: Answer) -> set[str]:
    assert (answer.code, answer.err) == (0, "")
    return {f["properties"]["slug"] for f in json.loads(answer.out)["features"]}


def test_the_question_of_the_issue_finds_the_beaches_of_vannas_nearest_first(ask):
    answer = ask("places", "--in", "Vännäs", "--category", "bathing_beach",
                 "--near", "19.75,63.91", "--format", "geojson")  # fmt: skip
    properties = [f["properties"] for f in json.loads(answer.out)["features"]]
    distances = [p["distance_m"] for p in properties]

    assert {("2460", "bathing_beach")} == {(p["municipality"], p["category"]) for p in properties}
    assert sorted(distances) == distances
    assert all(0 <= p["bearing_deg"] < 360.05 for p in properties)


def test_a_table_lists_places_and_says_how_many(ask, rows):
    answer = ask("places", "--in", "Bjurholm")
    expected = [r for r in rows if r.feature["properties"]["municipality"] == "2403"]

    assert answer.out.rstrip().endswith(f"{len(expected)} places")
    assert all(row.slug in answer.out for row in expected)


def test_a_table_of_neighbours_tells_distance_and_direction(ask):
    answer = ask("places", "--near", "20.263,63.8258", "--limit", "3")

    assert "km" in answer.out.splitlines()[0]
    assert "3 places" in answer.out


def test_csv_and_geojson_name_the_same_places(ask):
    found = csv.DictReader(io.StringIO(ask("places", "--in", "2404", "--format", "csv").out))

    assert slugs(ask("places", "--in", "2404", "--format", "geojson")) == {
        row["slug"] for row in found
    }


def test_gpx_can_be_carried_in_a_pocket(ask):
    gpx = gpxpy.parse(ask("places", "--in", "vindeln", "--format", "gpx").out)

    assert gpx.waypoints


def test_several_municipalities_are_joined(ask):
    both = slugs(ask("places", "--in", "Umeå", "--in", "2460", "--format", "geojson"))

    assert both == slugs(ask("places", "--in", "umea", "--format", "geojson")) | slugs(
        ask("places", "--in", "VÄNNÄS", "--format", "geojson")
    )


def test_a_category_may_be_named_by_its_label_in_either_language(ask):
    by_key = slugs(ask("places", "--category", "bathing_beach", "--format", "geojson"))
    features = json.loads(
        ask("places", "--category", "bathing_beach", "--limit", "1", "--format", "geojson").out
    )["features"]
    label = features[0]["properties"]["category_sv"]

    assert by_key == slugs(ask("places", "--category", label.upper(), "--format", "geojson"))


def test_a_polygon_typed_in_place_is_the_polygon_in_a_file(ask, rows, tmp_path):
    file = tmp_path / "area.geojson"
    file.write_text("\ufeff" + json.dumps(SQUARE), encoding="utf-8")
    expected = {r.slug for r in rows if r.shape.intersects(shapely.geometry.shape(SQUARE))}

    assert expected
    assert expected == slugs(ask("places", "--within", json.dumps(SQUARE), "--format", "geojson"))
    assert expected == slugs(ask("places", "--within", str(file), "--format", "geojson"))


def test_circle_corridor_and_neighbourhood_find_places(ask):
    for question in (
        ("--circle", "20.263,63.8258,2000"),
        ("--along", json.dumps(LINE), "--buffer", "1500"),
        ("--around", "umea-airport,3000"),
        ("--bbox", "20.2,63.8,20.3,63.85"),
    ):
        answer = ask("places", *question, "--format", "geojson")

        assert answer.code == 0, answer.err
        assert slugs(answer), question


def test_counts_come_as_table_json_and_csv(ask, rows):
    table = ask("places", "--counts").out
    found = json.loads(ask("places", "--counts", "--format", "json").out)
    read = list(csv.DictReader(io.StringIO(ask("places", "--counts", "--format", "csv").out)))

    assert len(rows) == sum(row["count"] for row in found) == sum(int(r["count"]) for r in read)
    assert f"{len(rows)} places" in table
    assert "per 1 000 inh." in table


def test_counts_within_a_polygon_have_a_rate_by_its_area(ask):
    answer = ask("places", "--counts", "--within", json.dumps(SQUARE), "--format", "json")

    assert all(
        row["per_100_km2"] > 0 and row["per_1000_inhabitants"] is None
        for row in json.loads(answer.out)
    )


def test_nothing_found_is_an_answer(ask):
    answer = ask("places", "--bbox", "0,0,1,1")

    assert (answer.code, answer.out.strip().splitlines()[-1]) == (0, "0 places")


def test_a_text_is_taken_literally(ask):
    assert set() == slugs(ask("places", "--text", "%", "--format", "geojson"))


def test_an_attribute_that_is_no_json_is_a_text(ask):
    answer = ask("places", "--attribute", "surface=" + "[" * 5000, "--format", "geojson")

    assert set() == slugs(answer)


def test_an_attribute_that_nobody_has_is_refused_with_the_nearest(ask):
    answer = ask("places", "--attribute", "lid=true")

    assert answer.code == 2
    assert "--attribute: 'lid' is not known. Did you mean lit" in answer.err


# Files ------------------------------------------------------------------------------------------


def test_a_file_holds_what_the_screen_would_show(ask, tmp_path):
    out = tmp_path / "places.csv"
    shown = ask("places", "--in", "2403", "--format", "csv").out
    answer = ask("places", "--in", "2403", "--format", "csv", "--out", str(out))

    assert shown == out.read_text(encoding="utf-8")
    assert answer.out == ""
    assert [out] == list(tmp_path.iterdir())


def test_a_refused_question_leaves_the_old_file_alone(ask, tmp_path):
    out = tmp_path / "places.csv"
    out.write_text("old")
    answer = ask("places", "--in", "Atlantis", "--format", "csv", "--out", str(out))

    assert (answer.code, out.read_text()) == (2, "old")
    assert [out] == list(tmp_path.iterdir())


def test_a_file_that_exists_is_replaced_whole(ask, tmp_path):
    out = tmp_path / "places.csv"
    out.write_text("x" * 10_000_000)
    ask("places", "--in", "2403", "--format", "csv", "--out", str(out))

    assert out.stat().st_size < 1_000_000


@pytest.mark.parametrize("name", ["missing/places.csv", "file/places.csv", ".", "", "n" * 300, "/"])
def test_a_file_that_cannot_be_written_is_refused_in_one_sentence(ask, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("not a folder")
    answer = ask("places", "--limit", "1", "--out", name)

    assert_refused(answer, "--out")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


# Bad words --------------------------------------------------------------------------------------


def assert_refused(answer: Answer, option: str) -> None:
    assert answer.code == 2, answer
    assert answer.out == ""
    assert option in answer.err
    assert "Traceback" not in answer.err
    assert len(answer.err) < 500


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--in", "Vännes"], "--in: 'Vännes' is not known. Did you mean Vännäs"),
        (["--in", "Stockholm"], "--in: 'Stockholm' is not known."),
        (["--in", ""], "--in: '' is not known"),
        (["--category", "bathing_beech"], "--category: 'bathing_beech' is not known. "
                                          "Did you mean bathing_beach"),
        (["--category", "x" * 9999], "--category: 'xxx"),
        (["--kind", "hole"], "--kind: 'hole' must be place, site, facility"),
        (["--status", "gone"], "--status: 'gone' is not known. Did you mean planned"),
        (["--attribute", "lit"], "--attribute: 'lit' must be key=value"),
        (["--attribute", "=true"], "--attribute: '=true' must be key=value"),
        (["--attribute", "lit=NaN"], "--attribute"),
        (["--attribute", "lit=Infinity"], "--attribute"),
        (["--attribute", "lit=1e999"], "--attribute"),
        (["--attribute", 'lit="\\u0000"'], "--attribute"),
        (["--attribute", 'lit="\\ud800"'], "--attribute"),
        (["--bbox", "20,64,21,63"], "--bbox: south lies above north"),
        (["--bbox", "nan,63,21,64"], "--bbox: numbers must be finite"),
        (["--bbox", "20,63,21"], "--bbox: needs 4 or 6 numbers"),
        (["--bbox", "746000,7080000,765000,7090000"], "--bbox: latitudes must be"),
        (["--near", "63.9,19.75"], "--near: 63.9,19.75 lies far from here; the axes look swapped"),
        (["--near", "19.75"], "--near: needs lon,lat"),
        (["--near", "nan,nan"], "--near: numbers must be finite"),
        (["--near", "200,63"], "--near: 200,63 is outside"),
        (["--circle", "20,63,0"], "--circle: the distance must be more than 0"),
        (["--circle", "20,63,-5"], "--circle: the distance must be more than 0"),
        (["--circle", "20,63,nan"], "--circle: numbers must be finite"),
        (["--circle", "20,63,1e9"], "--circle: the distance may be 1,000,000 metres at most"),
        (["--circle", "20,63"], "--circle: needs lon,lat,metres"),
        (["--along", json.dumps(LINE), "--buffer", "0"], "--buffer: the distance must be"),
        (["--along", json.dumps(LINE), "--buffer", "nan"], "--buffer: the distance must be"),
        (["--along", json.dumps(LINE), "--buffer", "wide"], "--buffer"),
        (["--along", json.dumps(SQUARE)], "--along: must be a GeoJSON LineString"),
        (["--around", "nowhere-at-all,500"], "--around: 'nowhere-at-all' is not known"),
        (["--around", "umea-airport"], "--around: needs a place and metres"),
        (["--around", "umea-airport,-1"], "--around: the distance must be"),
        (["--around", "umea-airport,many"], "--around: 'many' is not a list of numbers"),
        (["--within", json.dumps(BOWTIE)], "--within: the polygon is not valid: Self-intersection"),
        (["--within", json.dumps(SWAPPED)], "the axes look swapped"),
        (["--within", '{"type": "Polygon"}'], "--within: is not a well-formed GeoJSON Polygon"),
        (["--within", "{"], "--within: is not GeoJSON"),
        (["--within", "[" * 100_000], "--within: is not GeoJSON"),
        (["--within", "no/such/file.geojson"], "--within: the file 'no/such/file.geojson' cannot"),
        (["--within", "x" * 5000], "--within: the file 'xxx"),
        (["--within", "/"], "--within: the file '/' cannot be read"),
        (["--format", "shp"], "--format: 'shp' must be table, geojson, csv, gpx"),
        (["--counts", "--format", "gpx"], "--format: 'gpx' must be table, json, csv"),
        (["--limit", "0"], "--limit"),
        (["--limit", "3000000000"], "--limit"),
        (["--limit", "many"], "--limit"),
        (["--nonsense"], "--nonsense"),
    ],
)  # fmt: skip
def test_a_bad_word_is_refused_in_one_sentence_naming_the_option(ask, arguments, said):
    answer = ask("places", *arguments)

    assert_refused(answer, said)


def test_a_polygon_of_ten_megabytes_is_refused_before_it_is_read(ask, tmp_path):
    file = tmp_path / "huge.geojson"
    file.write_text(json.dumps(SQUARE) + " " * 10_000_000)
    answer = ask("places", "--within", str(file))

    assert_refused(answer, "--within: huge.geojson has 10.0 MB; at most 1 MB is accepted")


def test_a_file_that_is_not_text_is_refused(ask, tmp_path):
    file = tmp_path / "area.zip"
    file.write_bytes(b"PK\x03\x04\xff\xfe")

    assert_refused(ask("places", "--within", str(file)), "--within")


@pytest.mark.parametrize("option", ["--text", "--in", "--category", "--around", "--within"])
def test_bytes_that_are_no_text_are_refused(ask, option):
    # What the shell hands over as \xff arrives in Python as a lone surrogate.
    answer = ask("places", option, "\udcff,100")

    assert_refused(answer, "\\udcff")


def program(*arguments: str | bytes, url: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from viauma.cli import main; main()", *arguments],
        env=os.environ | {"VIAUMA_DATABASE__URL": url, "COLUMNS": "140"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_the_program_itself_ends_with_2_and_one_line_on_standard_error(template_url):
    ended = program("places", "--in", "Vännes", url=template_url)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "viauma: --in: 'Vännes' is not known. Did you mean Vännäs?\n"


def test_the_program_ends_with_1_and_no_password_when_the_database_is_away():
    ended = program("places", url="postgresql://viauma:hemligt@127.0.0.1:1/viauma")

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("viauma: The database cannot be used:")
    assert "hemligt" not in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_places_that_are_open_at_a_moment_are_those_whose_hours_say_so(ask, rows):
    noon = "TIMESTAMP('2026-06-20T10:00:00Z')"
    answer = ask("places", "--filter", f"is_open({noon})", "--format", "geojson")
    moment = datetime(2026, 6, 20, 10, tzinfo=UTC)
    said = {r.feature["properties"]["slug"]: r.feature["properties"] for r in rows}

    expected = {
        slug for slug, one in said.items() if state_at(one["opening_hours"], moment) == "open"
    }
    assert len(expected) > 40
    assert slugs(answer) == expected


def test_a_moment_without_a_zone_is_refused_by_the_option(ask):
    answer = ask("places", "--filter", "is_open(TIMESTAMP('2026-06-20T10:00:00'))")

    assert answer.code != 0
    assert "--filter" in answer.err
