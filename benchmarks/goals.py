"""What was promised, held against what was measured; what was not measured says so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from benchmarks import wishes
from benchmarks.measuring import Row
from benchmarks.wishes import (
    BOX_10,
    BOX_100,
    BOX_1000,
    BOX_10000,
    CATEGORY,
    DEEP_PAGE,
    FIRST_PAGE,
    FRESHNESS,
    IMPORT,
    ITEM,
    MEMORY,
    START,
    STREAMING,
    tile,
)

Rows = dict[str, Row]
OWN_NAME = "Via Uma"

TIMES = "\N{MULTIPLICATION SIGN}"
HEAD = "| question | figure | goal | measured | |\n|---|---|--:|--:|---|"


@dataclass(frozen=True)
class Goal:
    """A figure of one question, and what it shall be at least or at most."""

    question: str
    figure: str
    bound: float
    value: Callable[[Rows], float]
    unit: str = ""
    is_most: bool = False

    def measured(self, rows: Rows) -> float | None:
        """Find the figure; nothing where the run did not have it."""
        try:
            return self.value(rows)
        except KeyError:
            return None

    def is_met(self, rows: Rows) -> bool:
        """Tell whether the rows keep the promise."""
        value = self.measured(rows)
        if value is None:
            return False
        return value <= self.bound if self.is_most else value >= self.bound

    def told(self, rows: Rows) -> str:
        """Spell the goal, what was measured and the verdict as a row of a table."""
        sign = "≤" if self.is_most else "≥"
        goal = f"{sign} {spelled(self.bound, self.unit)}"
        value = self.measured(rows)
        verdict = "met" if self.is_met(rows) else "**not met**"
        if value is None:
            return f"| {self.question} | {self.figure} | {goal} | | not measured |"
        measured = spelled(value, self.unit)
        return f"| {self.question} | {self.figure} | {goal} | {measured} | {verdict} |"


def spelled(value: float, unit: str) -> str:
    """Spell a figure with its unit."""
    if unit == "%":
        return f"{value:.0%}"
    number = f"{value:.1f}" if value < 100 else f"{value:,.0f}"
    return f"{number} {unit}".strip()


def times(question: str, peer: str, bound: float) -> Goal:
    """Promise so many times the answers of a peer."""
    return Goal(
        question,
        f"answers to {peer}'s",
        bound,
        lambda rows: rows[question][OWN_NAME]["per_s"] / rows[question][peer]["per_s"],
        TIMES,
    )


def share(question: str, bound: float) -> Goal:
    """Promise a share of what PostgreSQL answers by itself, planned once."""
    return Goal(
        question,
        "share of bare SQL",
        bound,
        lambda rows: rows[question][OWN_NAME]["per_s"] / rows[question]["bare"]["constant_per_s"],
        "%",
    )


def figure(question: str, name: str, told: str, unit: str, **bound: float) -> Goal:
    """Promise a figure of our own: `most` or `least`."""
    ((kind, limit),) = bound.items()
    return Goal(
        question,
        told,
        limit,
        lambda rows: float(rows[question][OWN_NAME][name]),
        unit,
        is_most=kind == "most",
    )


def slowest(question: str) -> Goal:
    """Promise that of a hundred answers at most one takes longer."""
    return figure(question, "p99_ms", "p99", "ms", most=10.0)


def deep_page(rows: Rows) -> float:
    """Compare how long a deep page takes with how long the first one takes."""
    p50 = [rows[question][OWN_NAME]["p50_ms"] for question in (DEEP_PAGE, FIRST_PAGE)]
    return float(p50[0] / p50[1])


def own_row(question: str, **figures: float) -> Row:
    """Make a row of figures that are not answers a second."""
    return {"question": question, OWN_NAME: figures}


def growth_question(question: str) -> str:
    """Name the growth of a question."""
    return f"growth: {question}"


def growth_rows(sizes: list[dict[str, Any]]) -> list[Row]:
    """Make a row of each question's p50 at ten million places to that at a hundred thousand."""
    known = {size["rows"]: size["questions"] for size in sizes}
    if FROM_SIZE not in known or FULL_SIZE not in known:
        return []
    small, large = known[FROM_SIZE], known[FULL_SIZE]
    return [
        own_row(growth_question(name), times=large[name]["p50_ms"] / small[name]["p50_ms"])
        for name in small
    ]


