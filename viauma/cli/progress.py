"""What a person sees of long work: a bar on a terminal, a line now and then elsewhere.

Both go to standard error, so that the answer on standard output stays clean.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from viauma.progress import Progress

BETWEEN_LINES_S = 10.0


@contextmanager
def shown(expected: int | None = None) -> Iterator[Progress]:
    """Show the progress of work on rows while the block runs.

    Parameters
    ----------
    expected
        How many rows there will be, where the first step cannot know it.
    """
    if not sys.stderr.isatty():
        yield Lines(expected)
        return
    with bars(expected) as progress:
        yield progress


class Pace:
    """How long the present step has lasted; it began where the one before it ended."""

    def __init__(self) -> None:
        self._step = ""
        self._began = self._last = time.monotonic()

    def seconds(self, step: str) -> float:
        """Tell the seconds of a step so far."""
        if step != self._step:
            self._step, self._began = step, self._last
        self._last = time.monotonic()
        return self._last - self._began


class Lines:
    """A plain line every ten seconds, and none for what is done sooner."""

    def __init__(self, expected: int | None = None) -> None:
        self._expected = expected
        self._pace = Pace()
        self._told_at = time.monotonic()

    def __call__(self, step: str, done: int, total: int | None) -> None:
        """Write a line when the last one is old enough."""
        seconds = self._pace.seconds(step)
        if time.monotonic() - self._told_at < BETWEEN_LINES_S:
            return
        self._told_at = time.monotonic()
        sys.stderr.write(f"{step:<8} {told(done, total or self._expected, seconds)}\n")
        sys.stderr.flush()


@contextmanager
def bars(expected: int | None) -> Iterator[Progress]:
    """Draw a bar for each step, and take them away at the end."""
    # Imported late: only a person at a terminal waits for it.
    from rich.console import Console
    from rich.progress import BarColumn, TaskID, TextColumn
    from rich.progress import Progress as Bars

    columns = TextColumn("{task.description:<8}"), BarColumn(), TextColumn("{task.fields[told]}")
    tasks: dict[str, TaskID] = {}
    pace = Pace()
    with Bars(*columns, console=Console(stderr=True), transient=True) as drawn:

        def tell(step: str, done: int, total: int | None) -> None:
            all_ = total or expected
            if step not in tasks:
                tasks[step] = drawn.add_task(step, total=all_, told="")
            words = told(done, all_, pace.seconds(step))
            drawn.update(tasks[step], completed=done, total=all_, told=words)

        yield tell


def told(done: int, total: int | None, seconds: float) -> str:
    """Spell how far a step is, how fast it goes and how long it will take."""
    rate = done / seconds if seconds > 0 else 0.0
    parts = [f"{done:,} of {total:,}" if total else f"{done:,}", f"{rate:,.0f}/s"]
    if total and rate and done < total:
        parts.append(f"{duration((total - done) / rate)} left")
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """Spell minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
