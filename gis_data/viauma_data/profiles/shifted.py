"""Rows whose values stand beside their columns, as after a comma that nobody quoted."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from viauma_data.profiles.facts import GROUPS, Step
from viauma_data.profiles.unfit import Told, Unfit

TELLING: Final = frozenset({"yes_no", "number", "integer", "date", "url", "code"})
"""Types whose values are hardly another column's by accident."""

TEXTS: Final = GROUPS.index("texts")

FARTHEST: Final = 12
FEWEST: Final = 3
LEAST_BETTER: Final = 2


class Shift(NamedTuple):
    """From which column on values stand how many columns too far to the right."""

    column: str
    by: int


def shift_of(
    values: Mapping[str, Any], columns: Sequence[str], plan: Sequence[Step], misfits: Sequence[str]
) -> Shift | None:
    """Find the shift that makes most values fit, when they do not fit as they stand.

    Free text takes any value, so that the shift may begin in a column of text before the first one
    that does not fit; the column told is the first text before it.
    """
    judges = [step for step in plan if step.rule.type in TELLING]
    first = min((columns.index(one) for one in misfits if one in columns), default=None)
    if first is None:
        return None
    after = [step for step in judges if columns.index(step.column) >= first]
    cells = [values.get(column) for column in columns]
    now, filled = _fitting(after, columns, cells, 0)
    if filled < FEWEST or filled - now < LEAST_BETTER:
        return None
    fits = {by: _fitting(after, columns, cells, by) for by in range(1, FARTHEST + 1)}
    by, (count, total) = max(fits.items(), key=lambda item: (item[1][0], -item[0]))
    if count < FEWEST or count < total or total - 1 > filled:
        return None
    return Shift(_beginning(plan, columns, first), by)


def _fitting(
    judges: Sequence[Step], columns: Sequence[str], cells: Sequence[Any], by: int
) -> tuple[int, int]:
    fitting = filled = 0
    for step in judges:
        at = columns.index(step.column) + by
        if at >= len(cells) or cells[at] in (None, ""):
            continue
        filled += 1
        fitting += _fits(step, cells[at])
    return fitting, filled


def _fits(step: Step, cell: Any) -> bool:
    try:
        value = step.convert(cell)
    except Unfit:
        return False
    return not isinstance(value, Told) or step.rule.type == "url"


def _beginning(plan: Sequence[Step], columns: Sequence[str], first: int) -> str:
    """Name the last free text that could have held the separators, else the first misfit."""
    texts = [columns.index(step.column) for step in plan if step.group == TEXTS]
    before = [at for at in texts if at < first]
    return columns[max(before)] if before else columns[first]
