"""Rows that wait as a table to be corrected in a spreadsheet, and the table read again.

A spreadsheet changes what it is given: decimal commas, lost zeros, numbers as text. A cell counts
as changed only when it says something else than before, not when it spells it otherwise.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from viauma.errors import InvalidInput, UnknownName
from viauma.exchange.csv_rows import write_table
from viauma.exchange.findings import Severity
from viauma.imports.corrections import NESTED, SETTABLE, fields_of
from viauma.imports.models import QuarantinedRow

FIXED = ("id", "row", "source", "source_id", "findings")
DECISION = "decision"
USUAL = (
    "name_sv", "name_en", "category", "lon", "lat", "municipality", "street", "postcode", "city",
    "status", "opening_hours", "website", "observed_on",
)  # fmt: skip
OF_FILE = "file: "
DECISIONS = ("", "release", "dismiss")

MOST_DIGITS = 18
"""Of the number of a row: more are none, and would not fit."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_sheet(rows: Sequence[QuarantinedRow], key: str) -> bytes:
    """Write rows as a table: why they wait, the fields to correct, then what the file said."""
    fields = [_known(row) for row in rows]
    more = dict.fromkeys(name for one in fields for name in one if name not in USUAL)
    said = dict.fromkeys(f"{OF_FILE}{name}" for row in rows for name in row.raw)
    columns = [*FIXED, DECISION, *USUAL, *(name for name in more if name not in FIXED), *said]
    return write_table(columns, map(_cells, rows, fields), key)


def _known(row: QuarantinedRow) -> dict[str, str]:
    return {name: text for name, text in fields_of(row.draft).items() if name not in FIXED}


def _cells(row: QuarantinedRow, fields: Mapping[str, str]) -> dict[str, Any]:
    grave = (one for one in row.findings if one["severity"] != Severity.NOTE)
    why = "; ".join(f"{one['code']}: {one['message']}" for one in grave)
    known = (row.id, row.row_number, row.source, row.source_id, why)
    # Numbers as numbers: only so a spreadsheet in Swedish is given its decimal commas.
    degrees = {name: float(fields[name]) for name in ("lon", "lat") if name in fields}
    said = {f"{OF_FILE}{name}": value for name, value in row.raw.items()}
    return dict(zip(FIXED, known, strict=True)) | dict(fields) | degrees | said


def changed_fields(draft: Mapping[str, Any] | None, cells: Mapping[str, Any]) -> dict[str, str]:
    """Tell which fields the cells of a row set anew."""
    fields = fields_of(draft)
    pairs = ((name, _text(value)) for name, value in cells.items() if _is_field(name))
    return {name: text for name, text in pairs if not _says_the_same(fields.get(name, ""), text)}


def checked_columns(columns: Sequence[str]) -> None:
    """Refuse a table that is not one of corrections.

    Raises
    ------
    InvalidInput
        It has no column of numbers.
    UnknownName
        A column is none that can be set.
    """
    if "id" not in columns:
        raise InvalidInput("FILE", "has no column 'id'; take what viauma quarantine export wrote")
    for name in columns:
        if not (name in FIXED or name == DECISION or name.startswith(OF_FILE) or _is_field(name)):
            raise UnknownName("FILE", name, otherwise=f"Columns are {', '.join(SETTABLE)}.")


def decision_of(cells: Mapping[str, Any]) -> str:
    """Read what somebody decided about a row."""
    said = _text(cells.get(DECISION)).lower()
    if said not in DECISIONS:
        number = _text(cells.get("id"))
        raise InvalidInput(f"row {number}", f"decision '{said[:40]}' must be release or dismiss")
    return said


def number_of(cells: Mapping[str, Any]) -> int | None:
    """Read the number of a row; None: the line of the table is empty."""
    said = _text(cells.get("id"))
    if not said:
        return None
    if not said.isdecimal() or len(said) > MOST_DIGITS:
        raise InvalidInput("FILE", f"'{said[:40]}' in column id is not the number of a row")
    return int(said)


def _is_field(name: str) -> bool:
    group, point, key = name.partition(".")
    return name not in FIXED and (name in SETTABLE or bool(point and key and group in NESTED))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def _says_the_same(before: str, after: str) -> bool:
    if before == after or before.strip().replace("\r\n", "\n") == after.replace("\r\n", "\n"):
        return True
    if before.isdecimal() and after.isdecimal():
        return before.lstrip("0") == after.lstrip("0") and len(before) > len(after)
    try:
        return float(before) == float(after.replace(",", "."))
    except ValueError:
        return False
