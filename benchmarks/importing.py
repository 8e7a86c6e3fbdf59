"""`python -m benchmarks.importing`: how quickly large files go through `viauma import`.

The file is made, then imported twice by the real command in a process of its own, into an empty
cluster that has the region. Checks, history and all indexes are paid for; the memory is that of
the command with all that it starts, and that of PostgreSQL's process that serves it.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import foreign_files, report
from benchmarks.database import fill, home, running
from benchmarks.measuring import Row
from benchmarks.memory import descendants, looking, resident_mb, watched
from benchmarks.spending import processor_s
from benchmarks.wishes import IMPORT

NAME = "bench-import"
PROGRAM = (sys.executable, "-c", "from viauma.cli.app import app; app()")
WAITS = 3
HEAD = "| what | step | seconds | rows/s |\n|---|---|--:|--:|"
SERVING = (
    "select pid from pg_stat_activity where backend_type = 'client backend' "
    "and datname = current_database() and pid <> pg_backend_pid()"
)


@dataclass
class Seen:
    """What was seen of processes from outside."""

    ours_mb: float = 0.0
    """The most memory of the command and all that it started, together."""
    backend_mb: float = 0.0
    """That of PostgreSQL's largest process for a client, without the buffers that all share."""
    ours_s: float = 0.0
    """Processor time; seconds on a clock are also those of whoever shares the machine."""
    backend_s: float = 0.0


def main() -> None:
    """Make files, import each twice, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_003)
    parser.add_argument("--kinds", default=",".join(foreign_files.KINDS))
    parser.add_argument("--options", default="", help="More options of viauma import.")
    given = parser.parse_args()
    print(HEAD)
    with tempfile.TemporaryDirectory() as name:
        for kind in given.kinds.split(","):
            path = Path(name) / f"bench.{kind}"
            foreign_files.make(path, given.rows)
            for line in twice(path, given.options.split()):
                print(line, flush=True)
            path.unlink()
    print(f"\n{report.told(report.circumstances(given.rows))}, load after {os.getloadavg()[0]:.1f}")


def twice(path: Path, options: Sequence[str]) -> Iterator[str]:
    """Import a file into an empty register, and once more."""
    with scratch() as url:
        for time_ in ("first", "again"):
            seen = Seen()
            said = commanded(url, ["import", str(path), "--json", *options], seen)
            stored, label = said["outcome"]["stored"], f"{path.suffix[1:]}, {time_}"
            steps = {**said["steps"], "**all**": said["seconds"]}
            for step, seconds in steps.items():
                rate = said["rows"] / seconds if seconds else 0
                yield f"| {label} | {step} | {seconds:.1f} | {rate:,.0f} |"
            told = ", ".join(f"{count:,} {what}" for what, count in stored.items())
            ours, theirs = (1e6 * one / said["rows"] for one in (seen.ours_s, seen.backend_s))
            yield (
                f"| {label} | {told}; at most {seen.ours_mb:.0f} MB, PostgreSQL's "
                f"{seen.backend_mb:.0f} MB; processor {ours:.0f} µs a row, PostgreSQL's "
                f"{theirs:.0f} µs | | |"
            )


def commanded(url: str, words: Sequence[str], seen: Seen) -> Any:
    """Give a command of Via Uma, watch what it takes, and read what it says."""
    before = _children_s()
    environment = {**os.environ, "VIAUMA_DATABASE__URL": url}
    with psycopg.connect(url, autocommit=True) as watching:
        process = subprocess.Popen(
            [*PROGRAM, *words], env=environment, stdout=subprocess.PIPE, text=True
        )

        def look() -> None:
            family = [process.pid, *descendants(process.pid)]
            seen.ours_mb = max(seen.ours_mb, sum(map(resident_mb, family)))
            for (pid,) in watching.execute(SERVING):
                seen.backend_mb = max(seen.backend_mb, resident_mb(pid, "RssAnon"))
                with suppress(FileNotFoundError):
                    seen.backend_s = max(seen.backend_s, processor_s(pid))

        with looking(look):
            said, _ = process.communicate()
    if process.returncode not in (0, WAITS):
        sys.exit("The import failed.")
    seen.ours_s = _children_s() - before
    return json.loads(said)


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def scratch() -> Iterator[str]:
    """Run an empty cluster that has the region, thrown away afterwards."""
    shutil.rmtree(home() / NAME, ignore_errors=True)
    try:
        with running(NAME) as url:
            fill(url, 0)
            yield url
    finally:
        with suppress(OSError):
            shutil.rmtree(home() / NAME)


def imported(rows: int) -> Row:
    """Store so many places in a new cluster; tell rows a second and the most memory in MB."""
    with scratch() as url:
        command = [sys.executable, "-m", "benchmarks.storing_once", url, str(rows)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        with watched(process.pid) as peak:
            said, _ = process.communicate()
        if process.returncode:
            sys.exit("The import failed.")
    figures = {"per_s": rows / float(said), "peak_mb": peak.largest, "rows": float(rows)}
    return {"question": IMPORT, "Via Uma": figures}


if __name__ == "__main__":
    main()
