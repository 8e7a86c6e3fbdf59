"""What became of one file, for a person who did not see it go through, and for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from viauma.exchange.findings import Evidence
from viauma.imports.rules import Outcome
from viauma_data.importing.tally import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that is told of an import."""

    file: str
    is_trial: bool
    source: str
    licence: str
    attribution: str | None
    evidence: Sequence[Evidence]
    rows: int
    outcome: Outcome
    findings: Sequence[Told]
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Rows that are no places of ours, by reason."""
    not_taken: Sequence[tuple[str, str]] = ()
    """Columns that do not become a part of a place, with the reason."""
    not_closed: str | None = None
    """Why nothing was proposed to be closed."""
    broken_off_at: datetime | None = None
    is_own: bool = False
    """Whether each row says its own source and licence; `source` is what the import is known by."""
    run: str | None = None
    seconds: float = 0.0
    steps: Mapping[str, float] = field(default_factory=dict)
    """Seconds that each step took, in their order."""

    @property
    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        said = asdict(self)
        if self.broken_off_at is not None:
            said["broken_off_at"] = self.broken_off_at.isoformat()
        said["not_taken"] = [{"column": name, "reason": why} for name, why in self.not_taken]
        return said
