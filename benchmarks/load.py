"""Who asks: wrk over HTTP, pgbench straight at PostgreSQL, both with eight connections."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, TypedDict

import psycopg

from viauma.db.cluster.programs import client_programs
from viauma.db.fastlane import Question

CONNECTIONS = 8

# No environment of ours but the path: PGOPTIONS and the like would change what is measured.
BARE_ENVIRONMENT = {"PATH": os.environ["PATH"]}

SCRIPT = """\
local paths = {%s}
local n = 0
request = function()
  n = n %% #paths + 1
  return wrk.format('GET', paths[n])
end
done = function(summary, latency)
  local errors = summary.errors
  local bad = errors.status + errors.read + errors.timeout + errors.connect
  io.write(string.format('RESULT %%f %%f %%f %%d\\n', summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, bad))
end
"""


class Speed(TypedDict):
    """What wrk saw."""

    per_s: float
    p50_ms: float
    p99_ms: float


def wrk_script(paths: Iterable[str], file: Path) -> Path:
    """Write the addresses for wrk, which asks for one after the other."""
    file.write_text(SCRIPT % ",".join(json.dumps(path) for path in paths))
    return file


def over_http(base: str, script: Path, seconds: int) -> Speed:
    """Let wrk ask for some seconds; a single error ends everything, for then nothing is known."""
    asked = ["wrk", "-t1", "--timeout", "30s", f"-c{CONNECTIONS}", f"-d{seconds}s"]
    output = subprocess.run(
        [*asked, "-s", str(script), base], check=True, capture_output=True, text=True
    ).stdout
    found = re.search(r"RESULT (\S+) (\S+) (\S+) (\d+)", output)
    if found is None or int(found[4]):
        sys.exit(f"The load driver saw errors at {base}:\n{output}")
    return Speed(per_s=float(found[1]), p50_ms=float(found[2]), p99_ms=float(found[3]))


class Bare(TypedDict):
    """How often a second PostgreSQL itself answers."""

    bound_per_s: float
    """Values bound to a prepared statement, as every server must: boxes are planned each time."""
    constant_per_s: float
    """Values written into the statement and planned once: more than any server can have."""


class Bench(NamedTuple):
    """What pgbench is given."""

    files: list[Path]
    options: list[str]


def bound(questions: Iterable[Question], folder: Path) -> Bench:
    """Write the statements, and their values as variables that pgbench binds."""
    folder.mkdir()
    files, options = [], []
    for number, (sql, values) in enumerate(questions):
        names = {name: f":{name}_of_{number}" for name in values}
        files.append(_written(sql % names, folder / f"{number}.sql"))
        for name, value in values.items():
            options += ["-D", f"{names[name][1:]}={_spelled(value)}"]
    return Bench(files, options)


def constant(connection: psycopg.Connection, questions: Iterable[Question], folder: Path) -> Bench:
    """Write the statements with their values in them."""
    folder.mkdir()
    spelled = psycopg.ClientCursor(connection).mogrify
    return Bench(
        [
            _written(spelled(one.sql, one.values), folder / f"{number}.sql")
            for number, one in enumerate(questions)
        ],
        [],
    )


def _written(statement: str, file: Path) -> Path:
    file.write_text(statement.replace("\n", " ") + ";\n")
    return file


def _spelled(value: object) -> str:
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)


def over_socket(url: str, bench: Bench, seconds: int) -> float:
    """Let pgbench ask PostgreSQL itself, with prepared statements; tell how often a second."""
    pgbench = client_programs(None).path("pgbench")
    scripts = [part for file in bench.files for part in ("-f", str(file))]
    asked = ["-n", "-M", "prepared", f"-c{CONNECTIONS}", "-j1", f"-T{seconds}", *bench.options]
    done = subprocess.run(
        [pgbench, *asked, *scripts, url],
        check=False, capture_output=True, text=True, env=BARE_ENVIRONMENT,
    )  # fmt: skip
    found = re.search(r"tps = (\S+)", done.stdout)
    if found is None or done.returncode:
        sys.exit(f"pgbench failed: {done.stderr}")
    return float(found[1])
