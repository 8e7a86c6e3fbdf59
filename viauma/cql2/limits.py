"""How much a filter may hold, asked before any parser sees it.

A parser is the wrong place to learn that a text is hostile: a widely used one for CQL2 takes its
whole process down at some 1 500 parentheses. What is counted here is counted in one pass over the
characters, without recursion and without backtracking.
"""

import re

from viauma.errors import InvalidInput

MOST_CHARACTERS = 50_000
MOST_NODES = 5_000
MOST_TOKENS = 4 * MOST_NODES
MOST_VERTICES = 10_000
MOST_MEASURED_VERTICES = 1_000
"""Of a shape that distances are measured to: each costs as much as the whole shape."""

DEEPEST_TREE = 64
"""How many nodes stand above each other at most, so that whoever walks a tree may recurse."""

# A tree of that depth must be writable: a node puts one pair of brackets around what it holds in
# text and two in JSON, and a geometry adds those of its coordinates.
DEEPEST_TEXT = DEEPEST_TREE + 4
DEEPEST_JSON = 2 * DEEPEST_TREE + 8

LARGEST_INTEGER = 2**63 - 1
"""What a bigint of the database holds."""

# Quoted text counts as one piece and may lack its end: which quote is missing, the parser says.
# Every quantifier is possessive: nothing is read twice.
_PIECES_OF_TEXT = re.compile(r"""'(?:[^'\\]|\\.|'')*+'?|"[^"]*+"?|[(\[{]|[)\]}]""", re.DOTALL)
_PIECES_OF_JSON = re.compile(r'"(?:[^"\\]|\\.)*+"?|[(\[{]|[)\]}]', re.DOTALL)

# The standard's characters (annex B, "character") leave out these controls; surrogates stand for
# nothing on their own, and PostgreSQL stores no U+0000.
_UNREADABLE = re.compile("[\x00-\x06\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def check_text(text: str, argument: str) -> None:
    """Refuse CQL2 text that is too long, too deep, or holds what is no character.

    Raises
    ------
    InvalidInput
        With the bound that is passed.
    """
    _check_length(text, argument)
    check_characters(text, argument)
    _check_depth(_PIECES_OF_TEXT, text, DEEPEST_TEXT, argument)


def check_json(text: str, argument: str) -> None:
    """Refuse CQL2 JSON that is too long or too deep; see `check_text`."""
    _check_length(text, argument)
    _check_depth(_PIECES_OF_JSON, text, DEEPEST_JSON, argument)


def check_characters(text: str, argument: str) -> None:
    """Refuse a text with characters that cannot be stored or sent."""
    if found := _UNREADABLE.search(text):
        where, code = found.start() + 1, ord(found.group())
        raise InvalidInput(argument, f"character {where}, U+{code:04X}, is not readable text")


def check_number(value: float, argument: str) -> float:
    """Refuse a number beyond what the database counts with."""
    if abs(value) == float("inf") or value != value:  # noqa: PLR0124 - only NaN differs from itself
        raise InvalidInput(argument, "a number is too large")
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        raise InvalidInput(argument, f"whole numbers go to {LARGEST_INTEGER} at most")
    return value


def parse_number(text: str) -> float:
    """Read a number, whole if it is written so; one that is too large stays too large."""
    digits = text.lstrip("-")
    if not digits.isdigit():
        return float(text)
    # Python needs quadratic time for long numbers, and refuses very long ones with its own error.
    significant = digits.lstrip("0")[: len(str(LARGEST_INTEGER)) + 1] or "0"
    return -int(significant) if text.startswith("-") else int(significant)


def _check_length(text: str, argument: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise InvalidInput(
            argument, f"has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read"
        )


def _check_depth(pieces: re.Pattern[str], text: str, deepest: int, argument: str) -> None:
    depth = 0
    for piece in pieces.finditer(text):
        if piece.group() in "([{":
            depth += 1
        elif piece.group() in ")]}":
            depth -= 1
        if depth > deepest:
            raise InvalidInput(argument, f"is nested more than {deepest} levels deep")
