"""What can be true of imports, without a database."""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from viauma.errors import InvalidInput
from viauma.exchange.findings import Finding, Severity
from viauma.places.rules import MunicipalityBasis, PlaceDraft, Status, Stored, Visibility

_E = TypeVar("_E", bound=StrEnum)

_GRAVE = (Severity.DOUBT, Severity.ERROR)

MOST_GONE = 0.2
"""A larger share of a source's places gone at once is more likely a wrong file than the truth."""
FEW_GONE = 5
"""So many may always be gone: one of three places is a large share, and nothing to stop for."""


class RunState(StrEnum):
    """Where an import stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    BROKEN = "broken"
    """It ended without saying so; nothing of it was stored."""


class RowState(StrEnum):
    """What became of a row in quarantine."""

    WAITING = "waiting"
    RELEASED = "released"
    DISMISSED = "dismissed"
    SUPERSEDED = "superseded"
    """Its source says something else by now, or nothing."""


class ProposalState(StrEnum):
    """What became of a proposal to close a place."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    """The row is back at its source."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A row on its way in, whatever file it is from."""

    number: int
    values: Mapping[str, Any]
    """As the file has them."""
    draft: PlaceDraft | None
    findings: tuple[Finding, ...] = ()
    source_id: str | None = None
    """Told where there is no draft that tells it."""
    partial: Mapping[str, Any] = field(default_factory=dict)
    """What a draft would say, where it cannot be made; as JSON."""

    @property
    def waits(self) -> bool:
        """Whether the row goes to quarantine instead of the register."""
        return self.draft is None or any(one.severity in _GRAVE for one in self.findings)

    @property
    def identity(self) -> str | None:
        """Its id at the source."""
        return self.draft.source_id if self.draft else self.source_id

    def known_as(self, source: str) -> str | None:
        """Tell it from all rows of a file of `source`, where each may have a source of its own."""
        own = self.draft.source if self.draft else self.partial.get("source", source)
        return self.identity if self.identity is None or own == source else f"{own} {self.identity}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the rows of one file."""

    stored: Stored = field(default_factory=Stored)
    quarantined: int = 0
    """Rows of the file that wait."""
    newly_quarantined: int = 0
    decided: int = 0
    """Rows about which somebody decided before, and which the source has not changed since."""
    gone: int = 0
    """Places of the source that the file does not have."""
    held: int = 0
    """How many of them another source has still, so that they are not proposed to be closed."""
    proposed: int = 0
    """New proposals to close a place."""
    likely_known: int = 0
    """Pairs of a new place and one that may be the same."""
    is_looked_through: bool = True
    """Whether the new places were compared with what is here; very many are not."""
    withdrawn: int = 0
    """Proposals that fell away because the row is back."""


def row_key(identity: str | None, fingerprint: str) -> str:
    """Recognise a row from one reading to the next: by its id, or else by all that it says."""
    return identity if identity is not None else f"~{fingerprint}"


def fingerprint(values_json: str) -> str:
    """Recognise what a row says."""
    return hashlib.blake2b(values_json.encode(), digest_size=16).hexdigest()


def values_json(values: Mapping[str, Any]) -> str:
    """Spell the values of a row as JSON that PostgreSQL can hold, in the order of the file.

    Nested objects are left out: readers give their parts flat as well.
    """
    flat = {plain(key): plain(value) for key, value in values.items() if not _is_nested(value)}
    return json.dumps(flat, ensure_ascii=False)


def _is_nested(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value)


def plain(value: Any) -> Any:
    """Turn a value of a file into one of JSON; what no text can hold is spelled out."""
    match value:
        case None | bool() | int():
            return value
        case str():
            return _storable(value)
        case Mapping():
            return {plain(str(key)): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case float() if math.isfinite(value):
            return value
    return _storable(value.isoformat() if isinstance(value, date) else str(value))


def _storable(said: str) -> str:
    if said.isascii() and "\0" not in said:
        return said
    return said.encode(errors="backslashreplace").decode().replace("\0", "\\0")


def findings_json(findings: Iterable[Finding]) -> str:
    """Spell findings as JSON."""
    return json.dumps([plain(asdict(one)) for one in findings], ensure_ascii=False)


def findings_of(found: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Read findings that were stored."""
    return tuple(Finding(**{**one, "severity": Severity(one["severity"])}) for one in found)


def draft_json(draft: PlaceDraft) -> str:
    """Spell a draft as JSON; what it does not say is left out."""
    said = {key: value for key, value in asdict(draft).items() if value not in (None, {})}
    return json.dumps(plain(said), ensure_ascii=False)


def draft_of(said: Mapping[str, Any]) -> PlaceDraft:
    """Read a draft that was stored.

    Raises
    ------
    InvalidInput
        It lacks what every place has, or a word is not one of those known.
    """
    missing = [name for name in ("category", "wkt") if not said.get(name)]
    if missing:
        words = {"category": "a category", "wkt": "a position (lon and lat)"}
        raise InvalidInput("the row", f"still lacks {' and '.join(words[one] for one in missing)}")
    basis, visibility = said.get("municipality_basis"), said.get("visibility")
    return PlaceDraft(
        **{
            **said,
            "status": _one_of(Status, said.get("status", "active"), "status"),
            "visibility": _one_of(Visibility, visibility, "visibility") if visibility else None,
            "municipality_basis": MunicipalityBasis(basis) if basis else None,
        }
    )


def _one_of(kind: type[_E], word: str, argument: str) -> _E:
    try:
        return kind(word)
    except ValueError:
        known: Sequence[str] = [str(one) for one in kind]
        raise InvalidInput(argument, f"'{word[:60]}' must be {', '.join(known)}") from None


def are_too_many_gone(gone: int, known: int) -> bool:
    """Tell whether so many of a source's places are gone that somebody should look first."""
    return gone > FEW_GONE and gone > known * MOST_GONE
