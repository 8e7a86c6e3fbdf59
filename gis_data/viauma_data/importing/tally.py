"""What an import tells, counted while the rows pass: a line per kind of finding, not per row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from viauma.exchange.findings import Finding, Severity
from viauma.imports.rules import Incoming

EXAMPLES = 3
OF_ALL_ABROAD = ("municipality-not-here",)
"""True of nearly every row of a file from elsewhere: told after what somebody may have to mend."""


@dataclass(slots=True)
class Told:
    """All findings of one code and severity."""

    code: str
    severity: Severity
    count: int = 0
    examples: list[Finding] = field(default_factory=list)


class Tally:
    """Counts rows and findings; holds a few examples of each."""

    def __init__(self) -> None:
        self.rows = 0
        self._told: dict[tuple[str, Severity], Told] = {}

    def watched(self, rows: Iterable[Incoming]) -> Iterator[Incoming]:
        """Hand rows on and count what was found about them."""
        for row in rows:
            self.rows += 1
            if row.findings:
                self.add(row.findings, row.number)
            yield row

    def add(self, findings: Iterable[Finding], number: int | None = None) -> None:
        """Count findings, about a row or about all of them."""
        for one in findings:
            told = self._told.get((one.code, one.severity))
            if told is None:
                told = self._told[one.code, one.severity] = Told(one.code, one.severity)
            told.count += 1
            if len(told.examples) < EXAMPLES:
                row = one.row if number is None else number
                told.examples.append(Finding(one.code, one.severity, one.message, row, one.column))

    def has(self, *codes: str) -> bool:
        """Whether something of that kind was found."""
        return any(code in codes for code, _ in self._told)

    @property
    def told(self) -> list[Told]:
        """The gravest first, then the most frequent."""
        order = (Severity.ERROR, Severity.DOUBT, Severity.NOTE)
        return sorted(
            self._told.values(),
            key=lambda one: (
                order.index(one.severity),
                one.code in OF_ALL_ABROAD,
                -one.count,
                one.code,
            ),
        )
