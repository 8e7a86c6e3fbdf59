"""Whether what is known about a place can still be trusted: verified, dated, or perhaps outdated.

How long it can be is data (freshness.toml), by category. Where nobody said when, the answer is that
nobody knows.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from viauma.register.evaluation import ZONE

_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class Trust(StrEnum):
    """How far a record can be trusted."""

    VERIFIED = "verified"
    """Somebody checked it, on the spot or with the operator, and lately."""
    DATED = "dated"
    """Its source is of a known day, not long ago."""
    MAY_BE_OUTDATED = "may_be_outdated"
    UNKNOWN = "unknown"
    """Nobody said when."""


class Freshness(NamedTuple):
    """The answer, and the day it rests on: in Sweden, the first that a year or a month can mean."""

    trust: Trust
    day: date | None


@dataclass(frozen=True, slots=True)
class FreshnessPolicy:
    """How many days a record is good for."""

    default_days: int
    days: Mapping[str, int]

    def days_for(self, path: Sequence[str]) -> int:
        """Find the days for a category, given from its group downwards: the nearest decides."""
        return next(
            (self.days[key] for key in reversed(path) if key in self.days), self.default_days
        )


def freshness(
    verified_at: datetime | None,
    observed_on: str | None,
    category_path: Sequence[str],
    *,
    today: date,
    policy: FreshnessPolicy | None = None,
) -> Freshness:
    """Judge a record by its dates.

    Parameters
    ----------
    verified_at
        When somebody checked the place.
    observed_on
        Of when the source's data are: ISO 8601, perhaps only a year or a month, which counts from
        its first day. What is no date counts as none.
    category_path
        From the group to the category, as published places have it.
    today
        The day in Sweden; dates after it are mistakes, and say nothing.
    policy
        None: the one of Via Uma.
    """
    verified = verified_at and _past(verified_at.astimezone(ZONE).date(), today)
    observed = _past(_first_day(observed_on), today)
    # A check of long ago is worth less than newer data, and more than data of the same day.
    newest = max((day for day in (verified, observed) if day), default=None)
    if newest is None:
        return Freshness(Trust.UNKNOWN, None)
    if (today - newest).days > (policy or usual_policy()).days_for(category_path):
        return Freshness(Trust.MAY_BE_OUTDATED, newest)
    return Freshness(Trust.VERIFIED if newest == verified else Trust.DATED, newest)


@lru_cache(maxsize=1)
def usual_policy() -> FreshnessPolicy:
    """Read the policy that Via Uma ships."""
    text = files("viauma.register").joinpath("freshness.toml").read_text(encoding="utf-8")
    return FreshnessPolicy(**tomllib.loads(text))


def _past(day: date | None, today: date) -> date | None:
    return day if day and day <= today else None


def _first_day(text: str | None) -> date | None:
    if (found := _DAY.fullmatch(text or "")) is None:
        return None
    try:
        return date(*(int(part or 1) for part in found.groups()))
    except ValueError:
        return None
