"""Whether an id has been met before in a file, for millions of them: sixteen bytes each.

A set of Python's own numbers takes six times as much, and an import keeps two of them.
"""

from array import array
from collections.abc import Hashable
from typing import Final

_FIRST: Final = 64


class Seen:
    """Hashes of what was met; two different things pass for one in 10¹³ files of a million rows."""

    def __init__(self) -> None:
        self._slots = array("q", bytes(8 * _FIRST))
        self._count = 0

    def __len__(self) -> int:
        """Count what was met."""
        return self._count

    def is_new(self, key: Hashable) -> bool:
        """Note a key, and tell whether it was not met before."""
        # Zero marks an empty slot.
        is_new = _put(self._slots, hash(key) or 1)
        self._count += is_new
        if 2 * self._count > len(self._slots):
            self._grow()
        return is_new

    def _grow(self) -> None:
        larger = array("q", bytes(16 * len(self._slots)))
        for number in self._slots:
            if number:
                _put(larger, number)
        self._slots = larger


def _put(slots: "array[int]", number: int) -> bool:
    last = len(slots) - 1
    at = number & last
    while there := slots[at]:
        if there == number:
            return False
        at = (at + 1) & last
    slots[at] = number
    return True
