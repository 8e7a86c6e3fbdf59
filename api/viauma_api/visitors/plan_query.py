"""What a plan's address says: the address is the plan, and nothing of it is stored."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal, get_args
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from viauma.dayplan.rules import MOST_STOPS, Position, check_position
from viauma.errors import InvalidInput
from viauma_api.visitors.words import STOCKHOLM

Means = Literal["car", "bike", "foot"]

MEANS: tuple[Means, ...] = get_args(Means)
FIRST_YEAR, LAST_YEAR = 2000, 2100
USUAL_START, USUAL_STAY_MIN = time(9), 60
LONGEST_STAY_MIN = 12 * 60
NEEDED = ("day", "start", "by", "stay")
KEPT = "kept"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_NUMBER = r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,17})?"
_POSITION = re.compile(rf"\s*({_NUMBER})\s*,\s*({_NUMBER})\s*")
_MINUTES = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanQuery:
    """A plan as it was asked for."""

    places: tuple[str, ...]
    """Slugs, each once; whether they are anybody's is not known yet."""
    day: date
    start: time = USUAL_START
    by: Means = "car"
    stay_min: int = USUAL_STAY_MIN
    origin: Position | None = None
    keeps_order: bool = False

    @property
    def text(self) -> str:
        """All of it as the query of an address, always spelled the same."""
        told = {
            "places": ",".join(self.places),
            "day": f"{self.day}",
            "start": f"{self.start:%H:%M}",
            "by": self.by,
            "stay": f"{self.stay_min}",
        }
        if self.origin is not None:
            told["from"] = self.origin_text
        if self.keeps_order:
            told["order"] = KEPT
        return urlencode(told, safe=",:")

    @property
    def origin_text(self) -> str:
        """The origin as the form shows it; empty: there is none."""
        return "" if self.origin is None else f"{self.origin.lon:.7g},{self.origin.lat:.7g}"

    def of(self, places: Sequence[str], *, keeps_order: bool | None = None) -> "PlanQuery":
        """Ask the same of other places."""
        kept = self.keeps_order if keeps_order is None else keeps_order
        return replace(self, places=tuple(places), keeps_order=kept)


def read_plan_query(given: QueryParams, now: datetime) -> PlanQuery:
    """Read an address; what it leaves open is as usual, and the day today's.

    Raises
    ------
    InvalidInput
        Something in it cannot be read, or there are too many places.
    """
    return PlanQuery(
        places=_places(given),
        day=_day(given.get("day", "").strip(), now),
        start=_start(given.get("start", "").strip()),
        by=_means(given.get("by", "")),
        stay_min=_stay(given.get("stay", "").strip()),
        origin=_origin(given.get("from", "")),
        keeps_order=given.get("order", "") == KEPT,
    )


def is_whole(given: QueryParams) -> bool:
    """Tell whether an address will mean the same tomorrow."""
    return all(given.get(name) for name in NEEDED)


def _places(given: QueryParams) -> tuple[str, ...]:
    named = [one.strip() for text in given.getlist("places") for one in text.split(",")]
    found = tuple(dict.fromkeys(one for one in named if one))
    if len(found) > MOST_STOPS:
        raise InvalidInput("places", f"{len(found)} are named; a day holds {MOST_STOPS} at most")
    return found


def _day(text: str, now: datetime) -> date:
    if not text:
        return now.astimezone(STOCKHOLM).date()
    try:
        found = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise InvalidInput(
            "day", f"must be a day from {FIRST_YEAR} to {LAST_YEAR}, as in 2026-07-04"
        )
    return found


def _start(text: str) -> time:
    if text and not _TIME.fullmatch(text):
        raise InvalidInput("start", "must be a time of the day, as in 09:30")
    return time.fromisoformat(text) if text else USUAL_START


def _means(text: str) -> Means:
    for means in MEANS:
        if text == means:
            return means
    if text:
        raise InvalidInput("by", f"must be one of {', '.join(MEANS)}")
    return MEANS[0]


def _stay(text: str) -> int:
    found = int(text) if _MINUTES.fullmatch(text) else 0
    if text and not 1 <= found <= LONGEST_STAY_MIN:
        raise InvalidInput("stay", f"must be from 1 to {LONGEST_STAY_MIN} minutes")
    return found or USUAL_STAY_MIN


def _origin(text: str) -> Position | None:
    if not text.strip():
        return None
    if (found := _POSITION.fullmatch(text)) is None:
        raise InvalidInput("from", "must be a longitude and a latitude, as in 20.26,63.83")
    origin = Position(float(found[1]), float(found[2]))
    check_position("from", *origin)
    return origin
