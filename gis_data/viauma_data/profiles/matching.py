"""Which profile a table is of: by its columns, and by what its values look like."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any, Final

from pydantic import ValidationError

from viauma.errors import InvalidInput
from viauma.exchange.findings import Evidence
from viauma_data.profiles.model import Profile, Recognition
from viauma_data.profiles.names import bare, bound, plain
from viauma_data.reading.table import Table

SAMPLE: Final = 50
CLEAR: Final = 0.1
"""By how much the best must be better than the next to be taken without asking."""

_BASE: Final = 0.5
_BY_LOOKS: Final = 0.9
_BY_FORMAT: Final = 0.95


@dataclass(frozen=True, slots=True)
class Match:
    """A profile that a table may be of."""

    profile: Profile
    score: float
    """From 0 to 1."""
    evidence: tuple[Evidence, ...] = ()


@cache
def profiles() -> Mapping[str, Profile]:
    """List the profiles that Via Uma ships, by key."""
    texts = sorted(
        (
            one
            for one in files("viauma_data.profiles").joinpath("kinds").iterdir()
            if one.name.endswith(".toml")
        ),
        key=lambda one: one.name,
    )
    found = [read_profile(one.read_text(encoding="utf-8"), one.name) for one in texts]
    return {profile.key: profile for profile in found}


def read_profile(text: str, name: str) -> Profile:
    """Read a profile from TOML, or from JSON if the file is called so.

    Raises
    ------
    InvalidInput
        The text is neither, knows no columns, or says what no profile may say.
    """
    read, kind = (json.loads, "JSON") if name.lower().endswith(".json") else (tomllib.loads, "TOML")
    try:
        said = read(text)
    except (ValueError, RecursionError) as wrong:
        raise InvalidInput(name, f"This is not {kind}: {wrong}.") from wrong
    try:
        return Profile.model_validate(said)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(map(str, first["loc"])) or "profile"
        raise InvalidInput(name, f"{where}: {first['msg']}.") from wrong


def match(table: Table, known: Mapping[str, Profile] | None = None) -> list[Match]:
    """List the profiles a table may be of, the likeliest first."""
    sample = [row.values for row in islice(table.read(), SAMPLE)]
    found = [
        one
        for profile in (known or profiles()).values()
        if (one := _judged(profile, table, sample))
    ]
    return sorted(found, key=lambda one: -one.score)


def clear(matches: Sequence[Match]) -> Match | None:
    """Take the best match when no other comes near it."""
    if not matches or (len(matches) > 1 and matches[0].score - matches[1].score < CLEAR):
        return None
    return matches[0]


def demand(profile: Profile, table: Table) -> None:
    """Make sure that a table has what a profile cannot do without.

    Raises
    ------
    InvalidInput
        Required columns are missing; the message names them.
    """
    if profile.unpack:
        return
    there = bound(profile, table.columns).columns
    missing = [group for group in profile.recognised.required if not there.keys() & set(group)]
    if missing:
        names = "; ".join(" or ".join(group) for group in missing)
        has = ", ".join(table.columns[:12]) or "no columns"
        raise InvalidInput("--as", f"{profile.key} needs the column {names}; the file has {has}.")
    if not there:
        raise InvalidInput("--as", f"None of the columns of {profile.key} is in the file.")


def _judged(profile: Profile, table: Table, sample: Sequence[Mapping[str, Any]]) -> Match | None:
    wanted = profile.recognised
    if wanted.says_nothing:
        return None
    if table.format in wanted.formats:
        return _match(profile, _BY_FORMAT, f"the format is {table.format}")
    if {plain(name) for name in wanted.unless} & {bare(name) for name in table.columns}:
        return None
    looking = _looking(wanted.looks, table.columns, sample) if wanted.looks else None
    there = bound(profile, table.columns)
    columns = there.columns
    if (wanted.looks and not looking) or not _has_columns(wanted, columns):
        return None
    if profile.unpack:
        return _match(profile, _BY_LOOKS, f"the values of '{looking}' look like it")
    taken = len(set(columns.values()))
    share = taken / max(1, taken + len(there.left))
    whole = len(columns) / len(profile.column)
    because = f"{len(columns)} of its {len(profile.column)} columns are there"
    return _match(profile, _BASE + 0.3 * whole + 0.2 * share, because)


def _has_columns(wanted: Recognition, columns: Mapping[str, str]) -> bool:
    if any(not columns.keys() & set(group) for group in wanted.required):
        return False
    return not wanted.any_of or len(columns.keys() & set(wanted.any_of)) >= wanted.at_least


def _match(profile: Profile, score: float, because: str) -> Match:
    evidence = Evidence("kind of file", f"{profile.key} ({profile.called})", because, "--as")
    return Match(profile, round(score, 3), (evidence,))


def _looking(
    looks: Mapping[str, re.Pattern[str]],
    columns: Sequence[str],
    sample: Sequence[Mapping[str, Any]],
) -> str | None:
    spelled = {spelling(name): name for name in columns for spelling in (bare, plain)}
    for name, pattern in looks.items():
        column = spelled.get(plain(name))
        if column is None:
            continue
        values = [str(row[column]) for row in sample if row.get(column) not in (None, "")]
        if values and sum(bool(pattern.search(text)) for text in values) * 2 >= len(values):
            return column
    return None
