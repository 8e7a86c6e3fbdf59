"""What may not be passed on does not leave: no byte of it, in any format or in the bundle."""

import json
from pathlib import Path

import pytest

from tests.cli.asked import Ask, asking
from tests.cli.exporting.files import unpacked
from tests.factories import place_draft, writing
from viauma.cli.exporting.formats import EXPORTS
from viauma.places.actions import store_places
from viauma.places.rules import PlaceDraft

OPEN, CLOSED = "Fritt fram", "Hemlighetsviken"
LICENCES = ("not-stated", "CC-BY-NC-4.0", "LicenseRef-ours", "cc0-1.0", "CC0-1.0 AND not-stated")


def closed_place(at: int, licence: str) -> PlaceDraft:
    return place_draft(
        slug=f"hemlig-{at}", names={"sv": f"{CLOSED} {at}", "en": f"Secret bay {at}"},
        category=("bathing_beach", "outdoor_gym")[at % 2], licence=licence,
        attribution=f"Hemlig källa {at}", source_id=f"hemlig-rad-{at}",
        wkt=f"POINT (20.26{at} 63.82)",
    )  # fmt: skip


@pytest.fixture
def url(database_url) -> str:
    drafts = [closed_place(at, licence) for at, licence in enumerate(LICENCES)]
    with writing(database_url) as session:
        store_places(session, [*drafts, place_draft(slug="fri", names={"sv": OPEN})])
    return database_url


@pytest.fixture
def ask(url, monkeypatch, capsys) -> Ask:
    return asking(url, monkeypatch, capsys)


@pytest.fixture
def closed(ask) -> list[bytes]:
    """Ids and names that must not be found."""
    rows = json.loads(ask("export", "geojson", "--filter", f"name LIKE '{CLOSED}%'").out)
    words = [one["id"] for one in rows["features"]]

    assert len(words) == len(LICENCES)
    return [one.encode() for one in (*words, CLOSED, "Secret bay", "hemlig", "Hemlig k")]


def leaks(file: Path, closed: list[bytes]) -> list[bytes]:
    return [word for text in unpacked(file) for word in closed if word in text]


@pytest.mark.parametrize("key", EXPORTS)
def test_no_byte_of_a_row_that_may_not_be_passed_on_leaves(ask, closed, tmp_path, key):
    file = tmp_path / f"x{EXPORTS[key].suffix}"
    given = ("--out", str(file), "--base-url", "https://example.org")
    ask("export", key, *given)
    everything = leaks(file, closed)
    ask("export", key, *given, "--licence", "open")

    assert everything, "the search would have found it"
    assert leaks(file, closed) == []
    assert leaks(file.with_name(f"{file.name}.attribution.txt"), closed) == []


def test_nor_does_it_with_the_bundle(ask, closed, tmp_path):
    given = ("--base-url", "https://example.org")
    ask("publish", str(tmp_path / "all"), *given)
    answer = ask("publish", str(tmp_path / "open"), *given, "--licence", "open")
    files = [one for one in (tmp_path / "open").rglob("*") if one.is_file()]

    assert (answer.code, answer.err) == (0, "")
    assert leaks(tmp_path / "all" / "maps" / "overview.html", closed)
    assert [one.name for one in files if leaks(one, closed)] == []
    assert any(OPEN.encode() in text for one in files for text in unpacked(one))


@pytest.mark.parametrize("key", sorted(EXPORTS))
def test_whom_to_name_is_told_for_exactly_the_rows(ask, tmp_path, key):
    """The credits are those of one municipality, not of the region."""
    file = tmp_path / f"x{EXPORTS[key].suffix}"
    ask("export", key, "--out", str(file), "--filter", f"name = '{OPEN}' OR name LIKE '{CLOSED}%'",
        "--base-url", "https://example.org")  # fmt: skip
    told = file.with_name(f"{file.name}.attribution.txt").read_text()

    assert "Hemlig källa 0" in told or "Hemlig källa 1" in told
    assert "OpenStreetMap" not in told


@pytest.mark.parametrize(
    "key", ["geojson", "jsonfg", "kml", "gpx", "fgb", "gpkg", "parquet", "xlsx", "pmtiles"]
)
def test_a_file_with_room_for_it_says_itself_whom_to_name(ask, tmp_path, key):
    file = tmp_path / f"x{EXPORTS[key].suffix}"
    ask("export", key, "--out", str(file), "--properties", "name", "--in", "Vännäs")

    assert any("© OpenStreetMap contributors".encode() in text for text in (
        *unpacked(file), *metadata(file),
    ))  # fmt: skip


def metadata(file: Path) -> list[bytes]:
    if file.suffix != ".parquet":
        return []
    import pyarrow.parquet as pq

    return list(pq.read_metadata(file).metadata.values())
