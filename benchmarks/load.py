"""Who asks: wrk over HTTP, pgbench straight at PostgreSQL, both with eight connections."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import psycopg

from viauma.db.cluster.programs import client_programs
from viauma.db.fastlane import Question

CONNECTIONS = 8

ENOUGH = 10 * CONNECTIONS
"""With fewer answers than this, those still under way in the end are too large a part."""

LONGER = 4

NO_HELPERS = "max_parallel_workers_per_gather"
"""Set to 0 for everybody: with eight questions at once PostgreSQL's helper processes only cost."""

# Nothing else of our environment, which would change what is measured.
BARE_ENVIRONMENT = {"PATH": os.environ["PATH"], "PGOPTIONS": f"-c {NO_HELPERS}=0"}

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


def wrk_script(paths: Iterable[str], file: Path) -> Path:
    """Write the addresses for wrk, which asks for one after the other."""
    file.write_text(SCRIPT % ",".join(json.dumps(path) for path in paths))
    return file


def over_http(base: str, script: Path, seconds: int) -> dict[str, float]:
    """Let wrk ask for some seconds, or longer where answers come so slowly that few are seen."""
    seen = _asked(base, script, seconds)
    return seen if seen["per_s"] * seconds > ENOUGH else _asked(base, script, LONGER * seconds)


def _asked(base: str, script: Path, seconds: int) -> dict[str, float]:
    asked = ["wrk", "-t1", "--timeout", "30s", f"-c{CONNECTIONS}", f"-d{seconds}s"]
    output = subprocess.run(
        [*asked, "-s", str(script), base], check=True, capture_output=True, text=True
    ).stdout
    found = re.search(r"RESULT (\S+) (\S+) (\S+) (\d+)", output)
    # A single error ends everything, for then nothing is known.
    if found is None or int(found[4]):
        sys.exit(f"The load driver saw errors at {base}:\n{output}")
    return {"per_s": float(found[1]), "p50_ms": float(found[2]), "p99_ms": float(found[3])}


class Bench(NamedTuple):
    """What pgbench is given."""

    files: list[Path]
    options: list[str]


def bound(questions: Iterable[Question], folder: Path) -> Bench:
    """Write the statements, and their values as variables that pgbench binds.

    So every server has to ask; what depends on the values, as a box does, is planned each time.
    """
    folder.mkdir()
    files, options = [], []
    for number, (sql, values) in enumerate(questions):
        names = {name: f"{name}_of_{number}" for name in values}
        typed = {name: f":{names[name]}{_type(value)}" for name, value in values.items()}
        files.append(_written(sql % typed, folder / f"{number}.sql"))
        for name, value in values.items():
            options += ["-D", f"{names[name]}={_spelled(value)}"]
    return Bench(files, options)


def constant(url: str, questions: Iterable[Question], folder: Path) -> Bench:
    """Write the statements with their values in them.

    Each is planned once for its own values, which is more than any server can have.
    """
    folder.mkdir()
    files = []
    with psycopg.connect(url) as connection:
        cursor = psycopg.ClientCursor(connection)
        for number, (sql, values) in enumerate(questions):
            files.append(_written(cursor.mogrify(sql, values), folder / f"{number}.sql"))
    return Bench(files, [])


def _written(statement: str, file: Path) -> Path:
    file.write_text(statement.replace("\n", " ") + ";\n")
    return file


def _type(value: object) -> str:
    # The service's driver says of a number that it is one; pgbench says nothing of anything.
    return "::float8" if isinstance(value, float) else ""


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
