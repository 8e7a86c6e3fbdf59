"""A cell that does not fit its column, or fits only after a change; both are told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from viauma.exchange.findings import Severity
from viauma_data.profiles.texts import one_line

Convert = Callable[[Any], Any]
"""Answers a value, a `Told`, or None for a cell that says nothing; raises `Unfit`."""


class Unfit(Exception):  # noqa: N818 - a value that does not fit is no error of the program
    """A value does not fit its column."""

    def __init__(
        self, code: str, message: str, severity: Severity = Severity.DOUBT, value: Any = None
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.severity, self.value = code, message, severity, value


@dataclass(frozen=True, slots=True)
class Told:
    """A value that was understood only by changing it."""

    value: Any
    notes: tuple[tuple[str, str], ...]


def spelled(raw: Any) -> str:
    """Spell a cell as text; a whole number has no decimals, whatever the format made of it."""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw).strip()


def short(value: Any, most: int = 60) -> str:
    """Shorten what a sentence quotes."""
    text = one_line(str(value))
    return text if len(text) <= most else text[: most - 1] + "…"
