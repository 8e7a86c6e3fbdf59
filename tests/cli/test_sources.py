"""Two files of two sources about one beach: taken in, merged and exported by an officer."""

import json

import pytest

from tests.cli.asked import asking

TOWN = "id,namn,kategori,lat,lon,website\n1,Kvorrsand,bathing_beach,63.83012,20.26012,{}\n"
CLUB = (
    "id,namn,kategori,lat,lon,opening_hours\n"
    "n1,Kvorrsands badplats,bathing_beach,63.83022,20.26022,24/7\n"
)
SITE = "https://town.example/kvorrsand"


@pytest.fixture
def ask(database_url, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "120")
    return asking(database_url, monkeypatch, capsys)


@pytest.fixture
def files(tmp_path):
    town, club = tmp_path / "town.csv", tmp_path / "club.csv"
    town.write_text(TOWN.format(SITE), encoding="utf-8")
    club.write_text(CLUB, encoding="utf-8")
    return town, club


def imported(ask, file, *more):
    answer = ask("import", str(file), "--json", *more)

    assert answer.code == 0, answer.err
    return json.loads(answer.out)


@pytest.fixture
def merged(ask, files):
    """The beach as one place; slugs of the one that is kept and of the other."""
    imported(ask, files[0], "--licence", "CC0-1.0", "--attribution", "The Town")
    imported(ask, files[1], "--licence", "CC-BY-NC-4.0", "--attribution", "The Club")
    (pair,) = json.loads(ask("duplicates", "list", "--format", "json").out)
    keep, other = sorted((pair["one_slug"], pair["two_slug"]))
    assert ask("duplicates", "merge", keep, other, "--why", "One beach").code == 0
    return keep, other


def test_an_import_tells_which_new_rows_may_be_here_already(ask, files):
    imported(ask, files[0])
    report = imported(ask, files[1])
    told = ask("duplicates", "list", "--run", report["run"]).out
    again = imported(ask, files[1])

    assert report["outcome"]["likely_known"] == 1
    assert told.endswith("1 pairs\n")
    assert "Kvorrsands badplats" in told
    assert again["outcome"]["likely_known"] == 0
    assert ask("duplicates", "list", "--run", again["run"]).out.endswith("0 pairs\n")
    assert ask("duplicates", "list", "--run", "nonsense").code == 1


def test_the_report_says_where_to_look(ask, files):
    imported(ask, files[0])
    said = ask("import", str(files[1])).out

    assert "1  pairs of a new place and one that may be the same" in said
    assert "viauma duplicates list --run" in said


def test_files_without_a_licence_have_their_sources(ask, files, merged):
    again = [imported(ask, file) for file in files]

    assert [one["licence"] for one in again] == ["CC0-1.0", "CC-BY-NC-4.0"]
    assert [one["outcome"]["stored"]["updated"] for one in again] == [0, 0]


def test_who_says_what_of_a_place_is_shown_by_either_address(ask, merged):
    keep, other = merged
    shown, same = ask("sources", "of", keep).out, ask("sources", "of", other).out
    told = json.loads(ask("sources", "of", keep, "--format", "json").out)

    assert shown == same
    assert "club: Kvorrsands badplats" in shown
    assert (told["provenance"]["opening_hours"], told["licence"]) == ("club", "CC-BY-NC-4.0")
    assert told["fields"]["geom"]["type"] == "Point"
    assert {one["source"] for one in told["sources"]} == {"town", "club"}
    assert ask("sources", "of", "nowhere").code == 1


def test_a_place_of_one_source_is_all_its_own(ask, files):
    imported(ask, files[0])
    (slug,) = json.loads(ask("places", "--category", "bathing_beach", "--text", "Kvorrsand",
                             "--format", "geojson").out)["features"]  # fmt: skip
    told = json.loads(ask("sources", "of", slug["id"], "--format", "json").out)

    assert [one["source"] for one in told["sources"]] == ["town"]
    assert set(told["provenance"].values()) == {"town"}


def test_no_byte_of_a_place_leaves_when_one_of_its_sources_is_not_open(ask, merged, tmp_path):
    out = {}
    for name in ("geojson", "csv", "gpkg"):
        file = tmp_path / f"open.{name}"
        assert ask("export", name, "--out", str(file), "--licence", "open").code == 0
        out[name] = file.read_bytes()
    ask("export", "csv", "--out", str(tmp_path / "all.csv"))

    assert b"The Club" in (tmp_path / "all.csv").read_bytes()
    for written in out.values():
        assert b"Kvorrsand" not in written
        assert SITE.encode() not in written
        assert b"The Club" not in written


def test_a_source_that_opens_its_licence_opens_the_place_with_the_next_import(
    ask, files, merged, tmp_path
):
    said = ask("sources", "set", "club", "--licence", "CC-BY-4.0").out
    imported(ask, files[1])
    ask("export", "csv", "--out", str(tmp_path / "open.csv"), "--licence", "open")
    written = (tmp_path / "open.csv").read_text(encoding="utf-8")

    assert "until imported again" in said
    assert SITE in written
    assert "The Club" in written
    assert "The Town" in written


@pytest.mark.parametrize("how", ["name", "option"])
def test_nobody_imports_in_the_name_of_officers(ask, files, how):
    file = files[0].rename(files[0].with_name("register.csv")) if how == "name" else files[0]
    more = ["--source", "register"] if how == "option" else []
    answer = ask("import", str(file), *more)

    assert answer.code == 2
    assert "--source: 'register' is what officers say" in answer.err
