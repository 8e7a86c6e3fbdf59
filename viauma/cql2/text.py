"""CQL2 text, read by a generated LALR(1) parser into the documents of the JSON encoding.

The parser keeps its own stack, so depth cannot overrun the interpreter's; what it is given has been
measured before (viauma.cql2.limits). It is built when the first filter comes.
"""

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from viauma.cql2.documents import Grouped, Reader, Wkt
from viauma.cql2.limits import MOST_TOKENS, check_text, parse_number
from viauma.cql2.tree import Expression
from viauma.errors import InvalidInput
from viauma.geo.crs import CRS84, Crs

if TYPE_CHECKING:
    from lark import Lark, Token
    from lark.exceptions import UnexpectedInput

_KEYWORDS = {
    word: word if word == "DIV" else f"_{word}"
    for word in ("AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "NULL", "TRUE", "FALSE", "DIV")
}

_ESCAPED = re.compile(r"''|\\(.)", re.DOTALL)
_ESCAPES = {
    "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "'": "'", "\\": "\\",
}  # fmt: skip
"""What a backslash means before a letter (/req/cql2-text/escaping); before any other it stays, as
LIKE needs it."""


def parse_text(text: str, *, crs: Crs = CRS84, argument: str = "filter") -> Expression:
    """Read a filter in CQL2 text.

    Parameters
    ----------
    text
        As OGC 21-065r2, annex B, has it.
    crs
        What its geometries are written in, in the axis order of the authority; they arrive in
        EPSG:4326 with longitude first.
    argument
        What the caller calls the text, for the sentence that refuses it.

    Raises
    ------
    InvalidInput
        It is not CQL2, or more than is read (viauma.cql2.limits).

    Examples
    --------
    >>> parse_text("lit = TRUE")
    Comparison(operator='=', left=Property(name='lit'), right=Literal(value=True))
    """
    check_text(text, argument)
    return Reader(crs, argument).read(_document(text, argument))


def _document(text: str, argument: str) -> Any:
    from lark.exceptions import UnexpectedInput

    parsing = _parser().parse_interactive(text)
    try:
        # One token at a time, so that a long text of short tokens ends here and not at its end.
        for count, _ in enumerate(parsing.iter_parse(), start=1):
            if count > MOST_TOKENS:
                raise InvalidInput(argument, f"holds more than {MOST_TOKENS:,} words and signs")
        return parsing.feed_eof()  # type: ignore[no-untyped-call]
    except UnexpectedInput as unexpected:
        accepted = parsing.accepts()  # type: ignore[no-untyped-call]
        reason = _sentence(text, unexpected, accepted)
        raise InvalidInput(argument, reason) from None


@cache
def _parser() -> "Lark":
    from lark import Lark

    # The basic lexer, not the contextual one: a keyword is a keyword wherever it stands.
    return Lark.open(
        "cql2.lark",
        rel_to=__file__,
        parser="lalr",
        lexer="basic",
        transformer=_Documents(),
        lexer_callbacks={"NAME": _keyword_or_name},
        maybe_placeholders=False,
    )


def _keyword_or_name(token: "Token") -> "Token":
    # ASCII alone: upper() makes an S of a long s.
    keyword = _KEYWORDS.get(token.upper()) if token.isascii() else None
    return token.update(type=keyword) if keyword else token


def _unescaped(found: re.Match[str]) -> str:
    letter = found.group(1)
    return _ESCAPES.get(letter, found.group()) if letter else "'"


def _op(op: str, *args: Any) -> dict[str, Any]:
    return {"op": op, "args": list(args)}


class _Documents:
    """Makes documents of what the grammar finds; its methods are named by the grammar."""

    NUMBER = staticmethod(parse_number)
    GEOMETRY = Wkt

    def STRING(self, token: str) -> str:  # noqa: N802
        return _ESCAPED.sub(_unescaped, token[1:-1])

    def true(self, _parts: list[Any]) -> bool:
        return True

    def false(self, _parts: list[Any]) -> bool:
        return False

    def disjunction(self, parts: list[Any]) -> Any:
        return _op("or", *parts)

    def conjunction(self, parts: list[Any]) -> Any:
        return _op("and", *parts)

    def negated(self, parts: list[Any]) -> Any:
        return _op("not", *parts)

    def binary(self, parts: list[Any]) -> Any:
        left, op, right = parts
        return _op(op, left, right)

    def minus(self, parts: list[Any]) -> Any:
        value = parts[-1]
        return -value if type(value) in {int, float} else _op("*", -1, value)

    def plus(self, parts: list[Any]) -> Any:
        return parts[-1]

    def like(self, parts: list[Any]) -> Any:
        return _op("like", *parts)

    def not_like(self, parts: list[Any]) -> Any:
        return _op("not", _op("like", *parts))

    def between(self, parts: list[Any]) -> Any:
        return _op("between", *parts)

    def not_between(self, parts: list[Any]) -> Any:
        return _op("not", _op("between", *parts))

    def is_in(self, parts: list[Any]) -> Any:
        return _op("in", *parts)

    def is_not_in(self, parts: list[Any]) -> Any:
        return _op("not", _op("in", *parts))

    def is_null(self, parts: list[Any]) -> Any:
        return _op("isNull", *parts)

    def is_not_null(self, parts: list[Any]) -> Any:
        return _op("not", _op("isNull", *parts))

    def property(self, parts: list[str]) -> Any:
        return {"property": parts[0].strip('"')}

    def call(self, parts: list[Any]) -> Any:
        name, args = parts[0].lower(), parts[1]
        if name in {"date", "timestamp"}:
            return {name: args[0] if len(args) == 1 else args}
        return {name: args} if name in {"interval", "bbox"} else _op(name, *args)

    def grouped(self, parts: list[Any]) -> Any:
        return Grouped(parts[0])

    def items(self, parts: list[Any]) -> Any:
        return parts

    def arguments(self, parts: list[Any]) -> Any:
        return parts

    def array(self, parts: list[Any]) -> Any:
        return parts


def _sentence(text: str, unexpected: "UnexpectedInput", accepted: set[str]) -> str:
    at = unexpected.pos_in_stream or 0
    token = getattr(unexpected, "token", None)
    if token is None:
        found = text[at]
        if found in {"'", '"'}:
            return f"the quote at character {at + 1} is not closed"
        shown = f"'{found}'" if found.isprintable() else f"U+{ord(found):04X}"
        return f"unexpected {shown} at character {at + 1}"
    expected = _expected(accepted)
    if token.type == "$END":
        return f"ends too early; expected {expected}"
    shown = " ".join(token.split())[:30]
    return f"unexpected '{shown}' at character {at + 1}; expected {expected}"


_PHRASES = {
    "COMPARISON": "an operator", "NUMBER": "a number", "_LEFT": "'('", "_COMMA": "','",
    "_RIGHT": "')'", "_AND": "AND", "_OR": "OR", "_LIKE": "LIKE", "_BETWEEN": "BETWEEN",
    "_IN": "IN", "_NOT": "NOT", "_NULL": "NULL", "$END": "the end",
}  # fmt: skip
_OPERATORS = {"_LIKE", "_BETWEEN", "_IN", "_NOT", "_AND", "_OR"}


def _expected(accepted: set[str]) -> str:
    if "NAME" in accepted:
        return "a property or a value"
    named = accepted - _OPERATORS if "COMPARISON" in accepted else accepted
    phrases = [phrase for name, phrase in _PHRASES.items() if name in named]
    return " or ".join(filter(None, [", ".join(phrases[:-1]), *phrases[-1:]]))
