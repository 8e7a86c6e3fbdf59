"""What was promised, held against what was measured."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from benchmarks.measuring import Row
from benchmarks.wishes import (
    BOX_10,
    BOX_100,
    BOX_1000,
    BOX_10000,
    CATEGORY,
    DEEP_PAGE,
    FIRST_PAGE,
    ITEM,
)

Rows = dict[str, Row]

MEMORY = "memory of a worker"

TIMES = "\N{MULTIPLICATION SIGN}"


@dataclass(frozen=True)
class Goal:
    """A figure of one question, and what it shall be at least or at most."""

    question: str
    figure: str
    bound: float
    value: Callable[[Rows], float]
    unit: str = ""
    is_most: bool = False

    def is_met(self, rows: Rows) -> bool:
        """Tell whether the rows keep the promise."""
        value = self.value(rows)
        return value <= self.bound if self.is_most else value >= self.bound

    def told(self, rows: Rows) -> str:
        """Spell the goal, what was measured and the verdict as a row of a table."""
        sign = "≤" if self.is_most else "≥"
        verdict = "met" if self.is_met(rows) else "**not met**"
        goal = f"{sign} {spelled(self.bound, self.unit)}"
        measured = spelled(self.value(rows), self.unit)
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
        lambda rows: rows[question]["Via Uma"]["per_s"] / rows[question][peer]["per_s"],
        TIMES,
    )


def share(question: str, bound: float) -> Goal:
    """Promise a share of what PostgreSQL answers by itself, planned once."""
    return Goal(
        question,
        "share of bare SQL",
        bound,
        lambda rows: rows[question]["Via Uma"]["per_s"] / rows[question]["bare"]["constant_per_s"],
        "%",
    )


def slowest(question: str) -> Goal:
    """Promise that of a hundred answers at most one takes longer."""
    return Goal(
        question, "p99", 10.0, lambda rows: rows[question]["Via Uma"]["p99_ms"], "ms", is_most=True
    )


def deep_page(rows: Rows) -> float:
    """Compare how long a deep page takes with how long the first one takes."""
    p50 = [rows[question]["Via Uma"]["p50_ms"] for question in (DEEP_PAGE, FIRST_PAGE)]
    return float(p50[0] / p50[1])


def worker_memory(mb: float) -> Row:
    """Make a row of the memory that a worker holds after all questions."""
    return {"question": MEMORY, "Via Uma": {"mb": mb}}


OWN = [
    share(ITEM, 0.20),
    share(BOX_10, 0.30),
    share(BOX_100, 0.75),
    share(BOX_1000, 0.75),
    slowest(ITEM),
    slowest(BOX_10),
    slowest(CATEGORY),
    Goal(DEEP_PAGE, "p50 to the first page's", 1.2, deep_page, TIMES, is_most=True),
    Goal(
        MEMORY,
        "after all questions",
        84,
        lambda rows: rows[MEMORY]["Via Uma"]["mb"],
        "MB",
        is_most=True,
    ),
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
]


def judged(goals: Iterable[Goal], rows: Iterable[Row]) -> str:
    """Spell the verdicts as a table."""
    known = {row["question"]: row for row in rows}
    head = "| question | figure | goal | measured | |\n|---|---|--:|--:|---|"
    return "\n".join([head, *(goal.told(known) for goal in goals)])
