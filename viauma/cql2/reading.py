"""The one door for filters: a text and the language it is written in."""

from collections.abc import Callable

from viauma.cql2.json_encoding import parse_json
from viauma.cql2.text import parse_text
from viauma.cql2.tree import Expression
from viauma.errors import InvalidInput
from viauma.geo.crs import CRS84, Crs

LANGUAGES: dict[str, Callable[..., Expression]] = {
    "cql2-text": parse_text,
    "cql2-json": parse_json,
}
"""The languages by the names that Part 3 of OGC API Features gives them (filter-lang)."""


def read_filter(
    text: str, language: str = "cql2-text", *, crs: Crs = CRS84, argument: str = "filter"
) -> Expression:
    """Read a filter in one of the two encodings.

    Parameters
    ----------
    text
        The filter as it was sent.
    language
        ``cql2-text`` or ``cql2-json``.
    crs
        What its geometries are written in (filter-crs), in the axis order of the authority.
    argument
        What the caller calls the text, for the sentence that refuses it.

    Raises
    ------
    InvalidInput
        The language is not offered, or the text is not that language, or more than is read.
    """
    parse = LANGUAGES.get(language)
    if parse is None:
        raise InvalidInput(f"{argument}-lang", f"one of {' or '.join(LANGUAGES)} is offered")
    return parse(text, crs=crs, argument=argument)
