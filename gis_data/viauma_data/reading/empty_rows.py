"""Rows that say nothing: spreadsheets write them at their ends, data frames number them besides."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from viauma_data.reading.table import Row

_NAMELESS = re.compile(r"column_[0-9]+")
_NOTHING: tuple[Any, ...] = (None, "", [], {})


def emptiness(columns: Sequence[str]) -> Callable[[Row], bool]:
    """Make the predicate that tells whether a row of these columns is empty.

    A number in a column without a name counts the rows, and says nothing of its own.
    """
    counters = {name for name in columns if _NAMELESS.fullmatch(name)}
    if len(counters) == len(columns):
        counters = set()

    def is_empty(row: Row) -> bool:
        return row.shape is None and all(
            value in _NOTHING or (name in counters and str(value).isdecimal())
            for name, value in row.values.items()
        )

    return is_empty
