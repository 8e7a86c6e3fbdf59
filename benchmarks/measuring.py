"""Rounds of questions, turn by turn to everybody, and the medians of what was seen.

Rounds are interleaved because machines are shared and noisy; only the ratio between two figures
of one run says anything.
"""

import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import load
from benchmarks.questions import question
from benchmarks.wishes import Case, Wish

Row = dict[str, Any]


@dataclass(frozen=True)
class Contender:
    """A server that answers, and how it wants to be asked."""

    name: str
    base: str
    pid: int
    address: Callable[[Wish], str | None]


class Effort(NamedTuple):
    """How long is measured."""

    rounds: int
    seconds: int


def measured(case: Case, contenders: list[Contender], url: str, effort: Effort) -> Row:
    """Measure one question: medians over the rounds of everybody who can answer it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asked = [question(wish) for wish in case.wishes]
        benches = {
            "bound_per_s": load.bound(asked, folder / "bound"),
            "constant_per_s": load.constant(url, asked, folder / "constant"),
        }
        scripts = {
            one: load.wrk_script(paths, folder / f"{one.name}.lua")
            for one in contenders
            if (paths := addresses(case, one)) is not None
        }
        seen: dict[str, list[dict[str, float]]] = {}
        for _ in range(effort.rounds):
            for one, script in scripts.items():
                speed = load.over_http(one.base, script, effort.seconds)
                seen.setdefault(one.name, []).append(speed)
            bare = {key: load.over_socket(url, b, effort.seconds) for key, b in benches.items()}
            seen.setdefault("bare", []).append(bare)
    return {"question": case.name} | {name: medians(rounds) for name, rounds in seen.items()}


def addresses(case: Case, contender: Contender) -> list[str] | None:
    """Spell all variants for a server; None if it cannot answer."""
    spelled = [contender.address(wish) for wish in case.wishes]
    paths = [path for path in spelled if path is not None]
    return paths if len(paths) == len(spelled) else None


def medians(rounds: list[dict[str, float]]) -> dict[str, float]:
    """Take the median of each figure, and how far apart the rounds lay."""
    found = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    first = next(iter(rounds[0]))
    rates = [one[first] for one in rounds]
    return found | {"spread": (max(rates) - min(rates)) / found[first]}
