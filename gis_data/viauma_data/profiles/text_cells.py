"""Cells that say a text, a code, an address or several of them."""

import json
import re
from typing import Any

from viauma.places.rules import is_storable
from viauma.register.hours import is_readable
from viauma_data.profiles.model import ColumnRule
from viauma_data.profiles.texts import LONGEST, UNSTORABLE, cleaned, one_line, unguarded
from viauma_data.profiles.unfit import Convert, Told, Unfit, short, spelled

_POSTCODE = 5
_MOST = 4 * LONGEST
"""Characters of markup and all beyond which a text is not looked at."""

LONGEST_NAME = 300
LONGEST_URL = 2_000
_URL = re.compile(r"https?://[^\s/?#.]+\.[^\s]+", re.IGNORECASE)
_BARE_URL = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}(?:/\S*)?", re.IGNORECASE)
_ZEROS = re.compile(r"([0-9]+)(?:\.0+)?")
_BLANKS = str.maketrans("", "", " \u00a0\u202f")


def texts_cells(rule: ColumnRule) -> Convert:
    """Read texts, repaired; names in one line."""
    most = LONGEST_NAME if rule.type == "name" else LONGEST
    is_line = rule.type == "name" or not (rule.to or "").startswith("texts.")
    is_city, pattern = rule.to == "city", rule.pattern

    def convert(raw: Any) -> Any:
        said = raw if isinstance(raw, str) else spelled(raw)
        if len(said) > _MOST:
            raise Unfit("too-long", f"{len(said)} characters are more than {most}.")
        result = cleaned(said)
        text = one_line(result.text) if is_line else result.text
        if is_city and text.isupper():
            text = text.title()  # as some registers write towns
        if result.is_lost:
            raise Unfit("mojibake", f"Letters of '{short(text)}' are lost.", value=text)
        if len(text) > most:
            raise Unfit("too-long", f"{len(text)} characters are more than {most}.")
        if pattern is not None and text:
            found = pattern.fullmatch(text)
            if found is None:
                raise Unfit("unknown-code", f"'{short(text)}' is not what the column should hold.")
            text = found[1] if pattern.groups else text
        return Told(text, result.told) if result.told else text or None

    return convert


def exact_cells(rule: ColumnRule) -> Convert:
    """Read texts as they are, as in Via Uma's own files."""
    pattern = rule.pattern

    def convert(raw: Any) -> Any:
        text = raw if isinstance(raw, str) else spelled(raw)
        if UNSTORABLE.search(text):
            raise Unfit("mojibake", f"'{short(text)}' has characters no database can keep.")
        if pattern is not None and not pattern.fullmatch(text):
            raise Unfit("unknown-code", f"'{short(text)}' is not what the column should hold.")
        return text or None

    return convert


def guarded_cells(rule: ColumnRule) -> Convert:
    """Read texts as they are, but for the apostrophe that keeps them from being run as formulas."""
    read = exact_cells(rule)
    return lambda raw: read(unguarded(raw) if isinstance(raw, str) else raw)


def url_cells(_rule: ColumnRule) -> Convert:
    """Read addresses of pages."""

    def convert(raw: Any) -> Any:
        text = str(raw).strip()
        if not text:
            return None
        if len(text) > LONGEST_URL:
            raise Unfit("too-long", f"{len(text)} characters are more than {LONGEST_URL}.")
        if not text.isprintable():
            raise Unfit("url-unreadable", f"'{short(text)}' is not the address of a page.")
        if _URL.fullmatch(text):
            return text
        if _BARE_URL.fullmatch(text):
            return Told(f"https://{text}", (("url-completed", f"'{text}' is read as https."),))
        raise Unfit("url-unreadable", f"'{short(text)}' is not the address of a page.")

    return convert


def code_cells(rule: ColumnRule) -> Convert:
    """Read codes, with the zeros that were lost in front."""
    length, text_of = rule.length, texts_cells(rule)

    def convert(raw: Any) -> Any:
        if length is None:
            return text_of(raw)
        text = str(raw).strip()
        found = _ZEROS.fullmatch(text)
        if found is None or len(found[1]) > length:
            return text_of(text)
        code = found[1].zfill(length)
        if code == text:
            return text_of(code)
        note = ("lost-leading-zeros", f"'{text}' is read as {code}, which has {length} digits.")
        return Told(text_of(code), (note,))

    return convert


def postcode_cells(_rule: ColumnRule) -> Convert:
    """Read postcodes, and write Swedish ones as the post does."""

    def convert(raw: Any) -> Any:
        text = spelled(raw)
        digits = text.translate(_BLANKS).removeprefix("SE-").removesuffix(".0")
        if len(digits) == _POSTCODE and digits.isdecimal():
            code = f"{digits[:3]} {digits[3:]}"
            if not text.endswith(".0"):
                return code
            return Told(code, (("lost-leading-zeros", f"'{text}' is read as {code}."),))
        return cleaned(text).text or None

    return convert


def hours_cells(_rule: ColumnRule) -> Convert:
    """Read opening hours; what cannot be understood is kept."""

    def convert(raw: Any) -> Any:
        text = one_line(cleaned(str(raw)[:_MOST]).text)
        if not text or is_readable(text):
            return text or None
        if len(text) > LONGEST_NAME:
            raise Unfit("too-long", f"Opening hours of {len(text)} characters are not read.")
        note = f"'{short(text)}' is kept, but when it is open cannot be read from it."
        return Told(text, (("opening-hours-unreadable", note),))

    return convert


def _by_language(rule: ColumnRule) -> Convert:
    read = texts_cells(
        rule.model_copy(
            update={"type": "text" if rule.to == "texts" else "name", "to": f"{rule.to}.sv"}
        )
    )

    def convert(raw: Any) -> Any:
        notes: list[tuple[str, str]] = []
        found = {}
        for language, text in raw.items():
            value = read(text)
            if isinstance(value, Told):
                notes += value.notes
                value = value.value
            if value:
                found[str(language)] = value
        return Told(found, tuple(notes)) if notes else found

    return convert


def object_cells(rule: ColumnRule) -> Convert:
    """Read JSON objects, as text or already parsed."""
    if rule.to in {"names", "texts"}:
        return _by_language(rule)

    def convert(raw: Any) -> Any:
        found = raw if isinstance(raw, dict) else _parsed(str(raw).strip())
        if found is None:
            return None
        if not isinstance(found, dict) or not is_storable(found):
            raise Unfit("unknown-code", f"'{short(raw)}' is not a JSON object.")
        return found

    return convert


def _parsed(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return text


def words_cells(_rule: ColumnRule) -> Convert:
    """Read several texts in one value."""

    def convert(raw: Any) -> Any:
        parts = raw if isinstance(raw, list | tuple) else re.split(r"[;,|]", str(raw))
        words = [one_line(cleaned(str(part)).text) for part in parts]
        return list(dict.fromkeys(word for word in words if word)) or None

    return convert
