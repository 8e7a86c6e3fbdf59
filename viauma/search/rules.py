"""What is asked for by typing, what is suggested, and which suggestion comes first."""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

from viauma.errors import InvalidInput
from viauma.features.folding import folded
from viauma.geo.areas import Point
from viauma.geo.bbox import BBox

Language = Literal["sv", "en"]
Type = Literal["municipality", "locality", "category", "place"]

LONGEST = 100
"""So many characters may be typed."""

MOST_WORDS = 12
"""So many words are looked for; what comes after them narrows nothing."""

NARROWEST = 3
"""With fewer letters, a word is too common to look for inside names, or in what belongs to them."""

# An underscore is no letter of a name, and a wildcard in SQL.
_WORD = re.compile(r"[^\W_]+")


class Match(IntEnum):
    """How what was typed is found in a name, best first."""

    EXACT = 0
    PREFIX = 1
    WORD = 2
    INSIDE = 3
    BELONGING = 4
    """It is of a category, or in a town, that is called so."""
    SIMILAR = 5


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed: as letters, and folded."""

    exact: str
    """In small letters, with one blank between words."""
    text: str
    """The same, folded."""
    words: tuple[str, ...]
    """Its words, not folded: Swedish endings differ by them."""

    @property
    def folded_words(self) -> tuple[str, ...]:
        """The words, folded."""
        return tuple(map(folded, self.words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Something that may be meant."""

    type: Type
    id: str
    slug: str
    name: str
    detail: str
    lon: float | None = None
    lat: float | None = None
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True, order=True)
class Rank:
    """Where a suggestion stands among others; the least comes first."""

    match: Match
    is_folded: bool
    """Whether å, ä, ö or another letter had to be taken for a plain one."""
    unlikeness: float
    place_in_order: int
    distance: float
    length: int
    name: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """A suggestion with its rank."""

    rank: Rank
    suggestion: Suggestion = field(compare=False)


def parse_typed(text: str, argument: str = "q") -> Typed:
    """Read what was typed.

    Raises
    ------
    InvalidInput
        Nothing, too much, or characters that nobody types.

    Examples
    --------
    >>> parse_typed(" Ängsjöns  bad").text
    'angsjons bad'
    """
    if len(text) > LONGEST:
        raise InvalidInput(argument, f"may be {LONGEST} characters long at most, not {len(text)}")
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        raise InvalidInput(argument, "holds a control character; only what can be read is found")
    exact = " ".join(unicodedata.normalize("NFC", text).lower().split())
    if not exact:
        raise InvalidInput(argument, "needs at least one letter")
    return Typed(exact, folded(exact), parse_words(exact)[:MOST_WORDS])


def parse_words(text: str) -> tuple[str, ...]:
    """Take the words out of a text: letters and digits side by side."""
    return tuple(_WORD.findall(text))


def distance(near: Point | None, lon: float | None, lat: float | None) -> float:
    """Compare how far things are: degrees of latitude, on a map that is true near the origin.

    For the order of what else is equal; without an origin or a position, everything is at 0.
    """
    if near is None or lon is None or lat is None:
        return 0.0
    east = (lon - near.lon + 180) % 360 - 180
    return math.hypot(east * math.cos(math.radians(near.lat)), lat - near.lat)


def first_of(found: Sequence[Ranked], limit: int) -> list[Suggestion]:
    """Take the best, no more than a third of them of one type other than places."""
    most = max(1, limit // 3)
    taken: dict[Type, int] = {}
    chosen: list[Suggestion] = []
    for one in sorted(found, key=lambda ranked: ranked.rank):
        kind = one.suggestion.type
        taken[kind] = taken.get(kind, 0) + 1
        if kind == "place" or taken[kind] <= most:
            chosen.append(one.suggestion)
    return chosen[:limit]
