"""The wheel, as a stranger installs it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_the_wheel_works_in_a_clean_environment() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "wheel_test.py"],
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )

    assert done.returncode == 0, done.stdout + done.stderr
