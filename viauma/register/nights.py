"""Hours that run over midnight, taken apart: what a day has until midnight, and what after it.

In OSM syntax ``Fr 22:00-02:00; Sa off`` is open until two on Saturday morning, for those are hours
of the Friday. The library decides by the calendar's day, and closes at midnight. So the parts after
midnight become hours of their own, to be evaluated a day earlier.
"""

import re

from viauma.register.hours_text import STATES, Rule

MIDNIGHT = 24 * 60

_SPAN = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})")
_SPANS = re.compile(rf"{_SPAN.pattern}(?:\s*,\s*{_SPAN.pattern})*")
_CLOSES = re.compile(r"\b(?:off|closed)\b", re.IGNORECASE)
_FROM_STATE = re.compile(rf"(?:24/7|{STATES}).*", re.IGNORECASE)


def runs_over_midnight(rules: list[Rule]) -> bool:
    """Tell whether any rule has hours after midnight."""
    return any(_tail(span) for rule in rules for span in _SPAN.finditer(rule.text))


def until_midnight(rules: list[Rule]) -> list[Rule]:
    """Cut each rule's hours at midnight."""
    return [Rule(rule.sign, _SPAN.sub(_cut, rule.text)) for rule in rules]


def after_midnight(rules: list[Rule]) -> list[Rule]:
    """Keep each rule's hours after midnight, as if they were in the morning of the same day.

    A rule without any still replaces what rules before it said.
    """
    return [tail for rule in rules if (tail := _rule_after_midnight(rule))]


def _rule_after_midnight(rule: Rule) -> Rule | None:
    spans = _SPANS.search(rule.text)
    tails = [tail for span in _SPAN.finditer(rule.text) if (tail := _tail(span))]
    if spans and tails:
        days, state = rule.text[: spans.start()], rule.text[spans.end() :]
        return Rule(rule.sign, f"{days}{','.join(tails)}{state}")
    # Hours that are taken from a day (12:00-13:00 off) leave its night as it was.
    takes_nothing = rule.sign == "," and not _CLOSES.search(rule.text)
    if takes_nothing or (spans and _CLOSES.search(rule.text)):
        return None
    days = rule.text[: spans.start()] if spans else _FROM_STATE.sub("", rule.text)
    return Rule(rule.sign, f"{days.rstrip()} off".strip())


def _cut(span: re.Match[str]) -> str:
    return f"{span[1]}:{span[2]}-24:00" if _ends_next_day(span) else span[0]


def _tail(span: re.Match[str]) -> str | None:
    _, end = _minutes(span)
    minutes = end % MIDNIGHT if _ends_next_day(span) else 0
    return f"00:00-{minutes // 60:02}:{minutes % 60:02}" if minutes else None


def _ends_next_day(span: re.Match[str]) -> bool:
    start, end = _minutes(span)
    return end > MIDNIGHT or end <= start


def _minutes(span: re.Match[str]) -> tuple[int, int]:
    hours, minutes, last_hours, last_minutes = map(int, span.groups())
    return hours * 60 + minutes, last_hours * 60 + last_minutes
