"""How much memory processes hold, as Linux tells it in /proc."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MIB_PER_KIB = 1 / 1024
BETWEEN_LOOKS_S = 0.05


@dataclass
class Peak:
    """The most that was seen, in MiB."""

    server: float = 0.0
    """The process that answers."""
    all: float = 0.0
    """It and all that it started, shared pages counted once for each."""


def resident_mib(pid: int) -> float:
    """Tell the memory of one process; 0 when it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    found = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(found[0].split()[1]) * MIB_PER_KIB if found else 0.0


def descendants(pid: int) -> list[int]:
    """Find all processes that a process started, and they in turn."""
    found: list[int] = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            children = (task / "children").read_text().split()
            for child in map(int, children):
                found += [child, *descendants(child)]
    except (FileNotFoundError, ProcessLookupError):
        pass
    return found


@contextmanager
def watched(pid: int) -> Iterator[Peak]:
    """Look every twentieth of a second at a process and its children while the block runs."""
    peak = Peak()
    stop = threading.Event()

    def look() -> None:
        while True:
            own = resident_mib(pid)
            peak.server = max(peak.server, own)
            peak.all = max(peak.all, own + sum(map(resident_mib, descendants(pid))))
            if stop.wait(BETWEEN_LOOKS_S):
                return

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        stop.set()
        thread.join()


def largest_mib(pid: int) -> float:
    """Tell the memory of the largest of a process and its children: the worker, not its master."""
    return max(map(resident_mib, [pid, *descendants(pid)]))
