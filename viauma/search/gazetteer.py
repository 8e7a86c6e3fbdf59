"""The names of what is few: categories, municipalities and localities, matched in memory.

A table with indexes would answer no better: some hundreds of names are compared in less time than
a question takes to reach PostgreSQL.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from rapidfuzz import fuzz, process

from viauma.features.folding import folded
from viauma.geo.areas import Point
from viauma.search.rules import (
    NARROWEST,
    Language,
    Match,
    Rank,
    Ranked,
    Suggestion,
    Type,
    Typed,
    distance,
    parse_words,
)

LONGEST_ENDING = 4
"""Swedish endings are hardly longer: badplats, badplatserna."""

LEAST_LIKE = 75.0
"""Of a hundred: one wrong letter in a word of five, two swapped in one of four."""

ORDER: dict[Type, int] = {"municipality": 0, "locality": 1, "category": 2, "place": 3}


@dataclass(frozen=True, slots=True)
class Name:
    """One name of something, ready to be compared."""

    exact: str
    text: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, name: str) -> "Name":
        """Prepare a name."""
        exact = " ".join(name.lower().split())
        return cls(exact, folded(exact), tuple(map(folded, parse_words(exact))))


@dataclass(frozen=True, slots=True)
class Entry:
    """Something few: its names, and the suggestion in each language."""

    names: tuple[Name, ...]
    suggestions: dict[Language, Suggestion]
    is_minor: bool = False
    """Whether places that are called so come first: of an islet or a shoal."""

    @property
    def suggestion(self) -> Suggestion:
        """What it is, apart from the language."""
        return self.suggestions["sv"]


@dataclass(frozen=True, slots=True, order=True)
class _Hit:
    """How a name was met; the least is the best."""

    match: Match
    is_folded: bool
    unlikeness: float
    text: str


def matched(
    entries: Iterable[Entry], typed: Typed, language: Language, near: Point | None = None
) -> list[Ranked]:
    """Find the entries that are meant by what was typed, each with its rank."""
    known = list(entries)
    found = [one for entry in known if (one := _found(entry, typed, language, near))]
    return found or _similar(known, typed, language, near)


def match_of(name: Name, typed: Typed) -> Match | None:
    """Tell how what was typed is found in a name."""
    return _match(typed.text, typed.folded_words, name.text, name.words)


def _match(
    text: str, words: Sequence[str], own_text: str, own_words: Sequence[str]
) -> Match | None:
    if own_text == text:
        return Match.EXACT
    if own_text.startswith(text):
        return Match.PREFIX
    if words and all(any(is_begun(word, own) for own in own_words) for word in words):
        return Match.WORD
    if words and all(len(word) >= NARROWEST and word in own_text for word in words):
        return Match.INSIDE
    return None


def is_begun(word: str, own: str) -> bool:
    """Tell whether a word is the beginning of a name's own, or the same with another ending.

    Examples
    --------
    >>> is_begun("badplatser", "badplats"), is_begun("museet", "museum"), is_begun("bar", "bad")
    (True, True, False)
    """
    if own.startswith(word):
        return True
    # The shorter one ends the comparison.
    pairs = zip(word, own, strict=False)
    stem = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    endings = len(word) + len(own) - 2 * stem
    return stem > NARROWEST and endings <= LONGEST_ENDING


def _found(entry: Entry, typed: Typed, language: Language, near: Point | None) -> Ranked | None:
    hits = [
        _Hit(match, _is_folded(name, typed, match), 0.0, name.text)
        for name in entry.names
        if (match := match_of(name, typed)) is not None
    ]
    return _ranked(entry, min(hits), language, near) if hits else None


def _is_folded(name: Name, typed: Typed, match: Match) -> bool:
    """Tell whether the name would be found less well by its own letters."""
    return _match(typed.exact, typed.words, name.exact, parse_words(name.exact)) != match


def _similar(
    entries: Sequence[Entry], typed: Typed, language: Language, near: Point | None
) -> list[Ranked]:
    if len(typed.text) <= NARROWEST:
        return []
    names = [(entry, name.text) for entry in entries for name in entry.names]
    texts = [text for _, text in names]
    alike = process.extract(typed.text, texts, scorer=fuzz.ratio, score_cutoff=LEAST_LIKE, limit=5)
    best: dict[Suggestion, Ranked] = {}
    for text, score, at in alike:
        entry, _ = names[at]
        hit = _Hit(Match.SIMILAR, is_folded=True, unlikeness=1 - score / 100, text=text)
        # The likest comes first; another name of the same says nothing more.
        best.setdefault(entry.suggestion, _ranked(entry, hit, language, near))
    return list(best.values())


def _ranked(entry: Entry, hit: _Hit, language: Language, near: Point | None) -> Ranked:
    shown = entry.suggestions[language]
    order = len(ORDER) if entry.is_minor else ORDER[shown.type]
    away = distance(near, shown.lon, shown.lat)
    rank = Rank(hit.match, hit.is_folded, hit.unlikeness, order, away, len(hit.text), hit.text)
    return Ranked(rank, shown)
