"""Which language a visitor reads: the address says it, and for the bare address the browser."""

import re
from typing import Literal, get_args

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request

from viauma_api.links import path_of

Language = Literal["sv", "en"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
NAMES: dict[Language, str] = {"sv": "Svenska", "en": "English"}
LOCALES: dict[Language, str] = {"sv": "sv_SE", "en": "en_GB"}

# Neighbours who read Swedish more easily than English.
_READ_SWEDISH = frozenset(("sv", "nb", "nn", "no", "da"))
_RANGE = re.compile(
    r"\s*([a-zA-Z]{1,8})[a-zA-Z0-9-]*\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?))?\s*"
)

LONGEST_HEADER = 500


class LanguageConvertor(Convertor[str]):
    """The first part of a visitor's address."""

    regex = "|".join(LANGUAGES)

    def convert(self, value: str) -> str:
        """Take it as it is."""
        return value

    def to_string(self, value: str) -> str:
        """Write it as it is."""
        return value


register_url_convertor("language", LanguageConvertor())


def language_of(request: Request) -> Language:
    """Find the language that the address names, also where no page stands; else English."""
    return "sv" if path_of(request).startswith("/sv/") or path_of(request) == "/sv" else "en"


def is_visitors(request: Request) -> bool:
    """Tell whether an address lies below a language."""
    return path_of(request).startswith(tuple(f"/{one}/" for one in LANGUAGES))


def preferred_language(accept: str) -> Language:
    """Choose by Accept-Language (RFC 9110, 12.5.4): English, unless Swedish is better read.

    Examples
    --------
    >>> preferred_language("de,en;q=0.5"), preferred_language("sv-SE,en;q=0.5")
    ('en', 'sv')
    """
    weights: dict[Language, float] = {}
    for part in accept[:LONGEST_HEADER].split(","):
        found = _RANGE.fullmatch(part)
        if found is None:
            continue
        tag, weight = found[1].lower(), float(found[2] or 1)
        language: Language | None = "sv" if tag in _READ_SWEDISH else "en" if tag == "en" else None
        if language is not None:
            weights[language] = max(weight, weights.get(language, 0.0))
    return "sv" if weights.get("sv", 0) > weights.get("en", 0) else "en"
