"""Who asks PostgreSQL itself: pgbench, with prepared statements and as many connections."""

import math
import os
import re
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import psycopg

from benchmarks.load import CONNECTIONS, LONGER, NO_HELPERS, stopped_after, whole
from viauma.db.cluster.programs import client_programs
from viauma.db.fastlane import Question

WARM = 8
"""So many questions until a connection is as quick as it gets."""
FEWEST = 16

# Nothing else of our environment, which would change what is measured.
NO_HELP = f"-c {NO_HELPERS}=0"
ONE_PLAN = "-c plan_cache_mode=force_generic_plan"
ENVIRONMENT = {"PATH": os.environ["PATH"], "PGOPTIONS": NO_HELP}


class Bench(NamedTuple):
    """What pgbench is given."""

    files: list[Path]
    options: list[str]
    is_planned_once: bool
    """Whether the service too has the statements planned once for all values."""


def bound(questions: Iterable[Question], folder: Path) -> Bench:
    """Write the statements, and their values as variables that pgbench binds.

    So every server has to ask; unless the service forbids it, what depends on the values, as a box
    does, is planned each time.
    """
    folder.mkdir()
    files, options, once = [], [], []
    for number, asked in enumerate(questions):
        names = {name: f"{name}_of_{number}" for name in asked.values}
        typed = {name: f":{names[name]}{_type(value)}" for name, value in asked.values.items()}
        files.append(_written(asked.sql % typed, folder / f"{number}.sql"))
        for name, value in asked.values.items():
            options += ["-D", f"{names[name]}={spelled(value)}"]
        once.append(getattr(asked, "is_planned_once", False))
    return Bench(files, options, all(once))


def constant(url: str, questions: Iterable[Question], folder: Path) -> Bench:
    """Write the statements with their values in them.

    Each is planned once for its own values, which is more than any server can have.
    """
    folder.mkdir()
    files = []
    with psycopg.connect(url) as connection:
        cursor = psycopg.ClientCursor(connection)
        for number, asked in enumerate(questions):
            statement = cursor.mogrify(asked.sql, asked.values)
            files.append(_written(statement, folder / f"{number}.sql"))
    return Bench(files, [], is_planned_once=False)


def _written(statement: str, file: Path) -> Path:
    file.write_text(f"{statement};\n")
    return file


def _type(value: object) -> str:
    # The service's driver says of a number that it is one; pgbench says nothing of anything.
    return "::float8" if isinstance(value, float) else ""


def spelled(value: object) -> str:
    """Spell a value as PostgreSQL reads it."""
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if isinstance(value, (list, tuple)):
        return f"{{{','.join(map(spelled, value))}}}"
    return str(value)


def over_socket(url: str, bench: Bench, seconds: float) -> float:
    """Let pgbench ask PostgreSQL itself, with prepared statements; tell how often a second."""
    found = re.search(r"tps = (\S+)", _said(url, bench, seconds))
    if found is None:
        sys.exit("pgbench told no figure.")
    return float(found[1])


def steadily(url: str, bench: Bench, seconds: float) -> float:
    """Do the same for a moment, and count only from when all connections are warm.

    A new connection's first questions load PostGIS and the catalogue, which is most of a moment.
    """
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log")
        _said(url, bench, seconds, "--log", f"--log-prefix={log}")
        lines = [text for file in Path(folder).iterdir() for text in file.read_text().splitlines()]
    # Where too little is seen, warming up is little too.
    return steady_rate(lines) or over_socket(url, bench, LONGER * math.ceil(seconds))


def steady_rate(log: Iterable[str]) -> float:
    """Read pgbench's log of transactions; tell their rate once each client has done some.

    It is 0 where too few came after that. A line has client, number, microseconds, script, and
    when it ended in seconds and microseconds.
    """
    lines = [line.split() for line in log]
    ended = sorted((int(one[4]) + int(one[5]) / 1e6, one[0]) for one in lines)
    warm = Counter[str]()
    clients = {client for _, client in ended}
    for number, (at, client) in enumerate(ended):
        warm[client] += 1
        if len(warm) == len(clients) and min(warm.values()) >= WARM:
            after = len(ended) - number - 1
            return after / (ended[-1][0] - at) if after >= FEWEST else 0.0
    return 0.0


def _said(url: str, bench: Bench, seconds: float, *others: str) -> str:
    pgbench = str(client_programs(None).path("pgbench"))
    scripts = [part for file in bench.files for part in ("-f", str(file))]
    how = ["-n", "-M", "prepared", f"-c{CONNECTIONS}", "-j1", f"-T{whole(seconds)}", *others]
    # Its own alarm clock rings early: pgbench ends and counts what it has seen.
    return stopped_after(
        seconds,
        signal.SIGALRM,
        [pgbench, *how, *bench.options, *scripts, url],
        env=ENVIRONMENT | ({"PGOPTIONS": f"{NO_HELP} {ONE_PLAN}"} if bench.is_planned_once else {}),
    )
