"""Cells that say yes or no, a number or a day."""

import math
from typing import Any

from viauma_data.profiles.dates import read_day
from viauma_data.profiles.model import ColumnRule
from viauma_data.profiles.unfit import Convert, Told, Unfit, short

YES_NO = {
    "true": True, "yes": True, "ja": True, "y": True, "j": True, "1": True, "t": True,
    "sant": True, "x": True, "on": True, "1.0": True,
    "false": False, "no": False, "nej": False, "n": False, "0": False, "f": False,
    "falskt": False, "off": False, "0.0": False,
}  # fmt: skip

_THOUSANDS = str.maketrans("", "", " \u00a0\u202f")


def yes_no_cells(_rule: ColumnRule) -> Convert:
    """Read yes and no in the words people use."""

    def convert(raw: Any) -> Any:
        if isinstance(raw, bool):
            return raw
        word = str(raw).strip().casefold()
        if word in YES_NO:
            return YES_NO[word]
        if not word:
            return None
        raise Unfit("unknown-code", f"'{short(word)}' is neither yes nor no.")

    return convert


def number_cells(rule: ColumnRule) -> Convert:
    """Read numbers, with decimal comma or point."""
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
            raise Unfit("not-a-number", f"'{short(raw)}' is not a whole number.")
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
        raise Unfit("not-a-number", f"'{short(raw)}' is not a number.")
    return number


def date_cells(_rule: ColumnRule) -> Convert:
    """Read days."""

    def convert(raw: Any) -> Any:
        if isinstance(raw, str) and not raw.strip():
            return None
        day = read_day(raw)
        if day is None:
            raise Unfit("impossible-date", f"'{short(raw)}' is not a day that can be.")
        if day.how is None:
            return day.text
        return Told(day.text, (("date-understood", f"'{raw}' is {day.how}: {day.text}."),))

    return convert
