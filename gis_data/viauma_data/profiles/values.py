"""From a cell to a value: each type reads the spellings people use and refuses the rest."""

<<<<<<< HEAD
from collections.abc import Callable
from typing import Any

from viauma_data.profiles import number_cells, text_cells
from viauma_data.profiles.model import ColumnRule
from viauma_data.profiles.unfit import Convert, Unfit, short, spelled
=======
import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from viauma.exchange.findings import Severity
from viauma.register.hours import is_readable
from viauma_data.profiles.dates import read_day
from viauma_data.profiles.model import ColumnRule
from viauma_data.profiles.texts import LONGEST, cleaned, one_line

Convert = Callable[[Any], Any]

YES_NO = {
    "true": True, "yes": True, "ja": True, "y": True, "j": True, "1": True, "t": True,
    "sant": True, "x": True, "on": True, "1.0": True,
    "false": False, "no": False, "nej": False, "n": False, "0": False, "f": False,
    "falskt": False, "off": False, "0.0": False,
}  # fmt: skip

_POSTCODE = 5
LONGEST_NAME = 300
LONGEST_URL = 2_000
_URL = re.compile(r"https?://[^\s/?#.]+\.[^\s]+", re.IGNORECASE)
_BARE_URL = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}(?:/\S*)?", re.IGNORECASE)
_ZEROS = re.compile(r"([0-9]+)(?:\.0+)?")
_THOUSANDS = str.maketrans("", "", " \u00a0\u202f")


class Unfit(Exception):  # noqa: N818 - a value that does not fit is no error of the program
    """A value does not fit its column."""

    def __init__(
        self, code: str, message: str, severity: Severity = Severity.DOUBT, value: Any = None
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.severity, self.value = code, message, severity, value


@dataclass(frozen=True, slots=True)
class Told:
    """A value that was understood only by changing it."""

    value: Any
    notes: tuple[tuple[str, str], ...]
>>>>>>> export


def converter(rule: ColumnRule) -> Convert:
    """Choose how a column's cells are read.

    The function answers a value, a `Told`, or None for a cell that says nothing; it raises `Unfit`.
    """
    read = _OF_TYPE[rule.type](rule)
    if not rule.values:
        return read
    words = {word.casefold(): value for word, value in rule.values.items()}
    return _by_words(words, None if rule.type == "code" else read)


def _by_words(words: dict[str, Any], read: Convert | None) -> Convert:
    def convert(raw: Any) -> Any:
<<<<<<< HEAD
        word = spelled(raw).casefold()
=======
        word = _spelled(raw).casefold()
>>>>>>> export
        if word in words:
            return words[word]
        if not word:
            return None
        if read is not None:
            return read(raw)
        known = ", ".join(list(words)[:8])
<<<<<<< HEAD
        raise Unfit("unknown-code", f"'{short(word)}' is not a known code; known are {known}.")
=======
        raise Unfit("unknown-code", f"'{_short(word)}' is not a known code; known are {known}.")

    return convert


def _spelled(raw: Any) -> str:
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw).strip()


def _texts(rule: ColumnRule) -> Convert:
    most = LONGEST_NAME if rule.type == "name" else LONGEST
    is_line = rule.type == "name" or not (rule.to or "").startswith("texts.")
    pattern = rule.pattern

    def convert(raw: Any) -> Any:
        result = cleaned(raw if isinstance(raw, str) else _spelled(raw))
        text = one_line(result.text) if is_line else result.text
        if result.is_lost:
            raise Unfit("mojibake", f"Letters of '{_short(text)}' are lost.", value=text)
        if len(text) > most:
            raise Unfit("too-long", f"{len(text)} characters are more than {most}.")
        if pattern is not None and text:
            found = pattern.fullmatch(text)
            if found is None:
                raise Unfit("unknown-code", f"'{_short(text)}' is not what the column should hold.")
            text = found[1] if pattern.groups else text
        return Told(text, result.told) if result.told else text or None

    return convert


def _yes_no(_rule: ColumnRule) -> Convert:
    def convert(raw: Any) -> Any:
        if isinstance(raw, bool):
            return raw
        word = str(raw).strip().casefold()
        if word in YES_NO:
            return YES_NO[word]
        if not word:
            return None
        raise Unfit("unknown-code", f"'{_short(word)}' is neither yes nor no.")

    return convert


