"""Days and moments in a filter, as RFC 3339 writes them; a moment without a zone is refused."""

import re
from datetime import UTC, date, datetime

from viauma.errors import InvalidInput

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def parse_day(text: str, argument: str) -> date:
    """Read ``YYYY-MM-DD``."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise InvalidInput(argument, f"'{text[:40]}' is not a day such as 2024-06-30")


def parse_moment(text: str, argument: str) -> datetime:
    """Read a moment with its zone, and bring it to UTC; microseconds are the finest."""
    try:
        if found := _MOMENT.fullmatch(text):
            day, clock, fraction, zone = found.groups(default="")
            spelled = f"{day}T{clock}{fraction[:7]}{zone.upper()}"
            return datetime.fromisoformat(spelled).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise InvalidInput(argument, f"'{text[:40]}' is not a moment such as 2024-06-30T12:00:00Z")


def parse_day_or_moment(text: str, argument: str) -> date | datetime:
    """Read either, as the ends of an interval are written."""
    return parse_day(text, argument) if _DAY.fullmatch(text) else parse_moment(text, argument)


def runs_backwards(start: date | datetime, end: date | datetime) -> bool:
    """Tell whether an interval starts after it ends; a day counts from its first to its last."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        return start > end
    return _day(start) > _day(end)


def spell(instant: date | datetime) -> str:
    """Write a day, or a moment in UTC without zeros that say nothing."""
    if not isinstance(instant, datetime):
        return instant.isoformat()
    spelled = instant.astimezone(UTC).replace(tzinfo=None).isoformat()
    return (spelled.rstrip("0") if instant.microsecond else spelled) + "Z"


def _day(instant: date | datetime) -> date:
    return instant.date() if isinstance(instant, datetime) else instant
