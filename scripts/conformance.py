"""Writes what the API declares to conform to, from the abstract tests that pass.

While the tests run, the server declares every class that is meant to be declared: some suites ask
first of all whether it does. What is written afterwards is only what passed.
"""

import json
import sys
from typing import Any
from unittest import mock

import pytest

from tests.ogc.suite import Covered, declaration, enumerated, marks_of

# What compares the declaration with the tests has nothing to compare yet.
TESTS = ("tests/ogc", "--ignore=tests/ogc/test_declaration.py", "-q", "-p", "no:cacheprovider")


class Recorder:
    """Watches which abstract tests pass; what is skipped neither passes nor fails."""

    def __init__(self) -> None:
        self._marks: dict[str, Covered] = {}
        self.passed: Covered = frozenset()
        self.failed: Covered = frozenset()

    def pytest_sessionstart(self) -> None:
        """Let the server declare all candidates; pytest wants to load libraries before us."""
        from viauma_api import conformance

        candidates = conformance.read_classes(one.declared() for one in enumerated())
        mock.patch.object(conformance, "declared", return_value=candidates).start()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note which test is marked with which abstract tests."""
        self._marks = {item.nodeid: marks_of(item.iter_markers()) for item in session.items}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how a test ended."""
        marked = self._marks.get(report.nodeid, frozenset())
        if report.failed:
            self.failed |= marked
        elif report.when == "call" and report.passed:
            self.passed |= marked


def main() -> int:
    """Run the abstract tests and write the declaration."""
    recorder = Recorder()
    code = pytest.main([*TESTS, *sys.argv[1:]], plugins=[recorder])
    if code not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        return int(code)
    classes = declaration(recorder.passed, recorder.failed)
    _write(classes)
    print(f"conformance: {len(classes)} of {len(enumerated())} classes are declared.")
    for one in enumerated():
        missing = set(one.tests) - set(one.covered_by(recorder.passed - recorder.failed))
        if missing:
            print(f"conformance: {one.uri} is not, for want of {', '.join(sorted(missing))}.")
    return int(code)


def _write(classes: list[dict[str, Any]]) -> None:
    from viauma_api.conformance import FILE

    text = json.dumps({"classes": classes}, ensure_ascii=False, indent=1)
    FILE.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
