"""A second evaluator for the simple part of the syntax, written without looking at the first.

Rules divided by semicolons; each has months, days of the week or PH, and either times or ``off``.
A day has what the last rule says that fits it; hours over midnight belong to the day they began.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays

LAW = holidays.Sweden(years=range(2000, 2077), include_sundays=False)
EVES = {date(year, *day) for year in range(2000, 2077) for day in ((12, 24), (12, 31))} | {
    day - timedelta(days=1) for day, name in LAW.items() if name == "Midsummer Day"
}
LAWFUL = frozenset(LAW)
FREE = LAWFUL | EVES
WEEK = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TIMES = re.compile(r"\d\d:\d\d-\d\d:\d\d")


def state_of(hours, wall):
    """Tell the state at a time on a wall: on eves both ways to read PH must agree."""
    readings = {is_open(hours, wall, LAWFUL), is_open(hours, wall, FREE)}
    if len(readings) > 1:
        return "unknown"
    return "open" if readings.pop() else "closed"


def is_open(hours, wall, free):
    today, before = wall.date(), wall.date() - timedelta(days=1)
    minute = wall.hour * 60 + wall.minute
    return any(start <= minute < end for start, end in spans_of(hours, today, free)) or any(
        start <= minute + 1440 < end for start, end in spans_of(hours, before, free)
    )


@lru_cache(maxsize=10_000)
def spans_of(hours, day, free):
    """List a day's hours in minutes from its midnight; an end may lie after the next."""
    found = []
    for rule in hours.split(";"):
        words = rule.split()
        days = [word for word in words if word != "off" and not TIMES.match(word)]
        if all(any(fits(part, day, free) for part in word.split(",")) for word in days):
            found = [span_in(text) for word in words for text in TIMES.findall(word)]
    return found


def span_in(text):
    start, end = (int(part[:2]) * 60 + int(part[3:]) for part in text.split("-"))
    return start, end if end > start else end + 1440


def fits(part, day, free):
    if part == "PH":
        return day in free
    names, value = (MONTHS, day.month - 1) if part[:3] in MONTHS else (WEEK, day.weekday())
    first, _, last = part.partition("-")
    start, end = names.index(first), names.index(last or first)
    return start <= value <= end if start <= end else value >= start or value <= end


def quarters(first: date, last: date):
    """Walk through days on the wall, four times an hour."""
    wall = datetime.combine(first, datetime.min.time())
    while wall.date() <= last:
        yield wall
        wall += timedelta(minutes=15)
