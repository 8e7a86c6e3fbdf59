"""How much memory processes hold, as Linux tells it in /proc."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BYTES_PER_KIB = 1024
MB = 1_000_000
BETWEEN_LOOKS_S = 0.05


@dataclass
class Peak:
    """The most that was seen, in MB."""

    server: float = 0.0
    """The process that answers."""
    helper: float = 0.0
    """The largest of those that it started."""

    @property
    def largest(self) -> float:
        """The largest process of all."""
        return max(self.server, self.helper)


def resident_mb(pid: int, kind: str = "VmRSS") -> float:
    """Tell the memory of one process, all or one kind (RssAnon: its own); 0 when it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    found = [line for line in status.splitlines() if line.startswith(f"{kind}:")]
    return int(found[0].split()[1]) * BYTES_PER_KIB / MB if found else 0.0


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

    def look() -> None:
        peak.server = max(peak.server, resident_mb(pid))
        peak.helper = max([peak.helper, *map(resident_mb, descendants(pid))])

    with looking(look):
        yield peak


@contextmanager
def looking(look: Callable[[], None]) -> Iterator[None]:
    """Call `look` every twentieth of a second while the block runs, and at least once."""
    stop = threading.Event()

    def keep_looking() -> None:
        while True:
            look()
            if stop.wait(BETWEEN_LOOKS_S):
                return

    thread = threading.Thread(target=keep_looking)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def largest_mb(pid: int) -> float:
    """Tell the memory of the largest of a process and its children: the worker, not its master."""
    return max(map(resident_mb, [pid, *descendants(pid)]))
