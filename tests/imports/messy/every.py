"""All messy files."""

from collections.abc import Iterator

from tests.imports.messy import formats, hostile, positions, texts, trees
from tests.imports.messy.case import Case


def every_case() -> Iterator[Case]:
    """List the messy files of every kind."""
    yield from texts.cases()
    yield from positions.cases()
    yield from trees.cases()
    yield from formats.cases()
    yield from hostile.cases()
