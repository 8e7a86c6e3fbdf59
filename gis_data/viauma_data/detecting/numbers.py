"""Read a coordinate out of a cell as people write it: decimal commas, blanks, degrees and minutes.

A library for degrees and minutes exists (lat-lon-parser), but it reads neither decimal commas nor
Swedish points of the compass, and takes any two numbers for degrees and minutes.
"""

# ruff: noqa: RUF001 - people write minutes and seconds with every mark that resembles a prime

import math
import re
from typing import Any, Final

_BLANKS: Final = dict.fromkeys(map(ord, " \u00a0\u202f\u2009\u2007\ufeff'’"), None)
_MINUS: Final = str.maketrans("\u2212\u2013", "--")
_POINTS_OF_COMPASS: Final = {"N": 1, "E": 1, "Ö": 1, "O": 1, "Ø": 1, "S": -1, "W": -1, "V": -1}
_ANGLE: Final = re.compile(
    r"""\s*(?P<before>[NSEWÖØOV])?\s*
    (?P<sign>-)?(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*(?:°|º|˚|deg|grader)?\s*
    (?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*(?:['′’´]|min|(?=[NSEWÖØOV]?$))\s*)?
    (?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:["″”]|''|′′|’’|´´|sec|sek)\s*)?
    (?P<after>[NSEWÖØOV])?(?:\.?(?:br|lg|lat|lon)\.?)?\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(?:[ '’\s]\d{3})+(?:[.,]\d*)?")
_METRES: Final = re.compile(r"\s*[NEÖX]?\s*[:=]?\s*(\d{5,8}(?:[.,]\d+)?)\s*(?:m|[NEÖ])?\s*")
"""Of a grid, with the point of the compass or the unit beside them."""
_LONGEST_TEXT: Final = 60


def parse_number(value: Any, decimal: str | None = None) -> float:
    """Read a number or an angle from a cell; not a number (NaN) where there is none.

    Parameters
    ----------
    value
        A number, or text such as ``6 580 822,5``, ``58,373345``, ``6,580,822`` or ``59°19'30"N``.
    decimal
        The decimal sign, ``,`` or ``.``; None: whatever the text itself shows.

    Examples
    --------
    >>> parse_number("6 580 822,5"), parse_number("6,580,822"), parse_number("59°30'N")
    (6580822.5, 6580822.0, 59.5)
    """
    if type(value) is float:
        return value if math.isfinite(value) else math.nan
    if isinstance(value, str):
        return _of_text(value, decimal)
    if isinstance(value, bool) or value is None:
        return math.nan
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan
    return number if math.isfinite(number) else math.nan


def has_decimal_comma(value: Any) -> bool:
    """Whether a text is a number that is written with a comma before its decimals."""
    return isinstance(value, str) and value.count(",") == 1 and not math.isnan(parse_number(value))


def decimals_of(value: Any) -> int:
    """Count the decimals that a cell writes, zeros at the end included where it is text."""
    text = str(value).strip().replace(",", ".")
    return len(text.rpartition(".")[2]) if "." in text else 0


def _of_text(text: str, decimal: str | None) -> float:
    if len(text) > _LONGEST_TEXT:
        return math.nan
    try:
        number = float(_plain(text.strip(), decimal))
    except ValueError:
        return _angle(text)
    return number if math.isfinite(number) and "_" not in text else math.nan


def _plain(text: str, decimal: str | None) -> str:
    """Leave digits, a sign and at most one point."""
    if decimal is None and "," not in text:
        if text.count(".") > 1:
            text = text.replace(".", "")
        # The quick way: nearly all numbers are written as a programmer would.
        return text if text.isascii() and " " not in text else _closed(text)
    text = _closed(text)
    comma = decimal or _sign(text)
    return text.replace("." if comma == "," else ",", "").replace(",", ".")


def _closed(text: str) -> str:
    """Take the blanks out from between thousands; elsewhere they part one number from another."""
    text = text.translate(_MINUS)
    return text.translate(_BLANKS) if _THOUSANDS.fullmatch(text) else text.strip("\ufeff")


def _sign(text: str) -> str:
    """Tell the decimal sign of a number that has a comma: the last sign, if it stands once."""
    if "." in text:
        return "," if text.rindex(",") > text.rindex(".") else "."
    return "," if text.count(",") == 1 else "."


def _angle(text: str) -> float:
    metres = _METRES.fullmatch(text)
    if metres is not None:
        return float(metres[1].replace(",", "."))
    match = _ANGLE.fullmatch(text.translate(_MINUS))
    if match is None or not _is_marked(match):
        return math.nan
    degrees, minutes, seconds = (
        float((match[part] or "0").replace(",", ".")) for part in ("degrees", "minutes", "seconds")
    )
    if minutes >= 60 or seconds >= 60:  # noqa: PLR2004 - a minute has sixty
        return math.nan
    compass = _POINTS_OF_COMPASS.get((match["before"] or match["after"] or "N").upper(), 1)
    return (degrees + minutes / 60 + seconds / 3600) * compass * (-1 if match["sign"] else 1)


def _is_marked(match: re.Match[str]) -> bool:
    """Whether something says that this is an angle, not two numbers that stand together."""
    return bool(match["minutes"] or match["before"] or match["after"] or "°" in match[0])
