"""A place's hours and freshness in words: what is known now, what changes next, the week."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from viauma.register.freshness import freshness
from viauma.register.hours import DayHours, HoursState, Stretch, next_change, state_at, week_of
from viauma_api.visitors.words import STOCKHOLM, Voice


@dataclass(frozen=True, slots=True)
class Hours:
    """What the page says of opening hours."""

    state: HoursState
    change: str
    """When that changes and to what; empty: not within a year, or unknown."""
    week: Sequence[tuple[str, str, bool]]
    """Day, its hours in words, and whether it is today."""
    written: str
    """As the source writes them; empty: the source has none."""
    as_of: str


@dataclass(frozen=True, slots=True)
class Trust:
    """How far the record can be trusted: the kind of badge, and what it says."""

    kind: str
    text: str


def hours_of(properties: Mapping[str, Any], now: datetime, voice: Voice) -> Hours:
    """Word the hours of a place at a moment; of what is not in use nothing is known to be open."""
    written = properties.get("opening_hours") or ""
    is_used = properties.get("status") == "active"
    state = state_at(written, now) if is_used else HoursState.UNKNOWN
    change = next_change(written, now) if is_used else None
    today = now.astimezone(STOCKHOLM).date()
    week = week_of(written, today) or ()
    return Hours(
        state=state,
        change=voice(f"hours.becomes_{change.state}", voice.moment(change.at)) if change else "",
        week=[(_named(one, voice), ", ".join(_spelled(one, voice)), one.day == today)
              for one in week],
        written=written,
        as_of=voice("hours.as_of", voice.moment(now)),
    )  # fmt: skip


def trust_of(
    properties: Mapping[str, Any], path: Sequence[str], now: datetime, voice: Voice
) -> Trust:
    """Word how fresh a record is; `path` is its category's, from the group down."""
    verified = properties.get("verified_at")
    found = freshness(
        datetime.fromisoformat(verified) if verified else None,
        properties.get("observed_on"),
        path,
        today=now.astimezone(STOCKHOLM).date(),
    )
    day = voice.day(found.day) if found.day else ""
    kind = "outdated" if found.trust == "may_be_outdated" else str(found.trust)
    return Trust(kind, voice(f"trust.{found.trust}", day))


def _named(day: DayHours, voice: Voice) -> str:
    return voice.weekday(day.day).capitalize()


def _spelled(day: DayHours, voice: Voice) -> Iterator[str]:
    if not day.stretches:
        yield voice("hours.shut")
    for one in day.stretches:
        text = _clock(one)
        yield voice("hours.perhaps", text) if one.state is HoursState.UNKNOWN else text


def _clock(stretch: Stretch) -> str:
    ends = f"{stretch.end:%H:%M}"
    # A day ends at 24, which is no time of the next one.
    return f"{stretch.start:%H:%M}\N{EN DASH}{'24:00' if ends == '00:00' else ends}"
