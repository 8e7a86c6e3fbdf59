"""Rounds of questions, turn by turn to everybody, and the medians of what was seen.

Rounds are interleaved because machines are shared and noisy; only the ratio between two figures
of one run says anything.
"""

import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from benchmarks import bare, load
from benchmarks.memory import largest_mb
from benchmarks.questions import question
from benchmarks.serving import Running
from benchmarks.wishes import Case, Wish

Row = dict[str, Any]
NOT_MODIFIED = 304


@dataclass(frozen=True)
class Contender:
    """A server that answers, and how it wants to be asked."""

    name: str
    base: str
    pid: int
    address: Callable[[Wish], str | None]
    caching: Running | None = None
    """The same server again, which may keep its answers; none: no server of this kind does."""

    def base_for(self, wish: Wish) -> str:
        """Choose the server for a wish."""
        may_be_kept = wish.is_cached or wish.is_known
        return self.caching.base if may_be_kept and self.caching else self.base

    @property
    def worker_mb(self) -> float:
        """The memory of the largest worker."""
        pids = [self.pid, self.caching.pid] if self.caching else [self.pid]
        return max(map(largest_mb, pids))


class Effort(NamedTuple):
    """How long is measured."""

    rounds: int
    seconds: float


class Prepared(NamedTuple):
    """A question written down for the load driver, and where to ask it."""

    base: str
    script: Path

    def asked(self, seconds: float) -> dict[str, float]:
        """Ask for so long."""
        return load.over_http(self.base, self.script, seconds)


def measured(case: Case, contenders: list[Contender], url: str, effort: Effort) -> Row:
    """Measure one question: medians over the rounds of everybody who can answer it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        statements = [question(wish) for wish in case.wishes]
        benches = {
            "bound_per_s": bare.bound(statements, folder / "bound"),
            "constant_per_s": bare.constant(url, statements, folder / "constant"),
        }
        servers = {
            one.name: ready
            for one in contenders
            if (ready := prepared(case, one, folder / f"{one.name}.lua")) is not None
        }
        seen: dict[str, list[dict[str, float]]] = {}
        for _ in range(effort.rounds):
            for server, ready in servers.items():
                seen.setdefault(server, []).append(ready.asked(effort.seconds))
            speeds = {key: bare.over_socket(url, b, effort.seconds) for key, b in benches.items()}
            seen.setdefault("bare", []).append(speeds)
    return {"question": case.name} | {name: medians(rounds) for name, rounds in seen.items()}


def prepared(case: Case, contender: Contender, file: Path) -> Prepared | None:
    """Write a question down for a server; None if it cannot answer."""
    paths = addresses(case, contender)
    if paths is None:
        return None
    base = contender.base_for(case.wishes[0])
    known = etags(base, paths) if case.wishes[0].is_known else None
    return Prepared(base, load.wrk_script(paths, file, known=known))


def addresses(case: Case, contender: Contender) -> list[str] | None:
    """Spell all variants for a server; None if it cannot answer."""
    spelled = [contender.address(wish) for wish in case.asked]
    paths = [path for path in spelled if path is not None]
    return paths if len(paths) == len(spelled) else None


def etags(base: str, paths: Iterable[str]) -> dict[str, str]:
    """Ask once for the ETag of each answer, and make sure that it is recognised."""
    found = {path: tagged(base + path) for path in paths}
    for path, etag in found.items():
        if not is_recognised(base + path, etag):
            sys.exit(f"{base}{path} does not recognise its own ETag {etag!r}.")
    return found


def tagged(address: str) -> str:
    """Read the ETag of an answer."""
    with urlopen(address, timeout=60) as answer:  # noqa: S310 - our own address
        return str(answer.headers["ETag"])


def is_recognised(address: str, etag: str) -> bool:
    """Tell whether a server says that nothing has changed since."""
    request = Request(address, headers={"If-None-Match": etag})  # noqa: S310 - our own address
    try:
        urlopen(request, timeout=60).close()  # noqa: S310 - our own address
    except HTTPError as answer:
        return answer.code == NOT_MODIFIED
    return False


def medians(rounds: list[dict[str, float]]) -> dict[str, float]:
    """Take the median of each figure, and how far apart the rounds lay."""
    found = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    first = next(iter(rounds[0]))
    rates = [one[first] for one in rounds]
    return found | {"spread": (max(rates) - min(rates)) / found[first]}
