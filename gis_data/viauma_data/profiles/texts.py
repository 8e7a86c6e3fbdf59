"""Texts as they should have been: letters repaired, marks of machines taken away, each told.

Letters that were read in the wrong encoding are repaired by ftfy. One case it does not know is
frequent in Swedish files: MS-DOS letters (CP850) read as Windows ones, å as †, ä as „, ö as ”.
"""

import html
import re
import unicodedata
from html.parser import HTMLParser
from typing import Final, NamedTuple

LONGEST: Final = 20_000
UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
"""What no text in a database can have."""

# All that a Swedish text commonly has; a text of only these needs no second look.
_HARMLESS = re.compile(r"[ !#-%'-;=?-~\"åäöÅÄÖéèüÉÜáóøæØÆ\u2013\u2019”\n\r\t&<>]*")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,500}>|&(?:[a-zA-Z]{2,8}|#[0-9]{1,6});")
_DOS = re.compile(r"(?<=[a-zåäöA-Z])[†„”](?=[a-zåäö])|\b[Ž™\x8f](?=[a-zåäö])")
# UTF-8 read as Windows letters: no Swedish text has these two beside each other.
_TWICE = re.compile(r"[ÃÂ][^\x00-\x7fa-zA-ZåäöÅÄÖ]")
_DOS_LETTERS = str.maketrans("†„”Ž™\x8f", "åäöÄÖÅ")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069]"
)
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_LOST = re.compile("[\ufffd\ud800-\udfff]")


class Cleaned(NamedTuple):
    """A text, and what was done to it as pairs of code and sentence."""

    text: str
    told: tuple[tuple[str, str], ...] = ()
    is_lost: bool = False
    """Letters are missing and cannot be brought back."""


def cleaned(text: str) -> Cleaned:
    """Repair a text.

    >>> cleaned("Petersburgs friluftsomr†de").text
    'Petersburgs friluftsområde'
    >>> cleaned("HÃ¶rnefors").text
    'Hörnefors'
    >>> cleaned("<p>Bad &amp; bastu</p>").text
    'Bad & bastu'
    """
    text = unguarded(text)
    if _HARMLESS.fullmatch(text) and not _suspicious(text):
        return Cleaned(text.strip())
    return _repaired(text)


def unguarded(text: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet from running a text as a formula.

    >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("'t Hof")
    ('=1+1', "'=1+1", "'t Hof")
    """
    return text[1:] if _GUARDED.match(text) else text


def one_line(text: str) -> str:
    """Write a text in one line with single blanks."""
    return " ".join(text.split())


def _suspicious(text: str) -> bool:
    return ("<" in text or "&" in text or "”" in text) and bool(
        _MARKUP.search(text) or _DOS.search(text)
    )


def _repaired(text: str) -> Cleaned:
    told = []
    lost = bool(_LOST.search(text))
    text = _LOST.sub("\ufffd", text)
    if (better := _letters(text)) != text:
        told.append(("text-repaired", f"{_shown(text)} is read as {_shown(better)}."))
    if _MARKUP.search(better):
        better = _without_markup(better)
        told.append(("html-in-text", f"The markup is left out: {_shown(better)}."))
    if _CONTROL.search(better):
        better = _CONTROL.sub("", better)
        told.append(
            ("control-characters", f"Invisible characters are left out of {_shown(better)}.")
        )
    return Cleaned(unicodedata.normalize("NFC", better).strip(), tuple(told), is_lost=lost)


def _letters(text: str) -> str:
    if _DOS.search(text):
        return _DOS.sub(lambda found: found[0].translate(_DOS_LETTERS), text)
    import ftfy  # its codecs as well

    if _TWICE.search(text):
        try:
            return text.encode("sloppy-windows-1252").decode("utf-8")
        except UnicodeError:
            pass  # only a part of it was read wrongly
    from ftfy.badness import is_bad

    return ftfy.fix_encoding(text) if is_bad(text) else text


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's names
        if tag in {"br", "p", "li", "div"}:
            self.words.append("\n")


def _without_markup(text: str) -> str:
    words = _Words()
    words.feed(text[: LONGEST * 4])
    words.close()
    return html.unescape("".join(words.words)).strip()


def _shown(text: str, most: int = 60) -> str:
    said = one_line(text)
    return f"'{said if len(said) <= most else said[: most - 1] + '…'}'"
