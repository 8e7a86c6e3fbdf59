"""How deep a JSON text is nested, told before a parser sees it.

Parsers keep a stack, and ijson a path whose length grows with it: a file of nothing but opening
brackets would take all memory there is.
"""

import re
from dataclasses import dataclass

_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_WITHIN = re.compile(rb"(?:[^\"\\]++|\\.)*+", re.DOTALL)
_STRING_OR_NAN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|(-?\b(?:NaN|Infinity)\b)', re.DOTALL)
_NO_BRACKET = bytes(set(range(256)) - set(b"[]{}"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


def _null(found: re.Match[bytes]) -> bytes:
    return b"null" if found[1] else found[0]


@dataclass(slots=True)
class Depth:
    """Watches the pieces of a text as they pass."""

    most: int
    """Deeper than this is too deep."""
    now: int = 0
    string_bytes: int = 0
    """Of the string that is still open; parsers copy it again with each piece."""
    _in_string: bool = False
    _escaped: bool = False

    def is_too_deep_after(self, piece: bytes) -> bool:
        """Take the next piece into account."""
        brackets = self._outside_strings(piece).translate(None, _NO_BRACKET)
        opening = brackets.count(b"[") + brackets.count(b"{")
        if self.now + opening <= self.most:
            self.now += 2 * opening - len(brackets)
            return False
        for one in brackets:
            self.now += _STEP[one]
            if self.now > self.most:
                return True
        return False

    def without_nan(self, piece: bytes) -> bytes:
        """Write null for NaN and Infinity that stand outside of strings; asked before the depth."""
        if b"NaN" not in piece and b"Infinity" not in piece:
            return piece
        start = 0
        if self._in_string:
            found = _WITHIN.match(piece, 1 if self._escaped else 0)
            start = found.end() if found else len(piece)
            # The quote that ends the string is not one that begins another.
            start += piece[start : start + 1] == b'"'
        return piece[:start] + _STRING_OR_NAN.sub(_null, piece[start:])

    def _outside_strings(self, piece: bytes) -> bytes:
        if self._in_string:
            end = self._end_of_string(piece)
            self.string_bytes += len(piece) if end is None else end
            if end is None:
                return b""
            piece = piece[end:]
        rest = _STRING.sub(b"", piece)
        opens = rest.find(b'"')
        if opens < 0:
            return rest
        self._in_string = True
        self.string_bytes = len(rest) - opens
        tail = rest[opens + 1 :]
        self._escaped = (len(tail) - len(tail.rstrip(b"\\"))) % 2 == 1
        return rest[:opens]

    def _end_of_string(self, piece: bytes) -> int | None:
        start = 1 if self._escaped else 0
        self._escaped = False
        found = _WITHIN.match(piece, start)
        end = found.end() if found else start
        if end >= len(piece):
            return None
        if piece[end : end + 1] == b"\\":
            self._escaped = True
            return None
        self._in_string = False
        return end + 1
