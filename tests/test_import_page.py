"""What docs/import.md shows is what the commands say today."""

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from tests.cli.asked import Ask, asking
from viauma.cli import app
from viauma_data.profiles.matching import read_profile

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
SHARED = ROOT.parent / "shared" / "data"
SHOWN = re.findall(r"```console\n\$ viauma (.*?)\n(.*?)\n```", PAGE, re.DOTALL)
CODES = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", PAGE.partition("## What is checked")[2]))
CODE = "\n".join(
    file.read_text(encoding="utf-8")
    for room in ("viauma", "gis_data/viauma_data")
    for file in (ROOT / room).rglob("*.py")
)


@pytest.fixture
def ask(region_url, monkeypatch, capsys) -> Ask:
    asked = asking(region_url, monkeypatch, capsys)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(SHARED)
    return asked


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/data is not here")
@pytest.mark.parametrize(("command", "report"), SHOWN, ids=[one[-50:] for one, _ in SHOWN])
def test_a_report_shown_is_the_report_given(ask, command, report):
    answer = ask(*shlex.split(command))

    assert (answer.out + answer.err).strip() == report


def test_the_profile_shown_is_one():
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)

    assert read_profile(text, "docs/import.md").category.always == "playground"


def test_every_option_is_told():
    told = set(re.findall(r"--[a-z][a-z-]+", PAGE))
    known = {option for one in get_command(app).commands["import"].params for option in one.opts}

    assert {one for one in known if one.startswith("--")} - told == set()


def test_three_files_and_two_questions_are_shown():
    assert sum("What became of the rows" in report for _, report in SHOWN) == 3
    assert sum(report.startswith("viauma: --") for _, report in SHOWN) == 2


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_named_is_one_that_is_found(code):
    assert f'"{code}"' in CODE
