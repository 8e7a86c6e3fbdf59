"""`make bench-quick`: has anything become slower? In under a minute, for every day.

The hot questions beside bare SQL, on a small database kept between runs, held against the ratios
of the last saved run. `--save` saves this one; with `--check` a ratio that fell ends in an error.
"""

import argparse
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import psycopg

from benchmarks import bare, baseline, report
from benchmarks.baseline import Ratio, Round, has_fallen, ratio_of, verdict
from benchmarks.cases import hot_cases
from benchmarks.database import fill, running
from benchmarks.load import require_wrk
from benchmarks.measuring import Contender, Effort, Prepared, prepared
from benchmarks.own import own_contender
from benchmarks.questions import question
from benchmarks.wishes import Case

ROWS = 50_000
EFFORT = Effort(rounds=3, seconds=0.25)
BUDGET_S = 55
BUSY = 0.75
"""So many others waiting for each processor decide more than we do."""
SLOWER, UNKNOWN = 1, 2
STATEMENTS = 16
"""Each connection of pgbench prepares all of them, which must not be most of what it does."""


class Pair:
    """One question over HTTP and as bare SQL, and what was seen of it."""

    def __init__(self, case: Case, server: Contender, url: str, folder: Path) -> None:
        self.name = case.name
        self._url = url
        folder.mkdir()
        ready = prepared(case, server, folder / "asked.lua")
        assert ready is not None, case.name  # noqa: S101 - our own questions can be answered
        self._http: Prepared = ready
        statements = [question(wish) for wish in case.wishes[:STATEMENTS]]
        self._bare = bare.bound(statements, folder / "bound")
        self.seen: list[dict[str, float]] = []

    def ask(self, seconds: float) -> None:
        """Ask both, one straight after the other."""
        answers = self._http.asked(seconds)
        rows = bare.steadily(self._url, self._bare, 2 * seconds)
        self.seen.append(answers | {"bare_per_s": rows})

    @property
    def ratio(self) -> Ratio:
        """Our answers to each of bare SQL."""
        return ratio_of(Round(one["per_s"], one["bare_per_s"]) for one in self.seen)

    def told(self, before: Ratio | None) -> str:
        """Spell the question as a line for a person."""
        figures = {name: statistics.median(one[name] for one in self.seen) for name in self.seen[0]}
        was = f"{before.median:7.1%}" if before else " " * 7
        return (
            f"{self.name:<42}{figures['per_s']:>9,.0f}{figures['p50_ms']:>8.1f}"
            f"{figures['p99_ms']:>8.1f}{figures['bare_per_s']:>10,.0f}{self.ratio.median:>8.1%}"
            f"{was:>9}  {verdict(self.ratio, before)}"
        )


def main() -> None:
    """Measure, compare, tell."""
    chosen = arguments()
    require_wrk()
    started = time.monotonic()
    known = baseline.read(chosen.rows)
    with ExitStack() as stack:
        url = stack.enter_context(running(f"bench-{chosen.rows}"))
        fill(url, chosen.rows)
        facts = report.circumstances(chosen.rows, workers=chosen.workers)
        pairs = opened(stack, url, chosen.workers)
        ask_in_rounds(pairs, chosen.rounds, chosen.seconds, until=started + BUDGET_S)
        suspects = [pair for pair in pairs if has_fallen(pair.ratio, known.get(pair.name))]
        ask_in_rounds(suspects, chosen.rounds, chosen.seconds, until=started + BUDGET_S)
    print(table(pairs, known))
    print(f"{report.told(facts)}; {time.monotonic() - started:.0f} s in all")
    if chosen.save:
        baseline.save({pair.name: pair.ratio for pair in pairs}, facts)
    fallen = [pair.name for pair in pairs if has_fallen(pair.ratio, known.get(pair.name))]
    code = told(fallen, is_busy=facts["load_before"] > BUSY * facts["cpus"])
    sys.exit(code if chosen.check else 0)


def told(fallen: list[str], *, is_busy: bool) -> int:
    """Say what fell; give the exit code of a check."""
    if fallen:
        print(
            f"Slower beside bare SQL than the baseline, by more than a fifth: {'; '.join(fallen)}"
        )
    if is_busy:
        print("The machine was busy with other things, so this says little: ask when it is quiet.")
        return UNKNOWN
    return SLOWER if fallen else 0


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=EFFORT.rounds)
    parser.add_argument("--seconds", type=float, default=EFFORT.seconds)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--check", action="store_true", help="fail where a ratio fell")
    parser.add_argument("--save", action="store_true", help="make this run the baseline")
    return parser.parse_args()


def opened(stack: ExitStack, url: str, workers: int) -> list[Pair]:
    """Start the server and write all questions down."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    own = own_contender(stack, url, workers)
    with psycopg.connect(url, autocommit=True) as connection:
        asked = hot_cases(connection)
    return [Pair(case, own, url, folder / str(number)) for number, case in enumerate(asked)]


def ask_in_rounds(pairs: list[Pair], rounds: int, seconds: float, *, until: float) -> None:
    """Ask every question once a round, so that a moment's noise meets each of them at most once.

    There are fewer rounds, but two, where they take too long.
    """
    for number in range(rounds if pairs else 0):
        began = time.monotonic()
        for pair in pairs:
            pair.ask(seconds)
        now = time.monotonic()
        if number > 0 and now + (now - began) > until:
            return


def table(pairs: list[Pair], known: dict[str, Ratio]) -> str:
    """Spell all questions for a terminal."""
    head = (
        f"{'question':<42}{'answers/s':>9}{'p50 ms':>8}{'p99 ms':>8}{'bare SQL':>10}{'ratio':>8}"
        f"{'baseline':>9}  verdict"
    )
    return "\n".join([head, *(pair.told(known.get(pair.name)) for pair in pairs)])


if __name__ == "__main__":
    main()
