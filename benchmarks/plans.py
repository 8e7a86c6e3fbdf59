"""`make bench-plans`: every hot question finds its rows by index, among a million places too.

The tests read the plans of the same questions among twenty thousand places. PostgreSQL chooses
by cost, so that what it chose there proves nothing about a table fifty times as large.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from typing import Any

import psycopg

from benchmarks import report
from benchmarks.cases import hot_cases
from benchmarks.database import running
from benchmarks.multiplied import fill_by_multiplying
from benchmarks.questions import question
from benchmarks.wishes import Case
from viauma.db.fastlane import Question

LOOKS = 16
"""So many variants of a question are explained: a box in a town is planned unlike one at sea."""

LARGE = 10_000
"""A table is small, and may be read whole, when it has fewer rows than that."""

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")

Node = dict[str, Any]


def main() -> None:
    """Explain all hot questions; end in an error where one reads a large table whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=report.FULL_ROWS)
    chosen = parser.parse_args()
    with running(f"growth-{chosen.rows}") as url:
        fill_by_multiplying(url, chosen.rows)
        with psycopg.connect(url, autocommit=True) as connection:
            found = {case.name: plans_of(connection, case) for case in hot_cases(connection)}
            large = large_tables(connection)
    document = {
        "circumstances": report.circumstances(chosen.rows),
        "questions": {name: summary(plans) for name, plans in found.items()},
    }
    report.write("plans", told(document), document, is_full=chosen.rows == report.FULL_ROWS)
    guilty = [name for name, plans in found.items() if read_whole(plans) & large]
    if guilty:
        sys.exit(f"A large table is read as a whole for: {', '.join(guilty)}.")


def plans_of(connection: psycopg.Connection[Any], case: Case) -> list[list[Node]]:
    """Explain some variants of a question."""
    return [explained(connection, question(wish)) for wish in case.wishes[:LOOKS]]


def explained(connection: psycopg.Connection[Any], asked: Question) -> list[Node]:
    """Run a statement as the fast lane has it planned; give all nodes of its plan."""
    names = list(dict.fromkeys(_PLACEHOLDER.findall(asked.sql)))
    text = _PLACEHOLDER.sub(lambda found: f"${names.index(found[1]) + 1}", asked.sql)
    given = [asked.values[name] for name in names]
    mode = "generic" if asked.is_planned_once else "custom"
    cursor = psycopg.ClientCursor(connection)
    cursor.execute(f"set plan_cache_mode to force_{mode}_plan")
    cursor.execute("set jit to off; set max_parallel_workers_per_gather to 0; deallocate all")
    cursor.execute(f"prepare asked as {text.replace('%%', '%')}")
    values = f"({', '.join(['%s'] * len(given))})" if given else ""
    cursor.execute(f"explain (analyze, format json) execute asked{values}", given)
    ((plan,),) = cursor.fetchall()
    return list(nodes(plan[0]["Plan"]))


def nodes(plan: Node) -> Iterator[Node]:
    """Walk a plan from the top."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def large_tables(connection: psycopg.Connection[Any]) -> set[str]:
    """Name the tables that nobody should read as a whole."""
    rows = connection.execute(
        "select relname from pg_class where relkind = 'r' and reltuples >= %s", [LARGE]
    )
    return {name for (name,) in rows}


def read_whole(plans: list[list[Node]]) -> set[str]:
    """Name the tables that a question reads from end to end."""
    return {
        node["Relation Name"] for plan in plans for node in plan if node["Node Type"] == "Seq Scan"
    }


def summary(plans: list[list[Node]]) -> dict[str, Any]:
    """Say by which indexes rows were found, and how many were touched at worst."""
    indexes = {node["Index Name"] for plan in plans for node in plan if "Index Name" in node}
    return {
        "indexes": sorted(indexes),
        "most_rows": max((touched(node) for plan in plans for node in plan), default=0),
        "read_whole": sorted(read_whole(plans)),
    }


def touched(node: Node) -> int:
    """Count the rows that a node gave or threw away."""
    return int((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"])


def told(document: dict[str, Any]) -> str:
    """Spell a run."""
    return f"{table(document['questions'])}\n\n{report.told(document['circumstances'])}"


def table(found: dict[str, dict[str, Any]]) -> str:
    """Spell the plans as a table."""
    lines = [
        f"| {name} | {', '.join(one['indexes'])} | {one['most_rows']:,} |"
        for name, one in found.items()
    ]
    head = "| question | found by | most rows a step touched |\n|---|---|--:|"
    return "\n".join([head, *lines])


if __name__ == "__main__":
    main()
