"""How far a long piece of work has come, told to whoever shows it."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

Progress = Callable[[str, int, int | None], None]
"""Takes the step ("checked", "stored" …), the rows done in it so far, and all if that is known."""

EVERY = 1_000


def silent(step: str, done: int, total: int | None) -> None:
    """Show nothing."""


class Timed:
    """Hands on what it is told, and keeps how long each step lasted, in seconds.

    A step begins where the one before it told something last.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._last = time.monotonic()
        self.spent: dict[str, float] = {}

    def __call__(self, step: str, done: int, total: int | None) -> None:
        """Tell how far a step is."""
        self.mark(step)
        self._progress(step, done, total)

    def mark(self, step: str) -> None:
        """Note that a step has lasted until now."""
        now = time.monotonic()
        self.spent[step] = self.spent.get(step, 0.0) + now - self._last
        self._last = now


def counted(
    items: Iterable[T], step: str, progress: Progress, total: int | None = None
) -> Iterator[T]:
    """Hand items on and tell their number every thousand and at the end."""
    number = 0
    for number, item in enumerate(items, 1):
        yield item
        if number % EVERY == 0:
            progress(step, number, total)
    progress(step, number, number)
