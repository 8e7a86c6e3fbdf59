"""Law 3 for files: the same filter means the same places in an export as in the API."""

from pathlib import Path

import httpx
import pytest

from tests.cli.asked import Ask, asking
from tests.cli.exporting.files import WITH_IDS, ids_in
from viauma.cli.exporting.formats import EXPORTS
from viauma.exchange.licences import OPEN_LICENCES, open_filter

FILTER = "is_facility = TRUE AND NOT (lit = TRUE)"


@pytest.fixture
def ask(region_url, monkeypatch, capsys) -> Ask:
    return asking(region_url, monkeypatch, capsys)


def of_api(api: httpx.Client, collection: str = "places", **asked: str) -> set[str]:
    page = api.get(f"/collections/{collection}/items", params={"limit": 1000, **asked}).json()
    return {one["id"] for one in page["features"]}


@pytest.mark.parametrize("key", WITH_IDS)
def test_a_filter_and_municipalities_give_the_ids_of_the_api(ask, api, tmp_path: Path, key):
    file = tmp_path / f"x{EXPORTS[key].suffix}"
    answer = ask("export", key, "--out", str(file), "--filter", FILTER, "--in", "2480,Vännäs",
                 "--base-url", "https://example.org")  # fmt: skip
    expected = of_api(api, filter=FILTER, **{"in": "2480,Vännäs"})

    assert (answer.code, answer.err) == (0, "")
    assert ids_in(key, file) == expected
    assert 0 < len(expected) < 374


@pytest.mark.parametrize(
    ("collection", "options", "asked"),
    [
        ("sites", ("--category", "water"), {"category": "water"}),
        ("trails", ("--bbox", "20,63.5,20.5,64"), {"bbox": "20,63.5,20.5,64"}),
        ("municipalities", ("--filter", "population > 10000"), {"filter": "population > 10000"}),
        ("projects", ("--filter", "kind = 'study'"), {"filter": "kind = 'study'"}),
    ],
)
def test_other_collections_and_options_do_too(ask, api, tmp_path, collection, options, asked):
    file = tmp_path / "x.geojson"
    ask("export", "geojson", "--collection", collection, "--out", str(file), *options)

    assert ids_in("geojson", file) == of_api(api, collection, **asked) != set()


def test_open_rows_are_those_that_the_api_finds_by_the_same_words(ask, api, tmp_path):
    file = tmp_path / "x.csv"
    ask("export", "csv", "--out", str(file), "--licence", "open")

    assert ids_in("csv", file) == of_api(api, filter=open_filter()) != set()
    assert "not-stated" not in OPEN_LICENCES
    assert not [one for one in OPEN_LICENCES if "-NC" in one or "-ND" in one]


def test_coordinates_come_in_another_system_with_the_axes_that_the_heading_says(ask, tmp_path):
    file = tmp_path / "x.csv"
    ask("export", "csv", "--out", str(file), "--crs", "EPSG:3006", "--in", "Vännäs")
    head, first, *_ = file.read_text().splitlines()
    north, east = map(float, first.rsplit(",", 3)[1:3])

    assert head.endswith(",N,E,geometry")
    assert 7_000_000 < north < 7_200_000
    assert 650_000 < east < 800_000


def test_only_the_properties_asked_for_are_in_the_file(ask, tmp_path):
    file = tmp_path / "x.csv"
    ask("export", "csv", "--out", str(file), "--properties", "name, category")

    assert file.read_text().splitlines()[0] == "id,name,category,lon,lat,geometry"


def test_a_pipe_gets_the_file_and_the_person_whom_to_name(ask):
    answer = ask("export", "geojsonseq", "--in", "Vännäs")

    assert answer.code == 0
    assert answer.out.startswith("\x1e{")
    assert "© OpenStreetMap contributors, ODbL-1.0" in answer.err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("csv", "--collection", "roads"), "roads"),
        (("csv", "--filter", "no_such = 1"), "no_such"),
        (("csv", "--licence", "mine"), "--licence"),
        (("csv", "--collection", "projects", "--licence", "open"), "--licence"),
        (("csv", "--collection", "projects", "--in", "2480"), "--in"),
        (("geojson", "--crs", "EPSG:3006"), "--crs"),
        (("csv", "--crs", "EPSG:9999"), "--crs"),
        (("csv", "--properties", "colour"), "--properties"),
        (("jsonld",), "--base-url"),
        (("dcat", "--base-url", "ftp://x"), "--base-url"),
        (("badplatser", "--collection", "projects"), "projects"),
        (("xlsx", "--lang", "fi"), "--lang"),
        (("nonsense",), "nonsense"),
    ],
)
def test_what_cannot_be_exported_is_refused_in_a_sentence_and_leaves_no_file(
    ask, tmp_path, arguments, named
):
    answer = ask("export", *arguments, "--out", str(tmp_path / "x"))

    assert answer.code == 2
    assert named in answer.err
    assert "Traceback" not in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_refused(ask, tmp_path):
    answer = ask("export", "csv", "--out", str(tmp_path / "no" / "such" / "x.csv"))

    assert answer.code == 2
    assert "cannot be written" in answer.err
