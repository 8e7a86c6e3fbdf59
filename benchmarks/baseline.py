"""Has a question become slower beside bare SQL than it was? Judged by the ratio of the two.

Noise on a shared machine goes both ways in the median of the rounds, and only down in the best
one. A question has therefore fallen only when both say so by a fifth, and when its rounds and those
of the baseline lie apart: not one now is as good as the worst one then.
"""

import json
import statistics
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).parent / "results" / "baseline.json"
TOLERANCE = 0.20


class Round(NamedTuple):
    """Answers a second, one straight after the other."""

    own: float
    bare: float


class Ratio(NamedTuple):
    """Answers of the product to each of bare SQL."""

    median: float
    """Of the rounds' ratios."""
    best: float
    """Of the best round of each."""
    low: float
    """The lowest of the rounds' ratios."""
    high: float


def ratio_of(rounds: Iterable[Round]) -> Ratio:
    """Draw the ratio from several interleaved rounds."""
    seen = list(rounds)
    ratios = [one.own / one.bare for one in seen]
    best = max(one.own for one in seen) / max(one.bare for one in seen)
    return Ratio(statistics.median(ratios), best, min(ratios), max(ratios))


def change(now: Ratio, before: Ratio) -> float:
    """Tell by how much a ratio changed, as a share; nothing where it may be noise."""
    changes = (now.median / before.median - 1, now.best / before.best - 1)
    is_apart = now.high < before.low or now.low > before.high
    return min(changes, key=abs) if is_apart and changes[0] * changes[1] > 0 else 0.0


def has_fallen(now: Ratio, before: Ratio | None) -> bool:
    """Tell whether a ratio is more than a fifth below what it was."""
    return before is not None and change(now, before) < -TOLERANCE


def verdict(now: Ratio, before: Ratio | None) -> str:
    """Say in words what became of a question."""
    if before is None:
        return "no baseline"
    changed = change(now, before)
    if changed < -TOLERANCE:
        return f"FELL by {-changed:.0%}"
    return f"rose by {changed:.0%}" if changed > TOLERANCE else "as before"


def read(rows: int, file: Path = FILE) -> dict[str, Ratio]:
    """Read the ratios of a database of this size; none where nothing comparable was saved."""
    if not file.exists():
        return {}
    saved = json.loads(file.read_text())
    if saved["circumstances"]["rows"] != rows:
        return {}
    return {name: Ratio(**ratio) for name, ratio in saved["questions"].items()}


def save(ratios: dict[str, Ratio], circumstances: dict[str, Any], file: Path = FILE) -> None:
    """Write what later runs are held against."""
    questions = {name: ratio._asdict() for name, ratio in ratios.items()}
    document = {"circumstances": circumstances, "questions": questions}
    file.write_text(json.dumps(document, indent=1) + "\n")
