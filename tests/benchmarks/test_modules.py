"""Benchmarks are run by hand and take long: that each of them begins at all is tested here."""

from importlib import import_module
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
MODULES = sorted(
    ".".join(("benchmarks", *file.relative_to(FOLDER).with_suffix("").parts))
    for file in FOLDER.rglob("*.py")
)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_can_be_loaded(module):
    assert import_module(module).__doc__
