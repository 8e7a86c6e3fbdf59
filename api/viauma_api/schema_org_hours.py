"""Opening hours in OpenStreetMap's syntax as schema.org's, where both can say the same.

schema.org knows weekdays, public holidays and times. Seasons, "off", "sunset" and rules that
override others it cannot say: such hours are left out whole, because a part of them is wrong.
"""

import re
from typing import Any

DAYS = {
    "Mo": "Monday",
    "Tu": "Tuesday",
    "We": "Wednesday",
    "Th": "Thursday",
    "Fr": "Friday",
    "Sa": "Saturday",
    "Su": "Sunday",
    "PH": "PublicHolidays",
}
_WEEK = tuple(DAYS)[:7]

_WEEKDAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_DAY = f"(?:PH|{_WEEKDAY}(?:-{_WEEKDAY})?)"
_DAYS = f"{_DAY}(?:, ?{_DAY})*"
_TIME = "(?:[01][0-9]|2[0-4]):[0-5][0-9]"
_TIMES = f"{_TIME}-{_TIME}(?:, ?{_TIME}-{_TIME})*"
_RULE = re.compile(f"(?:({_DAYS}) )?({_TIMES})")
# A comma before a weekday that times follow begins a new rule, as a semicolon does.
_RULES = re.compile(rf"(?<=[0-9]) ?[,;] ?(?={_DAY})")

MIDNIGHT = "24:00"
WHOLE_DAY = ("00:00", MIDNIGHT)

LONGEST = 500


def opening_hours(text: str | None) -> list[dict[str, Any]]:
    """Convert regular hours; empty when there are none or schema.org cannot say them."""
    if not text or len(text) > LONGEST:
        return []
    given = "Mo-Su 00:00-24:00" if text.strip() == "24/7" else text.strip()
    rules = [_RULE.fullmatch(rule) for rule in _RULES.split(given)]
    read = [(_days(rule[1]), _times(rule[2])) for rule in rules if rule is not None]
    days = [day for named, _ in read for day in named]
    # A day named twice is a rule over another, whose meaning depends on the sign between them.
    if len(read) < len(rules) or len(set(days)) < len(days) or not all(times for _, times in read):
        return []
    return [_specification(named, *hours) for named, times in read for hours in times]


def _days(text: str | None) -> list[str]:
    """List the days named; a range may run over the weekend."""
    found: list[str] = []
    for part in re.split(", ?", text or "Mo-Su"):
        first, _, last = part.partition("-")
        if last:
            start, steps = _WEEK.index(first), (_WEEK.index(last) - _WEEK.index(first)) % 7
            found += [_WEEK[(start + step) % 7] for step in range(steps + 1)]
        else:
            found.append(first)
    return found


def _times(text: str) -> list[tuple[str, str]]:
    """List the spans of a day; none when one of them is no time of day."""
    spans = [(part[:5], part[6:]) for part in re.split(", ?", text)]
    if any(max(span) > MIDNIGHT or span[0] in {span[1], MIDNIGHT} for span in spans):
        return []
    return spans


def _specification(days: list[str], opens: str, closes: str) -> dict[str, Any]:
    # schema.org has no 24:00; midnight is said as 00:00, and a whole day ends at 23:59 by custom.
    ends = "23:59" if (opens, closes) == WHOLE_DAY else closes.replace(MIDNIGHT, "00:00")
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [DAYS[day] for day in days],
        "opens": opens,
        "closes": ends,
    }
