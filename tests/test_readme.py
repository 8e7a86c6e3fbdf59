"""Every command in the README runs as it stands."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

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


@pytest.mark.parametrize("command", ASKED)
def test_an_address_of_the_readme_answers(command, server):
    address = shlex.split(command)[-1].replace("http://127.0.0.1:8000", server)
    with urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server
        document = json.load(answer)

    assert document.get("features") or document.get("properties") or document.get("counts")


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
