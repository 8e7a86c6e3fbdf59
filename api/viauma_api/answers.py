"""Answers kept in memory while what they were made of has not changed.

Not for a time: from one change to the next. The changes are heard (viauma.db.changes), and each
takes along the answers that it can have touched: a tile's when it lies there, any other's always.
"""

from collections.abc import Hashable
from dataclasses import dataclass

from cachetools import LRUCache

from viauma.db.changes import Where
from viauma.geo.bbox import BBox

MEGABYTE = 1024 * 1024

LARGEST_SHARE = 16
"""An answer that would take more than this part of the room is not kept."""

OVERHEAD_BYTES = 600
"""What an answer takes besides its texts: measured with tracemalloc."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was sent: headers, and the body unless only its validity was confirmed."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes | None
    area: BBox | None = None
    """Where the answer looked, EPSG:4326; None: everywhere."""

    @property
    def size(self) -> int:
        """How many bytes it takes to keep, about."""
        texts = sum(len(name) + len(value) for name, value in self.headers)
        return texts + len(self.body or b"") + OVERHEAD_BYTES


class Answers:
    """The answers of one process, those used longest ago forgotten first."""

    def __init__(self, room_mb: float) -> None:
        self._room = int(room_mb * MEGABYTE)
        self._kept: LRUCache[Hashable, Answer] = LRUCache(
            max(self._room, 1), getsizeof=lambda one: one.size
        )

    def get(self, key: Hashable) -> Answer | None:
        """Find an answer that still holds."""
        return self._kept.get(key)

    def keep(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer, unless it would take too much room."""
        if answer.size * LARGEST_SHARE <= self._room:
            self._kept[key] = answer

    def forget(self, where: Where) -> None:
        """Forget what a change may have touched."""
        if where is None:
            self._kept.clear()
            return
        touched = [
            key for key, one in self._kept.items()
            if one.area is None or any(one.area.meets(box) for box in where)
        ]  # fmt: skip
        for key in touched:
            del self._kept[key]

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._kept)
