"""Places that may be meant, asked of the fast lane in one statement; and the few, listed once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from viauma.db.fastlane import Question
from viauma.db.named_sql import named_sql
from viauma.geo.areas import Point
from viauma.geo.bbox import BBox
from viauma.search.gazetteer import ORDER, Entry, Name, matched
from viauma.search.rules import (
    NARROWEST,
    Language,
    Match,
    Rank,
    Ranked,
    Suggestion,
    Typed,
    first_of,
)
from viauma.taxonomy.rules import CategoryRef, unfolded

MOST_CANDIDATES = 200
"""So many places of each kind are looked at before the best are chosen."""

INDEXED_LETTERS = 64
"""So many first letters of what places are called stand in published_place_beginning_ix."""

AFTER_ALL = "\U0010ffff"
"""No letter sorts after it."""

LONGER_THAN_NAMES = 1_000_000
"""What has no name comes after what has one."""

KINDS: Mapping[Language, Mapping[str, str]] = {
    "sv": {"municipality": "Kommun", "category": "Kategori"},
    "en": {"municipality": "Municipality", "category": "Category"},
}
LANGUAGES: tuple[Language, ...] = ("sv", "en")


@dataclass(frozen=True, slots=True)
class Known:
    """What is few enough to be known by heart."""

    categories: tuple[CategoryRef, ...]
    category_entries: tuple[Entry, ...]
    municipality_entries: tuple[Entry, ...]
    locality_entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question by somebody who is typing."""

    typed: Typed
    language: Language
    limit: int
    near: Point | None = None


def areas_question() -> Question:
    """Ask the fast lane for the rows that municipality_entries reads."""
    return Question(named_sql("municipality_areas"), {})


def municipality_entries(rows: Iterable[Sequence[Any]]) -> tuple[Entry, ...]:
    """Read the fast lane's rows of municipalities, whose texts are bytes."""
    return tuple(
        _entry(
            {language: name.decode() for language in LANGUAGES},
            {language: KINDS[language]["municipality"] for language in LANGUAGES},
            {"type": "municipality", "id": code.decode(), "slug": slug.decode(),
             "lon": lon, "lat": lat, "bbox": BBox(*box) if None not in box else None},
        )
        for code, slug, name, lon, lat, *box in rows
    )  # fmt: skip


def category_entries(categories: Iterable[CategoryRef]) -> tuple[Entry, ...]:
    """List the categories by their labels in each language."""
    by_key = {one.key: one for one in categories}
    return tuple(
        _entry(
            dict(one.labels),
            {language: _above(one, by_key, language) for language in LANGUAGES},
            {"type": "category", "id": one.key, "slug": one.key},
            # "Beach" is how the standards call a bathing place; the key says so.
            called_too=one.key.replace("_", " "),
        )
        for one in by_key.values()
    )


def locality_entry(
    name: str, details: Mapping[Language, str], *, is_minor: bool, **more: Any
) -> Entry:
    """Make an entry of a locality; `more` are the members of its suggestion."""
    names = dict.fromkeys(LANGUAGES, name)
    return _entry(names, details, {"type": "locality", **more}, is_minor=is_minor)


def places_question(asked: Asked, known: Known) -> Question:
    """Ask the fast lane for places that may be meant: the rows that suggestions reads."""
    typed, near = asked.typed, asked.near
    categories, municipality = named_in(typed, known)
    beginning = typed.text[: INDEXED_LETTERS - 1]
    values = {
        "exact": typed.exact,
        "text": beginning,
        "until": beginning + AFTER_ALL,
        "words": list(typed.words),
        "language": asked.language,
        "categories": list(categories),
        "municipality": municipality,
        "lon": near and near.lon,
        "lat": near and near.lat,
        "limit": asked.limit,
        "most": MOST_CANDIDATES,
    }
    # One plan for all values: it takes indexes anyway, and planning takes longer than many answers.
    return Question(named_sql("suggested_places"), values, is_planned_once=True)


def suggestions(asked: Asked, known: Known, rows: Iterable[Sequence[Any]]) -> list[Suggestion]:
    """Join the places found with what is known by heart, best first."""
    entries = (*known.municipality_entries, *known.locality_entries, *known.category_entries)
    few = matched(entries, asked.typed, asked.language, asked.near)
    labels = {one.key: one.labels for one in known.categories}
    places = [_place(row, labels, asked.language) for row in rows]
    return first_of([*few, *places], asked.limit)


def named_in(typed: Typed, known: Known) -> tuple[tuple[str, ...], str | None]:
    """Tell which categories places may be meant by, and in which municipality.

    "badplatser i Vindeln" names both.
    """
    if len(typed.text) < NARROWEST:
        return (), None
    keys = _categories_in(typed, known)
    if keys:
        return keys, None
    words = frozenset(typed.folded_words)
    for entry in known.municipality_entries:
        own = frozenset(entry.names[0].words)
        rest = tuple(word for word in typed.words if len(word) >= NARROWEST)
        rest = tuple(word for word in rest if not {Name.of(word).text} & own)
        if own <= words and rest and (keys := _categories_in(_typed(rest), known)):
            return keys, entry.suggestion.id
    return (), None


def _categories_in(typed: Typed, known: Known) -> tuple[str, ...]:
    found = matched(known.category_entries, typed, "sv")
    keys = [one.suggestion.id for one in found if one.rank.match <= Match.WORD]
    return unfolded(keys, known.categories)


def _typed(words: tuple[str, ...]) -> Typed:
    exact = " ".join(words)
    return Typed(exact, Name.of(exact).text, words)


def _entry(
    names: Mapping[Any, str],
    details: Mapping[Language, str],
    more: Mapping[str, Any],
    *,
    is_minor: bool = False,
    called_too: str = "",
) -> Entry:
    shown = {
        language: Suggestion(name=names[language], detail=details[language], **more)
        for language in LANGUAGES
    }
    called = dict.fromkeys(filter(None, (*names.values(), called_too)))
    return Entry(tuple(map(Name.of, called)), shown, is_minor=is_minor)


def _above(one: CategoryRef, by_key: Mapping[str, CategoryRef], language: Language) -> str:
    above = [by_key[key].labels[language] for key in one.path[:-1] if key in by_key]
    return " · ".join((KINDS[language]["category"], *above))


def _place(
    row: Sequence[Any], labels: Mapping[str, Mapping[str, str]], language: Language
) -> Ranked:
    match, is_folded, unlikeness, away, folded_names, *facts = row
    name = folded_names.decode()
    length = len(name) or LONGER_THAN_NAMES
    rank = Rank(Match(match), is_folded, unlikeness, ORDER["place"], away, length, name)
    return Ranked(rank, _place_suggestion(facts, labels, language))


def _place_suggestion(
    facts: Sequence[Any], labels: Mapping[str, Mapping[str, str]], language: Language
) -> Suggestion:
    *texts, lon, lat, box = facts
    id_, slug, *names, category, municipality = (one and one.decode() for one in texts)
    label = labels.get(category, {}).get(language, category)
    name_sv, name_en = names
    # A place whose name is unknown is called what it is.
    name = (name_en or name_sv if language == "en" else name_sv or name_en) or label
    detail = " · ".join(filter(None, (label, municipality)))
    return Suggestion(
        type="place", id=id_, slug=slug, name=name, detail=detail,
        lon=lon, lat=lat, bbox=BBox(*box) if box else None,
    )  # fmt: skip
