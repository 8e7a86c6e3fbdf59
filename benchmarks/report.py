"""Tables of what was measured: for people, for programs, and in the documentation."""

import json
import os
import platform
import re
import statistics
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.goals import TIMES
from benchmarks.load import CONNECTIONS
from benchmarks.measuring import Row

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results"
TRIALS = ROOT / "build" / "bench"
PAGE = ROOT / "docs" / "performance.md"

COMMANDS = {
    "latest": "bench",
    "peers": "bench-peers",
    "growth": "bench-growth",
    "plans": "bench-plans",
    "floor": "bench-floor",
}
"""Which command of make writes which results."""

FULL_ROWS = 1_000_000
"""Only runs of this size go into the documentation."""


def circumstances(rows: int, **others: float) -> dict[str, Any]:
    """Say on what and when it was measured, and how busy the machine was."""
    return {
        "measured_on": datetime.now(UTC).date().isoformat(),
        "rows": rows,
        "cpus": os.cpu_count() or 0,
        "processor": processor(),
        "python": platform.python_version(),
        "connections": CONNECTIONS,
        "load_before": round(os.getloadavg()[0], 1),
        **{name: round(value, 1) for name, value in others.items()},
    }


def processor() -> str:
    """Name the processor as Linux does, or its family elsewhere."""
    info = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.+)", info.read_text()) if info.exists() else None
    return found[1] if found else platform.machine()


def own_table(rows: Iterable[Row]) -> str:
    """Spell the product beside bare SQL."""
    head = (
        "| question | answers/s | p50 / p99 ms | bare SQL/s, bound | share | constants | share "
        "| spread |\n|---|--:|--:|--:|--:|--:|--:|--:|"
    )
    return "\n".join([head, *map(own_row, rows)])


def own_row(row: Row) -> str:
    """Spell one question."""
    own = row["Via Uma"]
    cells = [row["question"], f"{own['per_s']:,.0f}", f"{own['p50_ms']:.1f} / {own['p99_ms']:.1f}"]
    for name in ("bound_per_s", "constant_per_s"):
        bare = row["bare"][name]
        cells += [f"{bare:,.0f}", f"{own['per_s'] / bare:.0%}"]
    return f"| {' | '.join(cells)} | ±{own['spread'] / 2:.0%} |"


def peer_table(rows: Iterable[Row], peers: list[str]) -> str:
    """Spell the product beside its peers: answers a second with p50 / p99 ms, and ratios."""
    names = ["Via Uma", *peers]
    head = [
        "question",
        *names,
        *(f"{TIMES} {peer}" for peer in peers),
        "bare SQL, bound",
        "constants",
    ]
    line = f"|---{'|--:' * (len(head) - 1)}|"
    return "\n".join([f"| {' | '.join(head)} |", line, *(peer_row(row, peers) for row in rows)])


def peer_row(row: Row, peers: list[str]) -> str:
    """Spell one question; who cannot answer it says so."""
    own = row["Via Uma"]["per_s"]
    cells = [row["question"], *(speed(row.get(name)) for name in ("Via Uma", *peers))]
    cells += [f"{own / row[peer]['per_s']:,.1f}" if peer in row else "" for peer in peers]
    for name in ("bound_per_s", "constant_per_s"):
        bare = row["bare"][name]
        cells.append(f"{bare:,.0f} ({own / bare:.0%})")
    return f"| {' | '.join(cells)} |"


def speed(seen: dict[str, float] | None) -> str:
    """Spell what wrk saw."""
    if seen is None:
        return "cannot answer"
    return f"{seen['per_s']:,.0f} ({seen['p50_ms']:.1f} / {seen['p99_ms']:.1f})"


def noise(rows: Iterable[Row]) -> str:
    """Say how far apart the rounds lay."""
    seen = [one for row in rows for one in row.values() if isinstance(one, dict)]
    spreads = [one["spread"] / 2 for one in seen]
    return (
        f"Around the medians the rounds lay ±{statistics.median(spreads):.0%} apart in half of the "
        f"cells, ±{max(spreads):.0%} at worst."
    )


def told(facts: dict[str, Any]) -> str:
    """Spell circumstances as a sentence."""
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in facts.items())


def write(name: str, text: str, document: dict[str, Any], *, is_full: bool) -> Path:
    """Write <name>.md and .json; tell where.

    Those of a full run go into results/ and onto the page people read, those of a trial aside.
    """
    folder = RESULTS if is_full else TRIALS
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text(f"{text}\n")
    (folder / f"{name}.json").write_text(json.dumps(document, indent=1) + "\n")
    print(f"\n{text}")
    if is_full:
        PAGE.write_text(filled(PAGE.read_text(), name, text))
    return folder


def last(name: str) -> dict[str, Any]:
    """Read what the last full run wrote; nothing where there was none."""
    file = RESULTS / f"{name}.json"
    return dict(json.loads(file.read_text())) if file.exists() else {}


def filled(page: str, name: str, text: str) -> str:
    """Put a table between its marks on a page."""
    begin, end = f"<!-- results/{name}.md -->", f"<!-- end of {name}.md -->"
    before, after = page.partition(begin)[0], page.partition(end)[2]
    return f"{before}{begin}\n{text}\n{end}{after}"
