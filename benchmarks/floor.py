"""`make bench-floor`: how near to the least that Python costs, and what kept answers add.

Items and boxes are put to us, to tipg and to the floor (benchmarks.peers.floor) in one run, and to
us once more where answers may be kept.
"""

import os
from contextlib import ExitStack
from typing import Any

import psycopg

from benchmarks import report
from benchmarks.cases import least_cases
from benchmarks.chosen import chosen_on_the_command_line
from benchmarks.compare import publish_for_peers
from benchmarks.database import fill, running
from benchmarks.goals import OWN_NAME, TIMES
from benchmarks.load import require_wrk
from benchmarks.measuring import Contender, Effort, Row, measured
from benchmarks.own import own_contender
from benchmarks.peers import floor, tipg
from benchmarks.peers.agreement import disagreements

FASTER = (
    "question", "Via Uma", "kept", "tipg", "floor", f"Via Uma {TIMES} tipg", f"kept {TIMES} tipg",
    f"floor {TIMES} tipg", "Via Uma of floor", "floor of bare SQL",
)  # fmt: skip


def main() -> None:
    """Install tipg, ask everything and write the table."""
    chosen = chosen_on_the_command_line(__doc__)
    require_wrk()
    with running(f"bench-{chosen.rows}") as url:
        fill(url, chosen.rows)
        publish_for_peers(url)
        facts = report.circumstances(chosen.rows, workers=chosen.workers)
        pairs = asked(url, chosen.effort, chosen.workers)
    facts["load_after"] = round(os.getloadavg()[0], 1)
    document = {"circumstances": facts, "pairs": pairs}
    report.write("floor", told(document), document, is_full=chosen.rows == report.FULL_ROWS)


def asked(url: str, effort: Effort, workers: int) -> list[list[Row]]:
    """Measure each question computed, and kept."""
    with ExitStack() as stack:
        connection = stack.enter_context(psycopg.connect(url, autocommit=True))
        everybody = [own_contender(stack, url, workers)]
        for module in (tipg, floor):
            server = stack.enter_context(module.serving(url, workers=workers))
            everybody.append(Contender(module.NAME, server.base, server.pid, module.address))
        found = []
        for pair in least_cases(connection):
            for case in pair:
                refuse_wrong_answers(disagreements(case, everybody, connection))
            found.append([measured(case, everybody, url, effort) for case in pair])
            print(line(found[-1]), flush=True)
        return found


def refuse_wrong_answers(found: dict[str, list[str]]) -> None:
    """Stop where somebody answers wrongly: nobody shall be fast that way."""
    if found:
        raise SystemExit(f"Answers differ from what the table holds: {found}")


def told(document: dict[str, Any]) -> str:
    """Spell a run."""
    head = [f"| {' | '.join(FASTER)} |", f"|---{'|--:' * (len(FASTER) - 1)}|"]
    lines = "\n".join([*head, *map(line, document["pairs"])])
    return f"{lines}\n\n{report.told(document['circumstances'])}"


def line(pair: list[Row]) -> str:
    """Spell a question: answers a second, how many times tipg's, and shares."""
    computed, kept = pair
    own, again = computed[OWN_NAME]["per_s"], kept[OWN_NAME]["per_s"]
    peer, least = computed[tipg.NAME]["per_s"], computed[floor.NAME]["per_s"]
    cells = [f"{speed:,.0f}" for speed in (own, again, peer, least)]
    cells += [f"{speed / peer:.1f}" for speed in (own, again, least)]
    shares = [own / least, least / computed["bare"]["constant_per_s"]]
    return f"| {' | '.join([computed['question'], *cells, *(f'{one:.0%}' for one in shares)])} |"


if __name__ == "__main__":
    main()