def _number(rule: ColumnRule) -> Convert:
    factor, decimals, whole = rule.factor, rule.decimals, rule.type == "integer"

    def convert(raw: Any) -> Any:
        number = _parsed(raw)
        if number is None:
            return None
        if factor is not None:
            number *= factor
        if decimals is not None:
            number = round(number, decimals)
        if number.is_integer():
            return int(number)
        if whole:
            raise Unfit("not-a-number", f"'{_short(raw)}' is not a whole number.")
        return number

    return convert


def _parsed(raw: Any) -> float | None:
    if isinstance(raw, bool):
        raise Unfit("not-a-number", f"'{raw}' is not a number.")
    text = str(raw).translate(_THOUSANDS)
    if not text:
        return None
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Unfit("not-a-number", f"'{_short(raw)}' is not a number.")
    return number


def _date(_rule: ColumnRule) -> Convert:
    def convert(raw: Any) -> Any:
        if isinstance(raw, str) and not raw.strip():
            return None
        day = read_day(raw)
        if day is None:
            raise Unfit("impossible-date", f"'{_short(raw)}' is not a day that can be.")
        if day.how is None:
            return day.text
        return Told(day.text, (("date-understood", f"'{raw}' is {day.how}: {day.text}."),))

    return convert


def _url(_rule: ColumnRule) -> Convert:
    def convert(raw: Any) -> Any:
        text = str(raw).strip()
        if not text:
            return None
        if len(text) > LONGEST_URL:
            raise Unfit("too-long", f"{len(text)} characters are more than {LONGEST_URL}.")
        if _URL.fullmatch(text):
            return text
        if _BARE_URL.fullmatch(text):
            return Told(f"https://{text}", (("url-completed", f"'{text}' is read as https."),))
        raise Unfit("url-unreadable", f"'{_short(text)}' is not the address of a page.")

    return convert


def _code(rule: ColumnRule) -> Convert:
    length, text_of = rule.length, _texts(rule)

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


def _postcode(_rule: ColumnRule) -> Convert:
    def convert(raw: Any) -> Any:
        text = _spelled(raw)
        digits = text.translate(_THOUSANDS).removeprefix("SE-").removesuffix(".0")
        if len(digits) == _POSTCODE and digits.isdecimal():
            code = f"{digits[:3]} {digits[3:]}"
            if not text.endswith(".0"):
                return code
            return Told(code, (("lost-leading-zeros", f"'{text}' is read as {code}."),))
        return cleaned(text).text or None

    return convert


def _hours(_rule: ColumnRule) -> Convert:
    def convert(raw: Any) -> Any:
        text = one_line(str(raw))
        if not text or is_readable(text):
            return text or None
        if len(text) > LONGEST_NAME:
            raise Unfit("too-long", f"Opening hours of {len(text)} characters are not read.")
        note = f"'{_short(text)}' is kept, but when it is open cannot be read from it."
        return Told(text, (("opening-hours-unreadable", note),))

    return convert


def _object(_rule: ColumnRule) -> Convert:
    def convert(raw: Any) -> Any:
        if isinstance(raw, dict):
            return raw
        text = str(raw).strip()
        if not text:
            return None
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise Unfit("unknown-code", f"'{_short(text)}' is not a JSON object.")
        return found

    return convert


def _words(_rule: ColumnRule) -> Convert:
    def convert(raw: Any) -> Any:
        parts = raw if isinstance(raw, list | tuple) else re.split(r"[;,|]", str(raw))
        words = [one_line(cleaned(str(part)).text) for part in parts]
        return list(dict.fromkeys(word for word in words if word)) or None
>>>>>>> export

    return convert


_OF_TYPE: dict[str, Callable[[ColumnRule], Convert]] = {
<<<<<<< HEAD
    "text": text_cells.texts_cells,
    "name": text_cells.texts_cells,
    "yes_no": number_cells.yes_no_cells,
    "number": number_cells.number_cells,
    "integer": number_cells.number_cells,
    "date": number_cells.date_cells,
    "url": text_cells.url_cells,
    "code": text_cells.code_cells,
    "postcode": text_cells.postcode_cells,
    "hours": text_cells.hours_cells,
    "object": text_cells.object_cells,
    "exact": text_cells.exact_cells,
    "words": text_cells.words_cells,
}
=======
    "text": _texts, "name": _texts, "yes_no": _yes_no, "number": _number, "integer": _number,
    "date": _date, "url": _url, "code": _code, "postcode": _postcode, "hours": _hours,
    "object": _object, "words": _words,
}  # fmt: skip


def _short(value: Any, most: int = 60) -> str:
    text = one_line(str(value))
    return text if len(text) <= most else text[: most - 1] + "…"
>>>>>>> export
