"""`make bench-growth`: how answers and workers fare while the region grows.

The hot questions at several sizes of the same region. All databases and servers run at once and
are asked turn by turn, because only figures of one run can be compared.
"""

import argparse
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import chart, report, serving
from benchmarks.cases import hot_cases
from benchmarks.database import running
from benchmarks.goals import FROM_SIZE, FULL_SIZE, MOST_GROWTH, TIMES
from benchmarks.load import require_wrk
from benchmarks.measuring import Prepared, medians, prepared
from benchmarks.multiplied import fill_by_multiplying
from benchmarks.own import own_contender

SIZES = (10_000, 100_000, 1_000_000)
WARMING_S = 1


class Size:
    """The region at one size: its server, its questions and what was seen of them."""

    def __init__(self, stack: ExitStack, rows: int, workers: int) -> None:
        self.rows = rows
        url = stack.enter_context(running(f"growth-{rows}"))
        self.filled = fill_by_multiplying(url, rows)
        self._own = own_contender(stack, url, workers)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        with psycopg.connect(url, autocommit=True) as connection:
            found = enumerate(hot_cases(connection))
            written = {
                case.name: prepared(case, self._own, folder / f"{n}.lua") for n, case in found
            }
            row = connection.execute("select pg_database_size(current_database())").fetchone()
        self.questions: dict[str, Prepared] = {k: v for k, v in written.items() if v is not None}
        self._seen: dict[str, list[dict[str, float]]] = {}
        self._gb = round((row[0] if row else 0) / 1e9, 2)

    def ask(self, name: str, seconds: float) -> None:
        """Ask a question once more."""
        self._seen.setdefault(name, []).append(self.questions[name].asked(seconds))

    def told(self) -> dict[str, Any]:
        """Give all that was found."""
        return {
            "rows": self.rows,
            "database_gb": self._gb,
            "worker_mb": round(self._own.worker_mb),
            **self.filled,
            "questions": {name: medians(rounds) for name, rounds in self._seen.items()},
        }


def main() -> None:
    """Fill what is not filled, measure all sizes, write table and chart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--workers", type=int, default=serving.WORKERS)
    chosen = parser.parse_args()
    require_wrk()
    with ExitStack() as stack:
        found = [Size(stack, rows, chosen.workers) for rows in sorted(chosen.rows)]
        facts = report.circumstances(max(chosen.rows), workers=chosen.workers)
        for name in found[0].questions:
            ask_all(found, name, chosen.rounds, chosen.seconds)
        document: dict[str, Any] = {"circumstances": facts}
        document["sizes"] = [size.told() for size in found]
    facts["load_after"] = round(os.getloadavg()[0], 1)
    is_full = {FROM_SIZE, SIZES[-1]} <= set(chosen.rows)
    folder = report.write("growth", told(document), document, is_full=is_full)
    (folder / "growth.svg").write_text(chart.drawn(document))


def ask_all(sizes: list[Size], name: str, rounds: int, seconds: float) -> None:
    """Ask one question at all sizes in turns, after a moment that warms the caches."""
    print(name, flush=True)
    for size in sizes:
        size.questions[name].asked(WARMING_S)
    for _ in range(rounds):
        for size in sizes:
            size.ask(name, seconds)


def told(document: dict[str, Any]) -> str:
    """Spell a run as tables."""
    return "\n\n".join([table(document["sizes"]), sizes_table(document["sizes"]),
                        report.told(document["circumstances"])])  # fmt: skip


def table(sizes: list[dict[str, Any]]) -> str:
    """Spell p50 and p99 of each question at each size, and how p50 grew."""
    names = [f"{size['rows']:,}" for size in sizes]
    cells = ["p50 / p99 ms at", *names, growth_head(sizes), ""]
    head = [f"| {' | '.join(cells)} |", f"|---{'|--:' * (len(sizes) + 1)}|---|"]
    return "\n".join([*head, *(row(sizes, name) for name in sizes[0]["questions"])])


def row(sizes: list[dict[str, Any]], name: str) -> str:
    """Spell one question."""
    seen = [size["questions"][name] for size in sizes]
    cells = [name, *(f"{one['p50_ms']:.1f} / {one['p99_ms']:.1f}" for one in seen)]
    grew = growth_of(sizes, name)
    cells += ["", ""] if grew is None else [f"{grew:.2f}", verdict(sizes, grew)]
    return f"| {' | '.join(cells)} |"


def verdict(sizes: list[dict[str, Any]], grew: float) -> str:
    """Judge by the goal, which speaks of ten million; up to fewer rows it is only a hint."""
    kept = "met" if grew <= MOST_GROWTH else "**not met**"
    return kept if sizes[-1]["rows"] >= FULL_SIZE else f"({kept} so far)"


def growth_head(sizes: list[dict[str, Any]]) -> str:
    """Name the two sizes whose p50 is compared."""
    return f"p50, {sizes[-1]['rows']:,} to {FROM_SIZE:,}, {TIMES}"


def growth_of(sizes: list[dict[str, Any]], name: str) -> float | None:
    """Divide the p50 at the largest size by that at a hundred thousand."""
    p50 = {size["rows"]: size["questions"][name]["p50_ms"] for size in sizes}
    if FROM_SIZE not in p50 or max(p50) == FROM_SIZE:
        return None
    return float(p50[max(p50)] / p50[FROM_SIZE])


def sizes_table(sizes: list[dict[str, Any]]) -> str:
    """Spell the memory of a worker and the size of the database."""
    lines = [
        f"| {size['rows']:,} | {size['worker_mb']} | {size['database_gb']:.1f} |" for size in sizes
    ]
    return "\n".join(["| places | MB of a worker | GB of the database |\n|--:|--:|--:|", *lines])


if __name__ == "__main__":
    main()
