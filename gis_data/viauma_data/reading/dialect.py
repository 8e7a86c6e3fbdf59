"""How a delimited text is written, told by what makes its rows equally long.

csv.Sniffer is not asked: it decides by the frequency of characters, and takes the comma of Swedish
decimals, or the blank between words, for a delimiter.
"""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from viauma.errors import InvalidInput
from viauma.exchange.findings import Ambiguous, Evidence

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
OPTION = "--delimiter"

_WORDS = {name: sign for sign, name in DELIMITERS.items()} | {"\\t": "\t"}
_CLEAN = re.compile(r"\s*-?\d+([.,]\d+)?\s*|[^,;\t|]*")
_HALF_QUOTED = re.compile(r'[^"]+"[^"]*|[^"]*[^"]"[^"]*')
_NUMBER = re.compile(r"\s*[-+]?\d+([.,]\d+)?([eE][-+]?\d+)?\s*")
_YEAR = re.compile(r"(1[89]|20)\d\d")
_VALUE = re.compile(
    r"\s*(\d{4}-\d\d-\d\d|(multi)?(point|polygon|linestring)\s*\().*", re.IGNORECASE | re.DOTALL
)
_ALIKE, _HALF = 0.9, 0.5


@dataclass(frozen=True, slots=True)
class Dialect:
    """How rows are parted, and where they begin."""

    delimiter: str
    width: int
    """Fields in most rows."""
    header: int | None
    """Which record has the names, from 0; None: the file has no names."""
    first: int
    """Which record is the first row."""
    evidence: tuple[Evidence, ...] = ()
    skips_blanks: bool = False
    """Blanks after a delimiter are not part of the field."""


@dataclass(frozen=True, slots=True)
class _Trial:
    delimiter: str
    records: Sequence[list[str]]
    width: int
    share: float
    """Of the records that have that many fields."""
    clean: float
    """Of the fields that hold no other delimiter, but for the comma of a number."""


def dialect_of(lines: Sequence[str], *, asked: str | None, is_whole: bool) -> Dialect:
    """Tell delimiter and header from the first lines of a text.

    Parameters
    ----------
    asked
        The delimiter that the caller knows.
    is_whole
        Whether these are all lines; else the last record may be cut and is not looked at.

    Raises
    ------
    Ambiguous
        Two delimiters part the rows equally well.
    """
    skips = sum(bool(re.search(r'[,;|] +"', line)) for line in lines) > len(lines) / 4
    sign = asked or _declared(lines)
    signs = [_sign(sign)] if sign else list(DELIMITERS)
    trials = [_trial(lines, one, is_whole=is_whole, skips=skips) for one in signs]
    best, because = _best(trials, asked=sign is not None)
    if sign:
        because = "it was asked for" if asked else "the first line says so"
    return _described(best, because, skips=skips, declared=not asked and bool(sign))


def records_of(lines: Sequence[str], delimiter: str, *, skips: bool = False) -> list[list[str]]:
    """Part lines into records."""
    return list(csv.reader(iter(lines), delimiter=delimiter, skipinitialspace=skips))


def _sign(text: str) -> str:
    sign = _WORDS.get(text, text)
    if len(sign) != 1 or sign in '"\r\n':
        known = ", ".join(DELIMITERS.values())
        raise InvalidInput(OPTION, f"'{text[:20]}' is not one character. Give it, or say {known}.")
    return sign


def _declared(lines: Sequence[str]) -> str | None:
    """Read the line `sep=;` that Excel understands."""
    found = re.fullmatch(r'"?sep=(.)"?\s*', lines[0], re.IGNORECASE) if lines else None
    return found[1] if found else None


