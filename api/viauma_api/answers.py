"""Answers kept in memory while what they were made of has not changed.

Not for a time: from one change to the next. The changes are heard (viauma.db.changes), and each
takes along the answers that it can have touched: a tile's when it lies there, any other's always.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import NamedTuple

from cachetools import LRUCache

from viauma.db.changes import Where
from viauma.geo.bbox import BBox

Key = tuple[str | bytes, ...]
"""All of a request that decides about its answer."""

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
    status: int = HTTPStatus.OK
    """Or 204: nothing is there, as in most tiles of the sea."""

    @property
    def size(self) -> int:
        """How many bytes it takes to keep, about, without its key."""
        texts = sum(len(name) + len(value) for name, value in self.headers)
        return texts + len(self.body or b"") + OVERHEAD_BYTES


class _Entry(NamedTuple):
    answer: Answer
    size: int


class Answers:
    """The answers of one process, those used longest ago forgotten first."""

    def __init__(self, room_mb: float) -> None:
        self._room = int(room_mb * MEGABYTE)
        self._kept: LRUCache[Key, _Entry] = LRUCache(
            max(self._room, 1), getsizeof=lambda one: one.size
        )

    @property
    def has_room(self) -> bool:
        """Whether anything is kept at all."""
        return self._room > 0

    def get(self, key: Key) -> Answer | None:
        """Find an answer that still holds."""
        entry = self._kept.get(key)
        return None if entry is None else entry.answer

    def keep(self, key: Key, answer: Answer) -> None:
        """Keep an answer, unless it would take too much room."""
        # Strangers write the keys: a long query weighs as much as a long answer.
        size = answer.size + sum(map(len, key))
        if size * LARGEST_SHARE <= self._room:
            self._kept[key] = _Entry(answer, size)

    def forget(self, where: Where) -> None:
        """Forget what a change may have touched."""
        if where is None:
            self._kept.clear()
            return
        touched = [
            key for key, (one, _) in self._kept.items()
            if one.area is None or any(one.area.meets(box) for box in where)
        ]  # fmt: skip
        for key in touched:
            del self._kept[key]

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._kept)
