"""Who asks over HTTP: wrk, with eight connections."""

import json
import math
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

CONNECTIONS = 8

ENOUGH = 10 * CONNECTIONS
"""With fewer answers than this, those still under way in the end are too large a part."""

LONGER = 4

NO_HELPERS = "max_parallel_workers_per_gather"
"""Set to 0 for everybody: with eight questions at once PostgreSQL's helper processes only cost."""

SCRIPT = """\
local asked = {%s}
local requests = {}
local n = 0
init = function()
  for i, one in ipairs(asked) do
    local headers = {}
    if one[2] then headers['If-None-Match'] = one[2] end
    requests[i] = wrk.format('GET', one[1], headers)
  end
end
request = function()
  n = n %% #requests + 1
  return requests[n]
end
done = function(summary, latency)
  local errors = summary.errors
  local bad = errors.status + errors.read + errors.timeout + errors.connect
  io.write(string.format('RESULT %%f %%f %%f %%f %%d\\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, summary.bytes / math.max(summary.requests, 1), bad))
end
"""


def require_wrk() -> None:
    """Stop with a sentence where the load driver is missing."""
    if shutil.which("wrk") is None:
        sys.exit("The load driver wrk is missing. On Debian and Ubuntu: apt-get install wrk")


def wrk_script(paths: Iterable[str], file: Path, *, known: Mapping[str, str] | None = None) -> Path:
    """Write the addresses for wrk, which asks for one after the other.

    `known` names the ETag by which an asker knows the answer already.
    """
    asked = ([path] if known is None else [path, known[path]] for path in paths)
    lines = (f"{{{','.join(map(json.dumps, one))}}}" for one in asked)
    file.write_text(SCRIPT % ",\n".join(lines))
    return file


def over_http(base: str, script: Path, seconds: float) -> dict[str, float]:
    """Let wrk ask for some seconds, or longer where answers come so slowly that few are seen."""
    seen = _asked(base, script, seconds)
    return seen if seen["per_s"] * seconds > ENOUGH else _asked(base, script, LONGER * seconds)


def _asked(base: str, script: Path, seconds: float) -> dict[str, float]:
    wrk = ["wrk", "-t1", "--timeout", "30s", f"-c{CONNECTIONS}", "-s", str(script)]
    # Interrupted, wrk ends early and counts what it has seen.
    output = stopped_after(seconds, signal.SIGINT, [*wrk, f"-d{whole(seconds)}s", base])
    found = re.search(r"RESULT (\S+) (\S+) (\S+) (\S+) (\d+)", output)
    # A single error ends everything, for then nothing is known.
    if found is None or int(found[5]):
        sys.exit(f"The load driver saw errors at {base}:\n{output}")
    names = ("per_s", "p50_ms", "p99_ms", "bytes")
    return dict(zip(names, map(float, found.groups()[:4]), strict=True))


def whole(seconds: float) -> int:
    """Spell a duration for programs that only know whole seconds; those are cut short."""
    return int(seconds) if seconds == int(seconds) else math.ceil(seconds) + 1


def stopped_after(seconds: float, by: signal.Signals, command: list[str], **others: Any) -> str:
    """Run a program that ends after whole seconds, or else by a signal; tell what it said."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **others
    )
    patience = None if seconds == int(seconds) else seconds
    try:
        said, complaint = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        process.send_signal(by)
        said, complaint = process.communicate()
    if process.returncode:
        sys.exit(f"{Path(command[0]).name} failed: {complaint or said}")
    return said
