"""The `datetime` parameter: an instant or an interval, open ends as `..` or nothing."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from viauma.errors import InvalidInput

_RFC3339 = re.compile(
    r"\d{4}-\d{2}-\d{2}([Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+ -]\d{2}:\d{2}))?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of instants; None is an open end."""

    start: datetime | None
    end: datetime | None

    @property
    def days(self) -> tuple[date | None, date | None]:
        """First and last day, in UTC."""
        return (
            self.start.date() if self.start else None,
            self.end.date() if self.end else None,
        )


def parse_interval(text: str) -> Interval:
    """Read the parameter (OGC 17-069r4, 7.15.4).

    Raises
    ------
    InvalidInput
        Not RFC 3339, both ends open, or the end before the start.
    """
    parts = text.split("/")
    if len(parts) == 1:
        instant = parse_instant(parts[0])
        return Interval(instant, instant)
    if len(parts) != 2 or all(part in {"", ".."} for part in parts):  # noqa: PLR2004
        raise InvalidInput("datetime", f"'{text[:40]}' is not an instant or an interval")
    start, end = (None if part in {"", ".."} else parse_instant(part) for part in parts)
    if start and end and end < start:
        raise InvalidInput("datetime", "the interval ends before it starts")
    return Interval(start, end)


def parse_instant(text: str, argument: str = "datetime") -> datetime:
    """Read a date, which begins at midnight UTC, or a date-time (RFC 3339)."""
    if not _RFC3339.fullmatch(text):
        raise InvalidInput(argument, f"'{text[:40]}' is not a date or date-time of RFC 3339")
    # A plus sign that nobody encoded arrives as a blank.
    spelled = text.upper().replace(" ", "+")
    try:
        found = datetime.fromisoformat(spelled)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise InvalidInput(argument, f"'{text[:40]}' does not exist") from None
