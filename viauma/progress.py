"""How far a long piece of work has come, told to whoever shows it."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

Progress = Callable[[str, int, int | None], None]
"""Takes the step ("checked", "stored" …), the rows done in it so far, and all if that is known."""

EVERY = 1_000


def silent(step: str, done: int, total: int | None) -> None:
    """Show nothing."""


def counted(items: Iterable[T], step: str, progress: Progress) -> Iterator[T]:
    """Hand items on and tell their number every thousand and at the end."""
    number = 0
    for number, item in enumerate(items, 1):
        yield item
        if number % EVERY == 0:
            progress(step, number, None)
    progress(step, number, number)
