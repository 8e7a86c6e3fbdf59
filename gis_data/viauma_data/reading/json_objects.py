"""Objects of a JSON text one after the other, in memory for one at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any, NoReturn

import ijson

from viauma.exchange.findings import Finding, Severity
from viauma_data.reading.json_depth import Depth
from viauma_data.reading.json_text import RECORD_SEPARATOR, JsonText
from viauma_data.reading.source import Source, counted

PIECE = 1 << 18
_LONGEST_WORD = 10

_CUT = "The file ends in the middle of the JSON: it was cut."
_AFTER = "Text stands behind the end of the JSON; it was not read."
_NAN = "NaN or Infinity, which no JSON has, is read as null."
_HINTS = {
    "overflow": "a number is larger than any that can be stored",
    "UTF8": "it holds bytes that are no UTF-8",
}


@dataclass(slots=True)
class Ending:
    """How a text came to its end; is known when all has been read."""

    findings: list[Finding] = field(default_factory=list)
    read_bytes: int = 0
    """Of the text, so far."""

    def note(self, code: str, severity: Severity, message: str) -> None:
        """Say something once."""
        finding = Finding(code, severity, message)
        if finding not in self.findings:
            self.findings.append(finding)


def whole_words(file: IO[bytes]) -> bytes:
    """Read a piece that does not end within a word that may be NaN or Infinity."""
    piece = file.read(PIECE)
    for _ in range(_LONGEST_WORD):
        if not piece or not (piece[-1:].isalpha() or piece.endswith(b"-")):
            break
        more = file.read(1)
        if not more:
            break
        piece += more
    return piece


def pieces(text: JsonText, ending: Ending | None = None) -> Iterator[bytes]:
    """Give the text piece by piece, as long as it is not nested too deep."""
    depth = Depth(text.source.limits.json_depth)
    with text.source.path.open("rb") as file:
        file.seek(text.offset)
        while piece := whole_words(file):
            plain = depth.without_nan(piece)
            if plain != piece and ending is not None:
                ending.note("nan-read-as-null", Severity.NOTE, _NAN)
            piece = plain
            if depth.is_too_deep_after(piece):
                text.source.refuse(f"Its JSON is nested more than {depth.most} deep.")
            if depth.string_bytes > text.source.limits.cell_chars:
                most = counted(text.source.limits.cell_chars)
                text.source.refuse(f"Its JSON holds a text longer than {most} bytes.")
            yield piece.replace(RECORD_SEPARATOR, b"\n")


def objects(
    text: JsonText, prefix: str, ending: Ending, *, keyed: bool = False, many: bool = False
) -> Iterator[Any]:
    """Give what stands in a list, one after the other.

    Parameters
    ----------
    prefix
        The path of the list's items, as ijson spells it, such as ``features.item``; empty: the
        text itself.
    ending
        Is told how the text ended.
    keyed
        The prefix is an object, and pairs of key and value are given.
    many
        The text is a sequence of JSON texts.
    """
    found = ijson.sendable_list()
    begin: Callable[..., Any] = ijson.kvitems_coro if keyed else ijson.items_coro
    parser = begin(found, prefix, use_float=True, multiple_values=many)
    waiting = 0
    try:
        for piece in pieces(text, ending):
            parser.send(piece)
            waiting += len(piece)
            ending.read_bytes += len(piece)
            if found:
                yield from found
                found.clear()
                waiting = 0
            elif waiting > text.source.limits.object_bytes:
                _too_long(text.source)
        parser.close()
    except ijson.JSONError as error:
        yield from found
        ending.findings.append(_ended(text.source, str(error)))
    except UnicodeDecodeError:
        text.source.refuse("Its JSON cannot be read: it holds half a character, such as \\udc00.")
    except StopIteration:
        pass
    else:
        yield from found


def _too_long(source: Source) -> NoReturn:
    most = counted(source.limits.object_bytes >> 20)
    source.refuse(f"One object of its JSON is longer than {most} megabytes.")


def _ended(source: Source, said: str) -> Finding:
    if "premature EOF" in said:
        return Finding("truncated", Severity.DOUBT, _CUT)
    if "trailing garbage" in said:
        return Finding("text-after-json", Severity.NOTE, _AFTER)
    for sign, hint in _HINTS.items():
        if sign in said:
            source.refuse(f"Its JSON cannot be read: {hint}.")
    kind = said.split("\n", 1)[0].strip("b'\"")
    message = f"The JSON breaks off in the middle ({kind}); what stands behind was not read."
    return Finding("truncated", Severity.DOUBT, message)