FROM_SIZE, FULL_SIZE = 100_000, 10_000_000
MOST_GROWTH = 1.5
"""So many times its p50 at a hundred thousand places may a question take at ten million."""

LOW_ZOOM = 11
"""Up to here tiles hold cells, of which there is a bounded number, and not places."""

OWN = [
    share(ITEM, 0.20),
    share(BOX_10, 0.30),
    share(BOX_100, 0.75),
    share(BOX_1000, 0.75),
    *(share(tile(zoom), 0.75) for zoom in (14, 12)),
    slowest(ITEM),
    slowest(BOX_10),
    slowest(CATEGORY),
    Goal(DEEP_PAGE, "p50 to the first page's", 1.2, deep_page, TIMES, is_most=True),
    figure(wishes.UNCHANGED, "per_s", "answers", "/s", least=10_000),
    figure(wishes.TILE_UNCHANGED, "per_s", "answers", "/s", least=10_000),
    *(
        figure(tile(zoom, wishes.CACHED), "per_s", "answers", "/s", least=10_000)
        for zoom in wishes.TILE_ZOOMS
        # A live tile may have a megabyte: ten thousand a second would be more than memory moves.
        if zoom <= LOW_ZOOM
    ),
    figure(MEMORY, "mb", "after all questions", "MB", most=84),
]
"""What can be judged without anybody to compare with."""

AGAINST_PEERS = [
    times(ITEM, "tipg", 10),
    times(BOX_10, "tipg", 10),
    times(BOX_10, "pygeoapi", 20),
    times(BOX_100, "tipg", 12),
    times(BOX_100, "pygeoapi", 20),
    times(BOX_1000, "tipg", 12),
    times(BOX_1000, "pygeoapi", 20),
    times(CATEGORY, "tipg", 10),
    times(BOX_10000, "tipg", 50),
    # The first of each: beside all of tipg's columns; the second: beside ours only.
    times(tile(14, wishes.ALL_COLUMNS), "tipg", 4),
    times(tile(14), "tipg", 5),
    times(tile(14), "tegola", 4),
    times(tile(12, wishes.ALL_COLUMNS), "tipg", 1.6),
    times(tile(12), "tipg", 2),
    times(tile(12), "tegola", 1.8),
    times(tile(10), "tipg", 25),
    times(tile(6), "tipg", 25),
]

ONCE = [
    figure(STREAMING, "mb", "most memory, all formats", "MB", most=300),
    figure(IMPORT, "per_s", "rows with checks, history, indexes", "/s", least=20_000),
    figure(IMPORT, "peak_mb", "most memory", "MB", most=500),
    *(
        figure(FRESHNESS, f"{face}_s", f"{face}, on all workers", "s", most=1.0)
        for face in ("item", "tile", "count", "search")
    ),
    figure(START, "warm_s", "second demo ready", "s", most=5.0),
    figure(START, "cold_s", "from an empty disk", "s", most=30.0),
]
"""What is measured once in a run of `make bench`."""


def growth_goals(questions: Iterable[str]) -> list[Goal]:
    """Promise of each question that it grows little."""
    told = f"p50 at {FULL_SIZE:,} to {FROM_SIZE:,}"
    return [
        figure(growth_question(name), "times", told, TIMES, most=MOST_GROWTH) for name in questions
    ]


def judged(goals: Iterable[Goal], rows: Iterable[Row]) -> str:
    """Spell the verdicts as a table."""
    known = {row["question"]: row for row in rows}
    return "\n".join([HEAD, *(goal.told(known) for goal in goals)])
