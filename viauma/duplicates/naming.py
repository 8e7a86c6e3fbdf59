"""How alike two names are, as people in Västerbotten name places.

"Bettnesands badplats" and "Bettnessand" are one beach; "Sävar camping" and "Nordmaling camping"
share a word that says what a place is, and nothing else. So such words weigh little, and figures
weigh all: loops of 2,5 and 5 km are two.
"""

import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz

from viauma.features.folding import folded

# What a place is, not what it is called.
GENERIC = frozenset(
    folded(files("viauma.duplicates").joinpath("generic_words.txt").read_text("utf-8")).split()
)

GENERIC_SHARE = 0.15
"""How much of the likeness the whole names decide, beside what is left without generic words."""

_WORD = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+")
_DIFFERENT_FIGURES = 0.3
_ONLY_GENERIC = 0.6


def likeness(one: Mapping[str, str], two: Mapping[str, str]) -> float | None:
    """Tell how alike the names of two places are, 0 to 1; None when either has none.

    Every language is compared with every other, and the best counts.

    Examples
    --------
    >>> likeness({"sv": "Bettnesands badplats"}, {"sv": "Bettnessand"}) > 0.9
    True
    >>> likeness({"sv": "Sävar camping"}, {"sv": "Nordmaling camping"}) < 0.5
    True
    >>> likeness({"sv": "Elljusspåret 2,5 km"}, {"sv": "Elljusspåret 5 km"}) < 0.5
    True
    """
    found = [_alike(a, b) for a in _words(one) for b in _words(two)]
    return max(found, default=None)


def names_of(names: Mapping[str, str], attributes: Mapping[str, Any]) -> dict[str, str]:
    """Collect all names of a place: by language, and the other one that it goes by."""
    other = attributes.get("alt_name")
    return {**names, "other": other} if isinstance(other, str) and other else dict(names)


def _words(names: Mapping[str, str]) -> Iterable[tuple[str, ...]]:
    spelled = [tuple(_WORD.findall(folded(name[:200]))) for name in names.values()]
    return [words for words in dict.fromkeys(spelled) if words]


def _alike(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    whole = fuzz.token_sort_ratio(" ".join(one), " ".join(two)) / 100
    if _figures(one) != _figures(two):
        return min(whole, _DIFFERENT_FIGURES)
    core, other = _core(one), _core(two)
    if not core and not other:
        return whole * _ONLY_GENERIC
    if not core or not other:
        return whole * _ONLY_GENERIC * _ONLY_GENERIC
    left, right = " ".join(core), " ".join(other)
    ratio = max(fuzz.token_sort_ratio(left, right), _contained(core, other)) / 100
    return GENERIC_SHARE * max(whole, ratio) + (1 - GENERIC_SHARE) * ratio


def _core(words: tuple[str, ...]) -> list[str]:
    """Leave out what names a kind, and the genitive: Bettnesands is Bettnesand's."""
    own = [word for word in words if word not in GENERIC and word.rstrip("s") not in GENERIC]
    return [word[:-1] if len(word) > 4 and word.endswith("s") else word for word in own]  # noqa: PLR2004 - shorter words end in s by themselves


def _contained(one: list[str], two: list[str]) -> float:
    """Count a name that has all words of the other as nearly it: Holmsund, Holmsund Storsand."""
    short, long = sorted((set(one), set(two)), key=len)
    letters = sum(map(len, short))
    return 88.0 if short <= long and letters >= 4 else 0.0  # noqa: PLR2004 - of a syllable nothing follows


def _figures(words: tuple[str, ...]) -> set[str]:
    return {word.replace(",", ".") for word in words if word[0].isdigit()}
