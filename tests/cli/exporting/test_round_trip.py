"""import(export(x)) = x: what comes out goes in again as it was, and changes nothing at home."""

import json
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shapely import from_wkt, hausdorff_distance

from tests.cli.asked import Ask, asking
from tests.cli.exporting.made_up import drafts, hidden, stored, whole_draft
from tests.factories import place_draft, writing
from tests.fixtures.database import settings_for
from viauma.cli.exporting.formats import EXPORTS
from viauma.duplicates.actions import merge_places
from viauma.imports.runs import Beginning, running
from viauma.places.actions import store_places
from viauma.places.correcting import correct_place
from viauma.places.rules import Status
from viauma_data.region import load

CARRIES_ALL = (
    "geojson", "geojsonseq", "jsonfg", "csv", "csv-excel", "xlsx", "fgb", "gpkg", "parquet", "kml",
)  # fmt: skip
DOCS = Path(__file__).parents[3] / "docs" / "export.md"


@pytest.fixture
def full_url(database_url: str) -> str:
    """The region with places of every kind; one is made of two, one was corrected."""
    with writing(database_url) as session:
        store_places(session, [*drafts(), *hidden()])
        merge_places(session, "status-planned", "status-active")
        correct_place(session, "status-closed", {"names": {"sv": "Rättat"}})
    return database_url


@pytest.fixture
def bare_url(empty_database_url: str) -> str:
    """Taxonomy and municipalities, and no place."""
    categories = [load._category(record) for record in load.read_taxonomy()]
    with writing(empty_database_url) as session:
        load.store_categories(session, categories)
        load.store_geometry_kinds(session, categories)
        load.store_municipalities(session, load._municipalities())
    return empty_database_url


@pytest.fixture
def ask(full_url, monkeypatch, capsys) -> Ask:
    return asking(full_url, monkeypatch, capsys)


def as_it_was(text: str) -> str:
    return text


def with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def of_xml(text: str) -> str:
    said = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", with_line_feeds(text))
    return said.strip(" ")


def of_excel(text: str) -> str:
    return text.replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_")


SPELLED = {"csv": with_line_feeds, "csv-excel": with_line_feeds, "kml": of_xml, "xlsx": of_excel}
"""What a format makes of characters that it cannot hold, as docs/export.md says."""


def respelled(row: dict[str, Any], spell: Callable[[str], str]) -> dict[str, Any]:
    """Say of a place what a format that spells texts so says of it."""
    if spell is as_it_was:
        return row
    plain = ("street", "attribution", "opening_hours")
    said = {key: spell(row[key]) or None for key in plain if row[key] is not None}
    maps = {
        key: {name: spelled for name, text in row[key].items() if (spelled := spell(text))}
        for key in ("names", "texts")
    }
    return row | said | maps


def told_in_the_docs() -> dict[str, str]:
    """Read the table: of each format, whether it can come back."""
    _, _, text = DOCS.read_text(encoding="utf-8").partition("## Formats")
    table, *_ = text.partition("\n## ")
    rows = re.findall(r"^\| ([a-z][a-z, -]*?)(?: \(.*?\))? \|.*\| ([^|]+) \|$", table, re.MULTILINE)
    return {key: said for keys, said in rows for key in keys.split(", ") if key != "format"}


def test_the_docs_tell_of_every_format_whether_it_comes_back():
    told = told_in_the_docs()

    assert told.keys() == {*EXPORTS, "dcat"}
    assert {key for key, said in told.items() if said.startswith("yes")} == {*CARRIES_ALL}


@pytest.mark.parametrize("key", CARRIES_ALL)
def test_what_comes_out_of_a_register_makes_the_same_in_an_empty_one(
    ask, full_url, bare_url, monkeypatch, capsys, tmp_path, key
):
    file = tmp_path / f"places{EXPORTS[key].suffix}"
    ask("export", key, "--out", str(file))
    said = asking(bare_url, monkeypatch, capsys)("import", str(file), "--json")
    outcome = json.loads(said.out)["outcome"]
    spell = SPELLED.get(key, as_it_was)
    was = stored(full_url, decimals=7)
    expected = {one: respelled(row, spell) for one, row in was.items()}
    found = stored(bare_url, decimals=7)

    assert (said.code, outcome["quarantined"]) == (0, 0)
    assert outcome["stored"] == {"created": len(was), "updated": 0, "unchanged": 0}
    assert {one: row for one, row in found.items() if row != expected.get(one)} == {}
    assert found.keys() == was.keys()


@pytest.mark.parametrize("key", CARRIES_ALL)
def test_where_it_came_from_it_changes_nothing(ask, full_url, tmp_path, key):
    file = tmp_path / f"places{EXPORTS[key].suffix}"
    was = stored(full_url)
    ask("export", key, "--out", str(file))
    said = ask("import", str(file), "--json")
    report = json.loads(said.out)
    spell = SPELLED.get(key, as_it_was)
    respelt = [one for one, row in was.items() if respelled(row, spell) != row]
    outcome, left = report["outcome"], ("quarantined", "gone", "proposed", "withdrawn")
    found = stored(full_url)

    assert (said.code, [outcome[one] for one in left]) == (0, [0, 0, 0, 0])
    assert outcome["stored"]["created"] == 0
    assert outcome["stored"]["updated"] == len(respelt)
    assert {one for one, row in found.items() if row != was[one]} == {*respelt}
    assert (report["source"], report["is_own"]) == ("viauma", True)


def imported(ask: Ask, file: Path, *options: str) -> dict[str, Any]:
    said = ask("import", str(file), "--json", *options)

    assert said.code in {0, 3}, said.err
    return json.loads(said.out)


