"""`make bench-peers`: the same questions to tipg, to pygeoapi and to us, in one run.

All serve the same rows from the same database on the same machine, each with one process and as
many connections as the load driver has. Before a speed counts, the answers are compared.
"""

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import report, serving
from benchmarks.cases import HOT, cases
from benchmarks.chosen import chosen_on_the_command_line
from benchmarks.database import fill, running
from benchmarks.goals import (
    AGAINST_PEERS,
    ONCE,
    OWN,
    growth_goals,
    growth_rows,
    judged,
    own_row,
)
from benchmarks.load import require_wrk
from benchmarks.measuring import Contender, Effort, Row, measured
from benchmarks.own import own_contender
from benchmarks.peers import pygeoapi, tipg
from benchmarks.peers.agreement import disagreements
from benchmarks.wishes import MEMORY

TABLE = Path(__file__).parent / "peers" / "table.sql"
PEERS = (tipg, pygeoapi)
ELSEWHERE = (
    "Figures of files, import, edits, start and growth are those of the last full `make bench` and "
    "`make bench-growth`."
)


def main() -> None:
    """Install the peers, run everything and write the tables."""
    chosen = chosen_on_the_command_line(__doc__)
    require_wrk()
    with running(f"bench-{chosen.rows}") as url:
        fill(url, chosen.rows)
        publish_for_peers(url)
        facts = report.circumstances(chosen.rows, workers=chosen.workers)
        rows, memory, wrong = asked(url, chosen.effort, chosen.workers)
    facts["load_after"] = round(os.getloadavg()[0], 1)
    document = {"circumstances": facts, "memory_mb": memory, "wrong": wrong, "rows": rows}
    document["elsewhere"] = found_elsewhere()
    report.write("peers", told(document), document, is_full=chosen.rows == report.FULL_ROWS)


def told(document: dict[str, Any]) -> str:
    """Spell everything that a run found."""
    rows, memory = document["rows"], document["memory_mb"]
    parts = [
        report.peer_table(rows, [peer.NAME for peer in PEERS]),
        judged(
            [*AGAINST_PEERS, *OWN, *ONCE, *growth_goals(HOT)],
            [*rows, own_row(MEMORY, mb=memory["Via Uma"]), *document.get("elsewhere", [])],
        ),
        ELSEWHERE,
        "Memory of the largest process after all questions: "
        + ", ".join(f"{name} {mb:.0f} MB" for name, mb in memory.items()) + ".",
        answers_compared(document["wrong"]),
        report.noise(rows),
        report.told(document["circumstances"]),
    ]  # fmt: skip
    return "\n\n".join(parts)


def publish_for_peers(url: str) -> None:
    """Make the peers' table anew from the published rows."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(TABLE.read_text())
        connection.execute("vacuum analyze peers.place")


def asked(
    url: str, effort: Effort, workers: int
) -> tuple[list[Row], dict[str, float], dict[str, list[str]]]:
    """Compare the answers to every question, then measure it."""
    rows: list[Row] = []
    wrong: dict[str, list[str]] = {}
    with ExitStack() as stack:
        connection = stack.enter_context(psycopg.connect(url, autocommit=True))
        everybody = contenders(stack, url, workers)
        for case in cases(connection, is_cached=bool(serving.NO_CACHES)):
            for name, faults in disagreements(case, everybody, connection).items():
                wrong.setdefault(name, []).extend(faults)
            rows.append(measured(case, everybody, url, effort))
            print(report.peer_row(rows[-1], [peer.NAME for peer in PEERS]), flush=True)
        return rows, {one.name: one.worker_mb for one in everybody}, wrong


def contenders(stack: ExitStack, url: str, workers: int) -> list[Contender]:
    """Start everybody, each with as many workers."""
    found = [own_contender(stack, url, workers)]
    for peer in PEERS:
        server = stack.enter_context(peer.serving(url, workers=workers))
        found.append(Contender(peer.NAME, server.base, server.pid, peer.address))
    return found


def found_elsewhere() -> list[Row]:
    """Read what the last full runs of `make bench` and `make bench-growth` found, for the goals."""
    once = report.last("latest").get("once", [])
    grown = growth_rows(report.last("growth").get("sizes", []))
    return [*(row for row in once if row["question"] != MEMORY), *grown]


def answers_compared(wrong: dict[str, list[str]]) -> str:
    """Say who answered wrongly."""
    if not wrong:
        return (
            "Every answer compared held what matches and nothing else, as many as were wanted, and "
            "where it told a number of matches, the right one."
        )
    lines = [f"- {name}: {fault}" for name, faults in wrong.items() for fault in faults]
    return "\n".join(["Answers that differ from what the table holds:", "", *lines])


if __name__ == "__main__":
    main()
