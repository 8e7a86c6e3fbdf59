"""What comes out goes in again and changes nothing, in every format that can carry it."""

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.cli.asked import Ask, asking
from viauma.cli.exporting.formats import EXPORTS

CARRIES_ALL = ("geojson", "geojsonseq", "jsonfg", "csv", "fgb", "gpkg", "kml")
DOCS = Path(__file__).parents[3] / "docs" / "export.md"


@pytest.fixture
def ask(database_url, monkeypatch, capsys) -> Ask:
    return asking(database_url, monkeypatch, capsys)


def told_in_the_docs() -> dict[str, str]:
    """Read the table: of each format, whether it can come back."""
    rows = re.findall(
        r"^\| ([a-z][a-z, -]*?)(?: \(.*?\))? \|.*\| ([^|]+) \|$", DOCS.read_text(), re.MULTILINE
    )
    return {key: said for keys, said in rows for key in keys.split(", ") if key != "format"}


def test_the_docs_tell_of_every_format_whether_it_comes_back():
    told = told_in_the_docs()

    assert told.keys() == {*EXPORTS, "dcat"}
    assert {key for key, said in told.items() if said.startswith("yes")} == {*CARRIES_ALL}


@pytest.mark.skipif(find_spec("viauma_data.importing") is None, reason="nothing is imported yet")
@pytest.mark.parametrize("key", CARRIES_ALL)
def test_what_was_exported_is_imported_as_unchanged(ask, tmp_path, key):
    file = tmp_path / f"places{EXPORTS[key].suffix}"
    ask("export", key, "--out", str(file), "--in", "Vännäs")
    answer = ask("import", str(file), "--dry-run", "--json")
    stored = json.loads(answer.out)["outcome"]["stored"]

    assert (stored["created"], stored["updated"]) == (0, 0)
    assert stored["unchanged"] > 0