def _trial(lines: Sequence[str], delimiter: str, *, is_whole: bool, skips: bool) -> _Trial:
    records = records_of(lines, delimiter, skips=skips)
    looked_at = [one for one in (records if is_whole else records[:-1]) if one] or records[:1]
    widths = Counter(len(one) for one in looked_at)
    width = max(widths, key=lambda one: (widths[one], one), default=1)
    filled = [at + 1 for one in looked_at for at, cell in enumerate(one) if cell.strip()]
    share = widths[width] / max(1, len(looked_at))
    # Sheets are saved with empty columns behind the last that has a name.
    width = min(width, max(filled, default=width))
    fields = [cell for one in looked_at for cell in one]
    # A quote on one side only was torn apart.
    torn = sum(bool(_HALF_QUOTED.fullmatch(cell)) for cell in fields) / max(1, len(fields))
    clean = sum(bool(_CLEAN.fullmatch(cell)) for cell in fields) / max(1, len(fields))
    return _Trial(delimiter, records, width, share, clean - torn)


def _best(trials: Sequence[_Trial], *, asked: bool) -> tuple[_Trial, str]:
    parting = [one for one in trials if one.width > 1]
    if not parting:
        return trials[0], "no delimiter parts the lines: each is one value"
    ranked = sorted(parting, key=lambda one: (round(one.share, 1), one.clean), reverse=True)
    best = ranked[0]
    rivals = [
        one.delimiter for one in ranked
        if one.share >= _ALIKE and best.share - one.share < 1 - _ALIKE
        and abs(one.clean - best.clean) < 0.02  # noqa: PLR2004 - a cell in fifty
    ]  # fmt: skip
    if len(rivals) > 1 and not asked:
        names = [DELIMITERS[one] for one in rivals]
        question = f"The rows can be parted by {' or by '.join(names)}, equally well."
        raise Ambiguous(OPTION, question, names)
    share = f"{best.share:.0%} of the rows have {best.width} fields"
    return best, f"{share} when parted by it"


def _described(best: _Trial, because: str, *, skips: bool, declared: bool) -> Dialect:
    name = DELIMITERS.get(best.delimiter, best.delimiter)
    evidence = [Evidence("delimiter", name, because, OPTION)]
    start = start_of(best.records, best.width, after=1 if declared else 0)
    before = [one for one in best.records[:start] if one][1 if declared else 0 :]
    if before:
        text = " ".join(before[0])[:60].strip()
        evidence.append(
            Evidence("first row", f"record {start + 1}", f"what stands before is no row: '{text}'")
        )
    names = best.records[start] if start < len(best.records) else []
    has_names, why = header_of(names, best.records[start + 1 :])
    if not has_names and before:
        _refuse_short_names(before[-1], best.width)
    evidence.append(Evidence("header", "yes" if has_names else "none", why))
    first = start + 1 if has_names else start
    header = start if has_names else None
    return Dialect(best.delimiter, best.width, header, first, tuple(evidence), skips)


def _refuse_short_names(names: Sequence[str], width: int) -> None:
    """Say that rows are torn into more fields than there are names, rather than shift them."""
    are_names = all(cell.strip() and not _NUMBER.fullmatch(cell) for cell in names)
    if are_names and _HALF * width <= len(names) < width and len(names) > 1:
        raise csv.Error(
            f"the line of names has {len(names)} fields and the rows have {width}; decimal commas"
            " must stand in quotes, or the file be saved with another delimiter"
        )


def start_of(records: Sequence[list[str]], width: int, *, after: int = 0) -> int:
    """Find the first record that is as long as the others and not nearly empty."""
    for number, record in enumerate(records[:50]):
        filled = sum(bool(cell.strip()) for cell in record)
        if number >= after and len(record) >= width and filled >= _HALF * width:
            return number
    return next((n for n, one in enumerate(records) if any(one) and n >= after), after)


def header_of(cells: Sequence[str], rows: Sequence[list[str]]) -> tuple[bool, str]:
    """Tell whether a record has the names of the columns, and why."""
    values = [cell for cell in cells if _NUMBER.fullmatch(cell) or _VALUE.fullmatch(cell)]
    words = [cell for cell in cells if cell.strip() and cell not in values]
    if not values:
        return True, "no cell of the first row is a number or a date"
    if words and all(_YEAR.fullmatch(cell.strip()) for cell in values) and rows:
        return True, f"the only numbers in the first row are years, as {values[0].strip()}"
    return False, f"the first row holds values, as '{values[0].strip()[:40]}'"
