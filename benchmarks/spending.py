"""What a piece of work took: time, both processors' time, and memory, phase by phase."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from benchmarks.memory import looking, resident_mb

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
HEAD = (
    "| what | rows/s | seconds | µs a row: client | PostgreSQL |\n"
    "|---|--:|--:|--:|--:|"
)  # fmt: skip


class Mark(NamedTuple):
    """The clocks at the end of a phase."""

    at_s: float
    client_s: float
    backend_s: float


@dataclass
class Spending:
    """The clocks and the memory of this process and of PostgreSQL's that serves it."""

    backend: int
    client_mb: float = 0.0
    backend_mb: float = 0.0
    marks: dict[str, Mark] = field(default_factory=dict)

    def mark(self, phase: str) -> None:
        """Note that a phase has come this far."""
        self.marks[phase] = Mark(time.monotonic(), time.process_time(), processor_s(self.backend))

    def look(self) -> None:
        """Note the memory; of PostgreSQL's process without the buffers that all share."""
        self.client_mb = max(self.client_mb, resident_mb(os.getpid()))
        self.backend_mb = max(self.backend_mb, resident_mb(self.backend, "RssAnon"))

    def memory(self, way: str) -> str:
        """Spell the most memory that was seen."""
        return f"{way}: client {self.client_mb:.0f} MB, PostgreSQL's {self.backend_mb:.0f} MB"

    def lines(self, rows: int, way: str) -> list[str]:
        """Spell each phase, and all of them, as lines of a table."""
        names = list(self.marks)
        spans = [*pairwise(names), (names[0], names[-1])]
        labels = [*names[1:], "**all**"]
        return [
            line(f"{way}: {label}", rows, self.marks[first], self.marks[last])
            for label, (first, last) in zip(labels, spans, strict=True)
        ]


@contextmanager
def spending(backend: int) -> Iterator[Spending]:
    """Watch this process and PostgreSQL's while the block runs."""
    spent = Spending(backend)
    spent.mark("start")
    with looking(spent.look):
        yield spent


def line(label: str, rows: int, first: Mark, last: Mark) -> str:
    """Spell what lies between two marks."""
    seconds = last.at_s - first.at_s
    client, backend = last.client_s - first.client_s, last.backend_s - first.backend_s
    rate = f"{rows / seconds:,.0f}" if seconds else ""
    per_row = " | ".join(f"{1e6 * spent / rows:.1f}" for spent in (client, backend))
    return f"| {label} | {rate} | {seconds:.1f} | {per_row} |"


def processor_s(pid: int) -> float:
    """Tell the processor time of a process; its helpers count when they have ended."""
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S
