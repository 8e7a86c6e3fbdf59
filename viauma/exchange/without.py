"""Packages that libraries take along when they find them, hidden from a program that has no use.

None in `sys.modules` would do for Python, but Cython takes it for the package: Arrow breaks off at
the first instant.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder

UNUSED = ("pandas", "geopandas")
"""What pyogrio and Arrow load if it is there: 70 MB."""


def go_without(names: Sequence[str] = UNUSED) -> None:
    """Have this program find no packages of these names."""
    sys.meta_path.insert(0, _Without(names))


class _Without(MetaPathFinder):
    def __init__(self, hidden: Sequence[str]) -> None:
        self._hidden = hidden

    def find_spec(self, name: str, *_: object) -> None:
        """Say that a hidden package is not installed, and of others nothing."""
        if name in self._hidden:
            raise ModuleNotFoundError(name=name)
