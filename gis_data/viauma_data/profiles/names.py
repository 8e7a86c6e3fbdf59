"""Column names as people spell them: with blanks, marks, capitals, prefixes and old names."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from viauma_data.profiles.model import ColumnRule, Profile

_BETWEEN = re.compile(r"[\s_\-]+")
_PREFIX = re.compile(r"^(?:(?:record|fields|properties|attributes|feature)\.)+")


@dataclass(frozen=True, slots=True)
class Bound:
    """Which columns of a table a profile knows."""

    columns: Mapping[str, str]
    """The table's column by the name of the rule."""
    left: tuple[str, ...]
    """Columns that no rule knows."""


def plain(name: str) -> str:
    """Spell a column's name so that spellings of the same name are equal.

    >>> plain(" Kommun-KOD ")
    'kommun_kod'
    """
    return _BETWEEN.sub("_", name.replace("\ufeff", "").strip(" \t\r\n\"'").casefold()).strip("_")


def bare(name: str) -> str:
    """Leave out what a machine put before a name.

    >>> bare("properties.OBJECTID")
    'objectid'
    """
    return _PREFIX.sub("", plain(name))


def bound(profile: Profile, columns: Sequence[str]) -> Bound:
    """Find the table's column of each rule: by its own name first, then by its other names."""
    exact = _first((plain(column), column) for column in columns)
    without = _first((bare(column), column) for column in columns)
    found = {}
    for rule in profile.column:
        column = _column_of(rule, exact, without)
        if column is not None:
            found[rule.name] = column
    taken = set(found.values())
    left = [one for one in columns if one.strip() and one not in taken and not _within(one, taken)]
    return Bound(found, tuple(left))


def _within(column: str, taken: Container[str]) -> bool:
    """Tell whether a column is the flat copy of a part of one that is taken whole."""
    parts = column.split(".")
    return any(".".join(parts[:most]) in taken for most in range(1, len(parts)))


def _column_of(
    rule: ColumnRule, exact: Mapping[str, str], without: Mapping[str, str]
) -> str | None:
    for name in (rule.name, *rule.aliases):
        spelled = plain(name)
        if spelled in exact:
            return exact[spelled]
        if spelled in without:
            return without[spelled]
    return None


def _first(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for spelled, column in pairs:
        found.setdefault(spelled, column)
    return found


def not_taken(profile: Profile, columns: Sequence[str]) -> list[tuple[str, str]]:
    """List the columns that do not become a part of a place, each with the reason."""
    known = bound(profile, columns)
    reasons = {rule.name: rule.drop for rule in profile.column if rule.drop}
    dropped = [(known.columns[name], why) for name, why in reasons.items() if name in known.columns]
    if profile.unpack:
        return dropped
    # An object whose parts are columns themselves is no column that somebody would miss.
    objects = {column[:at] for column in columns for at, one in enumerate(column) if one == "."}
    left = (column for column in known.left if column not in objects)
    return [*dropped, *((column, "The profile does not know it.") for column in left)]
