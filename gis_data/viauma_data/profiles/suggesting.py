"""What kind of places a file may hold, by its words: to be suggested, never to be taken."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from viauma.features.folding import folded
from viauma_data.profiles.categories import categories

MOST: Final = 3
_SHORTEST: Final = 4
"""Letters of a word that others may begin with: utegym begins utegymmet, but park parkering."""
_LONGEST: Final = 200
"""Characters of a text that names something; longer ones speak of much."""
_FEW: Final = 0.05
"""What fewer rows speak of, they speak of by chance."""
_PARTS: Final = re.compile(r"\s+(?:och|and)\s+")
_WORD: Final = re.compile(r"[^\W_]+")


def suggested(name: str, rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Find the categories whose names stand in a file, the likeliest first, each with the reason.

    Parameters
    ----------
    name
        Of the file or its layer; it counts as much as half of the rows.
    rows
        A sample.
    """
    found = Counter[str]()
    for row in rows:
        found.update(_meant(value for value in row.values() if isinstance(value, str)))
    named = set(_meant([name]))
    weighed = {key: found[key] + len(rows) / 2 * (key in named) for key in {*found, *named}}
    likely = [key for key, weight in weighed.items() if weight >= len(rows) * _FEW]
    best = sorted(likely, key=lambda key: (-weighed[key], key))
    return [(key, _because(key, found[key], len(rows), is_named=key in named)) for key in best][
        :MOST
    ]


def near_categories(word: str) -> list[str]:
    """List the categories that a word which is none of their keys recalls."""
    said = "".join(_WORD.findall(folded(word)))
    inside = (key for key, label in _labels() if said and said in label)
    return list(dict.fromkeys([*sorted(_meant([word])), *inside]))[:MOST]


def _because(key: str, count: int, rows: int, *, is_named: bool) -> str:
    reasons = [f"{count:,} of {rows:,} rows speak of it"] if count else []
    reasons += ["the file is called so"] if is_named else []
    return f"{key} ({categories()[key].label['sv']}): {' and '.join(reasons)}"


def _meant(texts: Iterable[str]) -> set[str]:
    words = [word for text in texts if len(text) < _LONGEST for word in _WORD.findall(folded(text))]
    return {key for key, label in _labels() if any(_is_said(label, word) for word in words)}


def _is_said(label: str, word: str) -> bool:
    return word == label or (len(label) > _SHORTEST and word.startswith(label))


@cache
def _labels() -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(_spelled()))


def _spelled() -> Iterator[tuple[str, str]]:
    for key, one in categories().items():
        for label in (*one.label.values(), key.replace("_", " ")):
            for part in _PARTS.split(label):
                # Half a word is none, as in 'Rast- och övernattningsstuga'; names of files join.
                word = "" if part.endswith("-") else "".join(_WORD.findall(folded(part)))
                if len(word) >= _SHORTEST:
                    yield key, word
