"""What a person says of a benchmark's run on the command line."""

import argparse
from typing import NamedTuple

from benchmarks.measuring import Effort
from benchmarks.report import FULL_ROWS
from benchmarks.serving import WORKERS


class Chosen(NamedTuple):
    """What a person says of a run."""

    rows: int
    effort: Effort
    workers: int


def chosen_on_the_command_line(about: str | None) -> Chosen:
    """Read how many places, how long and how many workers."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--rows", type=int, default=FULL_ROWS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=WORKERS, help="of everybody")
    said = parser.parse_args()
    return Chosen(said.rows, Effort(said.rounds, said.seconds), said.workers)
