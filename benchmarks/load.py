"""Who asks: wrk over HTTP, pgbench straight at PostgreSQL, both with eight connections."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

from viauma.db.cluster.programs import client_programs

CONNECTIONS = 8

# pgbench alone on a URL; no environment of ours but the path: PGOPTIONS would change what is measured.
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


def pgbench_scripts(statements: Iterable[str], folder: Path) -> list[Path]:
    """Write a file for each statement."""
    folder.mkdir()
    files = []
    for number, text in enumerate(statements):
        files.append(folder / f"{number}.sql")
        files[-1].write_text(text.replace("\n", " ") + ";\n")
    return files


def bare(url: str, files: Iterable[Path], seconds: int) -> float:
    """Let pgbench ask PostgreSQL itself, with prepared statements; tell how often a second."""
    pgbench = client_programs(None).path("pgbench")
    scripts = [part for file in files for part in ("-f", str(file))]
    asked = ["-n", "-M", "prepared", f"-c{CONNECTIONS}", "-j1", f"-T{seconds}"]
    done = subprocess.run(
        [pgbench, *asked, *scripts, url],
        check=False, capture_output=True, text=True, env=BARE_ENVIRONMENT,
    )  # fmt: skip
    found = re.search(r"tps = (\S+)", done.stdout)
    if found is None:
        sys.exit(f"pgbench failed: {done.stderr}")
    return float(found[1])
