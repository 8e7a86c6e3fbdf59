"""What an import found: about a row (a finding), or about the whole file (evidence)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from viauma.errors import InvalidInput


class Severity(StrEnum):
    """What a finding means for its row."""

    NOTE = "note"
    """Told; the row is stored."""
    DOUBT = "doubt"
    """The row waits in quarantine until somebody releases it as it is, or corrects it."""
    ERROR = "error"
    """The row waits in quarantine and cannot be stored before it is corrected."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that somebody should know about one row, or about all rows together."""

    code: str
    """Stable name in kebab-case, such as ``null-island``."""
    severity: Severity
    message: str
    """One sentence in English that names the value and says what would be right."""
    row: int | None = None
    """As a person counts: the line of a text, the row of a sheet, the number of a feature."""
    column: str | None = None
    """As the file spells it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was inferred about a file, with the reason, and the option that overrules."""

    about: str
    """Such as ``encoding``, ``delimiter``, ``coordinates``, ``CRS``, ``axis order``."""
    value: str
    because: str
    option: str | None = None


class Ambiguous(InvalidInput):
    """More than one reading is plausible, and nobody should guess.

    Parameters
    ----------
    option
        The option by which a person decides, such as ``--crs``.
    question
        What cannot be told, with what speaks for each reading.
    choices
        Values of the option that are plausible, the likeliest first.
    """

    def __init__(self, option: str, question: str, choices: Sequence[str]) -> None:
        super().__init__(option, f"{question} Say which: {', '.join(choices)}.")
        self.choices = tuple(choices)