LONG_WKT = "LINESTRING ({})".format(", ".join(f"20.{n:07} 63.8{n % 7}" for n in range(2_000)))


@pytest.mark.parametrize("key", ["xlsx", "csv-excel"])
def test_a_shape_that_no_cell_can_hold_waits_and_does_not_become_a_point(
    ask, full_url, tmp_path, key
):
    with writing(full_url) as session:
        store_places(session, [place_draft(slug="long", category="ski_track", wkt=LONG_WKT)])
    was, file = stored(full_url), tmp_path / f"x{EXPORTS[key].suffix}"
    ask("export", key, "--out", str(file), "--filter", "slug = 'long' OR slug LIKE 'shape-%'")
    report = imported(ask, file)

    assert {one["code"] for one in report["findings"] if one["severity"] == "doubt"} == {
        "shape-left-out"
    }
    assert report["outcome"]["quarantined"] > 0
    assert stored(full_url) == was


def test_ids_and_addresses_that_another_place_has_are_not_taken_from_it(
    ask, full_url, bare_url, monkeypatch, capsys, tmp_path
):
    file = tmp_path / "x.geojson"
    ask("export", "geojson", "--out", str(file), "--filter", "slug LIKE 'shape-%'")
    was = stored(full_url)
    (point,) = [one for one, row in was.items() if row["slug"] == "shape-point"]
    with writing(bare_url) as session:
        store_places(session, [
            place_draft(id=uuid.UUID(point), slug="first-here"), place_draft(slug="shape-line"),
        ])  # fmt: skip
    there = asking(bare_url, monkeypatch, capsys)
    report, again = imported(there, file), imported(there, file)
    found = stored(bare_url)
    slugs = sorted(row["slug"] for row in found.values())

    assert report["outcome"]["stored"]["created"] == again["outcome"]["stored"]["unchanged"] == 7
    assert again["outcome"]["stored"]["updated"] == 0
    assert (found[point]["slug"], len(found), "shape-point" in slugs) == ("first-here", 9, True)
    assert sum(re.fullmatch("shape-line(-[0-9a-f]{8})?", one) is not None for one in slugs) == 2


def test_a_selection_is_no_news_of_what_is_not_in_it_nor_of_what_its_sources_gave_up(
    ask, full_url, tmp_path
):
    file = tmp_path / "x.csv"
    ask("export", "csv", "--out", str(file), "--filter", "slug LIKE 'shape-%'")
    report = imported(ask, file, "--yes")

    assert report["not_closed"] == "an export need not have all that its sources have"
    assert json.loads(ask("proposals", "list", "--json").out) == []
    assert "viauma" not in ask("sources", "list").out.split()


def test_a_file_of_several_sources_holds_each_of_them(ask, full_url, tmp_path):
    file = tmp_path / "x.csv"
    ask("export", "csv", "--out", str(file), "--filter", "source = 'other'")
    begins = Beginning(source="other", actor="import:other", reason="Its own file")
    with running(settings_for(full_url), begins):
        said = ask("import", str(file))

    assert said.code == 1
    assert said.err.startswith("viauma: Another import of 'other' is at work.")


def test_rows_say_their_source_themselves(ask, tmp_path):
    file = tmp_path / "x.csv"
    ask("export", "csv", "--out", str(file), "--in", "Vännäs")
    said = ask("import", str(file), "--source", "mine")

    assert said.code == 2
    assert said.err.startswith("viauma: --source: does not go with files of Via Uma")
    assert "Each row keeps its own source and licence" in ask("import", str(file)).out


@pytest.mark.parametrize("key", ["jsonfg", "csv", "xlsx", "fgb", "gpkg", "parquet"])
def test_from_another_system_positions_come_back_to_a_centimetre(ask, full_url, tmp_path, key):
    was, file = stored(full_url), tmp_path / f"x{EXPORTS[key].suffix}"
    ask("export", key, "--out", str(file), "--crs", "EPSG:3006", "--filter", "slug LIKE 'shape-%'")
    report, found = imported(ask, file), stored(full_url)

    assert (report["outcome"]["quarantined"], report["outcome"]["stored"]["created"]) == (0, 0)
    for one, row in was.items():
        near, far = (from_wkt(given["geom"]) for given in (found[one], row))
        # A centimetre, in degrees of longitude here.
        assert hausdorff_distance(near, far) < 3e-7
        assert {**found[one], "geom": None} == {**row, "geom": None}


@pytest.mark.parametrize("key", ["gpx", "jsonld", "badplatser"])
def test_what_cannot_all_come_back_brings_exactly_what_the_docs_say(
    ask, full_url, bare_url, monkeypatch, capsys, tmp_path, key
):
    file = tmp_path / f"x{EXPORTS[key].suffix}"
    with writing(full_url) as session:
        other = {"status": Status.TEMPORARILY_CLOSED, "is_facility": False}
        store_places(session, [whole_draft(slug="whole", names={"sv": "=Hel & hållen"}, **other)])
    ask("export", key, "--out", str(file), "--filter", "slug = 'whole'",
        "--base-url", "https://example.org")  # fmt: skip
    (was,) = [one for one in stored(full_url, decimals=7).values() if one["slug"] == "whole"]
    report = imported(asking(bare_url, monkeypatch, capsys), file)
    ((_, found),) = stored(bare_url, decimals=7).items()
    told = told_in_the_docs()[key]

    assert report["outcome"]["quarantined"] == 0
    # These follow from the position and from the category.
    same = {one for one in was if found[one] == was[one]} - {"municipality", "is_site"}
    assert same == {*re.findall("`([a-z_]+)`", told)}
