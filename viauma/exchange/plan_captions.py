"""What a day plan and its stops are called, in the language of whoever takes it along."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class StopCaption(NamedTuple):
    """The words for a stop; empty where nothing is to be said."""

    link: str
    """Its page."""
    location: str
    """Where it is, as one says it."""
    description: str


@dataclass(frozen=True, slots=True)
class PlanCaption:
    """The words for a plan."""

    title: str
    link: str
    """The plan's page."""
    home: str
    """The address of the server: it tells its visits from those of others."""
    origin: str
    """What the position is called where the day begins."""
    stops: Mapping[str, StopCaption]
    """By the stop's id."""
