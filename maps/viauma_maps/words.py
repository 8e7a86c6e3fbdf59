"""The pages' own words in both languages, and how a text stands in a page in both.

Both languages are in the page, each marked with `lang`; the style sheet shows one. So a switch
needs no network and no reload, and a screen reader pronounces each as it should.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from markupsafe import Markup

Words = Mapping[str, str]


@cache
def words(room: str) -> Mapping[str, Words]:
    """Read the words of one kind of page by their names."""
    text = files("viauma_maps").joinpath("words.toml").read_text(encoding="utf-8")
    found: Mapping[str, Words] = tomllib.loads(text)[room]
    return found


def word(name: str, *values: object) -> dict[str, str]:
    """Find a word, written room.name, and put values where {0}, {1} … stand."""
    room, _, key = name.partition(".")
    return {language: text.format(*values) for language, text in words(room)[key].items()}


def spoken(texts: Words | str | None, languages: Sequence[str]) -> Markup:
    """Write a text for every language of the page; what has one form is written once."""
    if texts is None or isinstance(texts, str):
        return Markup("{}").format(texts or "")
    chosen = {language: in_language(texts, language) for language in languages}
    if len(set(chosen.values())) == 1:
        return Markup("{}").format(next(iter(chosen.values())))
    return Markup("").join(
        Markup('<span class="t" lang="{}">{}</span>').format(language, text)
        for language, text in chosen.items()
    )


# Swedish puts å, ä, ö after z; Python would put ä before å and both among foreign letters.
_SWEDISH = str.maketrans({"å": "{", "ä": "|", "ö": "}", "é": "e", "ü": "y"})


def alphabetical(text: str) -> str:
    """Give the key by which a Swedish dictionary orders a text."""
    return text.casefold().translate(_SWEDISH)


def in_language(texts: Words, language: str) -> str:
    """Pick a text in a language, or in another when it is not there."""
    return texts.get(language) or next((text for text in texts.values() if text), "")


def spoken_attribute(attribute: str, texts: Words, languages: Sequence[str]) -> Markup:
    """Write an attribute (aria-label, placeholder, title) that follows the page's language."""
    pairs = Markup("").join(
        Markup(' data-{}="{}"').format(language, in_language(texts, language))
        for language in languages
    )
    first = in_language(texts, languages[0])
    return Markup('data-attribute="{0}"{1} {0}="{2}"').format(attribute, pairs, first)
