"""What a profile makes of a row: a draft of a place, or the reason why there is none."""

from dataclasses import dataclass

from viauma.exchange.findings import Finding, Severity
from viauma.places.rules import PlaceDraft
from viauma_data.detecting.layout import Located

_GRAVE = (Severity.DOUBT, Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row on its way into the register."""

    located: Located
    draft: PlaceDraft | None
    """None: the row says too little to make a place of; a finding says what is lacking."""
    findings: tuple[Finding, ...] = ()
    """All that was found about the row, by reader, detection, profile and checks."""

    @property
    def waits(self) -> bool:
        """Whether the row goes to quarantine instead of the register."""
        return self.draft is None or any(one.severity in _GRAVE for one in self.findings)
