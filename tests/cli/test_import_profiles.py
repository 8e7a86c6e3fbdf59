"""Profiles of an officer's own: named on the command line, or found in a folder."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.cli.asked import Ask, asking

PAGE = Path(__file__).parents[2] / "docs" / "import.md"
TOML = re.search(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]
ROWS = "lek_nr;lekplatsnamn;skötselansvarig;N;E\n1;Ekorren;A;63,83;20,26\n2;Bävern;B;63,84;20,27\n"


@pytest.fixture
def ask(database_url, monkeypatch, capsys) -> Ask:
    monkeypatch.setenv("COLUMNS", "100")
    return asking(database_url, monkeypatch, capsys)


@pytest.fixture
def rows(tmp_path) -> str:
    (tmp_path / "rows.csv").write_text(ROWS)
    return str(tmp_path / "rows.csv")


def written(path: Path, text: str) -> str:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return str(path)


def report(ask, *words):
    answer = ask("import", *words, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_a_profile_named_by_its_file_is_read_by(ask, rows, tmp_path, suffix):
    text = TOML if suffix == "toml" else json.dumps(tomllib.loads(TOML))
    told = report(ask, rows, "--as", written(tmp_path / f"lekplatser.{suffix}", text))

    assert told["outcome"]["stored"]["created"] == 2
    assert {"column": "skötselansvarig",
            "reason": "May be a person's; the register keeps contacts with consent only."} in told[
        "not_taken"
    ]  # fmt: skip
    assert told["licence"] == "CC0-1.0"


def test_a_profile_in_the_operators_folder_is_found_by_itself(ask, rows, tmp_path, monkeypatch):
    written(tmp_path / "own" / "lek.toml", TOML)
    written(tmp_path / "own" / "read.me", "no profile")
    monkeypatch.setenv("VIAUMA_IMPORTING__PROFILES", str(tmp_path / "own"))
    told = report(ask, rows)

    (kind,) = [one for one in told["evidence"] if one["about"] == "kind of file"]
    assert (kind["value"], kind["because"]) == (
        "orten_lekplatser (Playgrounds in Orten)", "3 of its 3 columns are there"
    )  # fmt: skip
    assert report(ask, rows, "--as", "orten_lekplatser")["outcome"]["stored"]["unchanged"] == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "There is no such file"),
        ("key = ", "This is not TOML"),
        ("\xff", "cannot be read"),
        ('key = "x"\ntitle = {}\n', "knows no columns"),
        (TOML.replace("playground", "playgruond"), "playgruond"),
        (TOML.replace('to = "name"', 'to = "nmae"'), "no field is called nmae"),
        ("x = 1\n" * 200_000, "too long"),
        ("key = " + "1" * 5_000, "This is not TOML"),
        (TOML.replace('"orten_lekplatser"', '"generic"'), "'generic'"),
    ],
)
def test_a_profile_that_is_none_is_refused_in_a_sentence(ask, rows, tmp_path, text, said):
    file = tmp_path / "own.toml"
    if text is not None:
        file.write_text(text, encoding="latin-1" if text == "\xff" else "utf-8")
    answer = ask("import", rows, "--as", str(file))

    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert len(answer.err) < 400


def test_a_profile_that_says_nothing_of_its_files_is_read_by_only_when_named(
    ask, rows, tmp_path, monkeypatch
):
    text = TOML.replace('required = [["lek_nr"], ["lekplats"]]', "").replace(
        ', en = "Playgrounds in Orten"', ""
    )
    file = written(tmp_path / "own" / "lek.toml", text)
    (tmp_path / "other.csv").write_text("foo;N;E\nA;63,83;20,26\n")
    monkeypatch.setenv("VIAUMA_IMPORTING__PROFILES", str(tmp_path / "own"))
    other = ask("import", str(tmp_path / "other.csv"))
    told = report(ask, rows, "--as", file)

    assert (other.code, other.err.startswith("viauma: --category: ")) == (2, True)
    assert told["outcome"]["stored"]["created"] == 2
    assert "orten_lekplatser (Lekplatser i Orten)" in {one["value"] for one in told["evidence"]}


def test_two_profiles_of_one_key_are_told(ask, rows, tmp_path, monkeypatch):
    for name in ("a.toml", "b.toml"):
        written(tmp_path / "own" / name, TOML)
    monkeypatch.setenv("VIAUMA_IMPORTING__PROFILES", str(tmp_path / "own"))
    answer = ask("import", rows)

    assert (answer.code, "b.toml: another file has the key" in answer.err) == (2, True)


def test_a_folder_that_is_not_there_is_told(ask, rows, tmp_path, monkeypatch):
    monkeypatch.setenv("VIAUMA_IMPORTING__PROFILES", str(tmp_path / "none"))
    answer = ask("import", rows, "--dry-run")

    assert answer.code == 2
    assert answer.err.startswith("viauma: VIAUMA_IMPORTING__PROFILES: there is no folder ")
