"""Every command in the README runs as it stands."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import geopandas
import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.strip().splitlines()
]
OURS = [line for line in COMMANDS if line.startswith("viauma ")]
ASKED = [line for line in COMMANDS if line.startswith("curl ")]
MADE = [line for line in COMMANDS if line.startswith("make ")]


@pytest.fixture
def environment(region_url: str) -> dict[str, str]:
    programs = Path(sys.executable).parent
    return {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "VIAUMA_DATABASE__URL": region_url,
    }


# curl, when head has seen enough.
CUT_OFF = 23


def test_no_command_of_the_readme_is_overlooked():
    known = {*OURS, *ASKED, *MADE, ". .venv/bin/activate"}

    assert OURS
    assert ASKED
    assert set(COMMANDS) == known


@pytest.mark.parametrize("command", OURS)
def test_a_viauma_command_of_the_readme_runs(command, environment, tmp_path):
    done = subprocess.run(
        shlex.split(command.replace("/tmp/", f"{tmp_path}/")),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout or done.stderr


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("command", ASKED)
def test_an_address_of_the_readme_answers(command, server, tmp_path):
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command.replace("http://127.0.0.1:8000", server)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode in {0, CUT_OFF}, done.stderr
    for file in tmp_path.iterdir():
        assert file.stat().st_size > 0
        assert file.suffix == ".mvt" or len(geopandas.read_file(file)) == 374
    if not done.stdout:
        assert list(tmp_path.iterdir())
    elif done.stdout.startswith("<!doctype html>"):
        assert "<title>" in done.stdout
    elif done.stdout.startswith("<?xml"):
        assert "dcat" in done.stdout
    else:
        document = json.loads(done.stdout)
        held = ("features", "properties", "counts", "vector_layers", "suggestions")
        assert any(document.get(name) for name in held)


@pytest.mark.parametrize("command", MADE)
def test_a_make_command_of_the_readme_exists(command):
    done = subprocess.run(
        ["make", "-n", command.removeprefix("make ")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
