"""Days as files write them, made ISO 8601; a day that cannot be is told, never guessed."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple

from viauma import clock

FIRST_YEAR: Final = 1600
_ISO = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?(?:[T ].*)?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?:[T ].*)?")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_LONGEST = 20
_MOMENTS = (1e8, 4.1e9)
"""Seconds since 1970 from 1973 to 2099."""

_EXCEL_BEGINS = date(1899, 12, 30)
_EXCEL = range(18_264, 73_051)
"""Serial days of Excel from 1950 to 2099."""


class Day(NamedTuple):
    """A day, month or year in ISO 8601, and what had to be understood to read it."""

    text: str
    how: str | None = None


def read_day(raw: Any) -> Day | None:
    """Read a day; None: it cannot be one.

    >>> read_day("2021-10-04T00:00:00+00:00").text
    '2021-10-04'
    >>> read_day(1652078762000)
    Day(text='2022-05-09', how='milliseconds since 1970')
    >>> read_day("2021-13-04") is None
    True
    """
    if isinstance(raw, date):
        day = raw.date() if isinstance(raw, datetime) else raw
        return _possible(day.year, day.month, day.day)
    text = str(raw).strip().removesuffix(".0")
    if found := _COMPACT.fullmatch(text) or _ISO.fullmatch(text):
        return _possible(*(int(part) for part in found.groups() if part))
    if found := _DAY_FIRST.fullmatch(text):
        return _possible(int(found[3]), int(found[2]), int(found[1]))
    return _counted(float(text)) if _NUMBER.fullmatch(text) and len(text) < _LONGEST else None


def _possible(year: int, month: int | None = None, day: int | None = None) -> Day | None:
    if not FIRST_YEAR <= year <= clock.now().year + 1:
        return None
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    parts = [f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)]
    return Day("-".join(parts))


def _counted(number: float) -> Day | None:
    """Read days since 1900 as Excel counts them, seconds or milliseconds since 1970."""
    if number.is_integer() and FIRST_YEAR <= number <= clock.now().year + 1:
        return Day(f"{int(number)}")
    if int(number) in _EXCEL:
        return Day(str(_EXCEL_BEGINS + timedelta(days=int(number))), "a serial day of Excel")
    for unit, factor in (("milliseconds", 1000), ("seconds", 1)):
        seconds = number / factor
        if _MOMENTS[0] < seconds < _MOMENTS[1]:
            moment = datetime.fromtimestamp(seconds, UTC)
            day = _possible(moment.year, moment.month, moment.day)
            return Day(day.text, f"{unit} since 1970") if day else None
    return None
