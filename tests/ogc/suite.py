"""What the standards' suites enumerate, and which of it the tests here cover."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MARK = "abstract_test"

Covered = frozenset[tuple[str, str]]
"""Pairs of a conformance class and one of its abstract tests."""


@dataclass(frozen=True, slots=True)
class EnumeratedClass:
    """A conformance class as its standard has it."""

    uri: str
    standard: str
    number: str
    status: str
    suite: str
    tests: Mapping[str, str]
    """Abstract tests with their numbers; the number is empty where we know none."""
    left_out: Mapping[str, str]
    also: str | None

    def covered_by(self, tests: Covered) -> list[str]:
        """List its abstract tests that are among these."""
        return [test for test in self.tests if (self.uri, test) in tests]

    def declared(self) -> dict[str, Any]:
        """Write the entry of the declaration."""
        return {
            "uri": self.uri,
            "also": [] if self.also is None else [self.also],
            "standard": self.standard,
            "number": self.number,
            "status": self.status,
            "suite": self.suite,
            "tests": [{"id": test, "number": number} for test, number in self.tests.items()],
            "left_out": [{"id": test, "why": why} for test, why in self.left_out.items()],
        }


@cache
def enumerated() -> tuple[EnumeratedClass, ...]:
    """Read every conformance class that is meant to be declared."""
    read = tomllib.loads((HERE / "abstract_tests.toml").read_text(encoding="utf-8"))
    return tuple(_classes(read))


def _classes(read: Mapping[str, Mapping[str, Any]]) -> Iterator[EnumeratedClass]:
    for standard in read.values():
        for name, tests in standard["tests"].items():
            left_out = standard.get("left-out", {}).get(name, {})
            yield EnumeratedClass(
                uri=f"{standard['base']}{name}",
                standard=standard["title"],
                number=standard["number"],
                status=standard["status"],
                suite=standard["suite"],
                tests={f"/conf/{name}/{test}": number for test, number in tests.items()},
                left_out={f"/conf/{name}/{test}": why for test, why in left_out.items()},
                also=standard.get("also", {}).get(name),
            )


def declaration(passed: Covered, failed: Covered = frozenset()) -> list[dict[str, Any]]:
    """Compose what may be declared: a class of which every test passed and none failed."""
    return [
        one.declared()
        for one in enumerated()
        if len(one.covered_by(passed - failed)) == len(one.tests)
    ]


def marks_of(marks: Iterable[Any]) -> Covered:
    """Read the pairs that a test's marks name."""
    found = [mark.args for mark in marks if mark.name == MARK]
    return frozenset((uri, test) for uri, *tests in found for test in tests)


def written() -> Covered:
    """Collect the pairs that the tests in this folder are marked with."""
    modules = [import_module(f"tests.ogc.{path.stem}") for path in sorted(HERE.glob("test_*.py"))]
    functions = [one for module in modules for one in vars(module).values()]
    return frozenset().union(*(marks_of(getattr(one, "pytestmark", ())) for one in functions))
