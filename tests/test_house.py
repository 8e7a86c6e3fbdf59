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
