"""Statements are written with names; the fast lane's driver counts its parameters."""

import re
from functools import lru_cache

MOST_STATEMENTS = 1_024

LONGEST_REMEMBERED = 8_000
"""Long filters hardly come twice, and a thousand of the longest would fill the memory."""

_NAMED = re.compile(r"%(?:\((\w+)\)s|%)")


def positional(sql: str) -> tuple[str, tuple[str, ...]]:
    """Spell ``%(name)s`` as ``$1``, and tell which name each number stands for.

    A name that occurs again keeps its number; a doubled percent sign becomes one.
    """
    return _remembered(sql) if len(sql) <= LONGEST_REMEMBERED else _numbered(sql)


def _numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    names: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        name = found[1]
        return "%" if name is None else names.setdefault(name, f"${len(names) + 1}")

    return _NAMED.sub(number, sql), tuple(names)


_remembered = lru_cache(maxsize=MOST_STATEMENTS)(_numbered)
