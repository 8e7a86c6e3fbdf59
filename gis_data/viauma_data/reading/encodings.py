"""In which encoding a text is written, told by its byte order mark or by Swedish words.

charset-normalizer says which encodings can be meant at all; between those that give readable text,
the letters å, ä and ö within words decide, which a general library knows nothing of.
"""

import codecs
import re
from dataclasses import dataclass, replace

from charset_normalizer import from_bytes

from viauma.errors import InvalidInput
from viauma.exchange.findings import Ambiguous, Evidence, Finding, Severity
from viauma_data.reading.source import Source

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Of encodings that spell Swedish alike one stands for all: cp1252 for ISO 8859-1, cp850 for cp437.
PLAUSIBLE = ("cp1252", "iso8859_15", "cp850", "mac_roman")
SAMPLE = 1 << 20
OPTION = "--encoding"

_LONGEST = 4
"""Bytes of the longest character."""
_CUT = Finding(
    "truncated", Severity.DOUBT, "The file ends in the middle of a character: it was cut."
)
_WORD = re.compile(r"[^\W\d_]*[^\W\d_a-zA-Z][^\W\d_]*")
_NORDIC = set("åäöÅÄÖæøÆØéÉüÜ")
_ODD = re.compile(r"[^\x00-\x7f\w\s–—‘’“”…·°§½²³´«»€£©®•]|[\x80-\x9f]")  # noqa: RUF001 - signs that texts do have


@dataclass(frozen=True, slots=True)
class Encoded:
    """What is known about a text's encoding."""

    encoding: str
    evidence: Evidence
    errors: str = "strict"
    findings: tuple[Finding, ...] = ()


def encoding_of(source: Source) -> Encoded:
    """Tell the encoding of a file that is text.

    Raises
    ------
    Ambiguous
        Two encodings give readable, different text.
    InvalidInput
        The encoding that was asked for does not exist, or the bytes are not written in it.
    """
    if source.encoding is not None:
        return _asked(source, source.encoding)
    with source.path.open("rb") as file:
        sample = file.read(SAMPLE)
    for mark, name in MARKS:
        if sample.startswith(mark):
            said = _said(name, "the file begins with its byte order mark")
            return _as_far_as_right(source, Encoded(name, said))
    wide = _wide(sample)
    if wide:
        return _as_far_as_right(source, Encoded(wide, _said(wide, "every other byte is zero")))
    return _utf8(source) or _as_far_as_right(source, infer(_around_high_bytes(source)))


def infer(sample: bytes) -> Encoded:
    """Tell in which of the older encodings bytes are written that are not UTF-8."""
    readings = {name: sample.decode(name, errors="replace") for name in PLAUSIBLE}
    scores = {name: _score(text) for name, text in readings.items()}
    ranked = sorted(PLAUSIBLE, key=lambda name: -scores[name])
    first, second = ranked[0], ranked[1]
    same = [name for name in ranked if scores[name] == scores[first]]
    words = {name: _words(readings[name]) for name in ranked}
    if scores[first] <= 0:
        return _normalised(sample)
    if len({words[name] for name in same}) > 1:
        raise Ambiguous(OPTION, _question(same, words), same)
    examples = ", ".join(f"'{word}'" for word in words[first][:3])
    because = f"it is not UTF-8, and as {first} the words are {examples}"
    if words[second] and words[second] != words[first]:
        because += f" (as {second}: '{words[second][0]}')"
    return Encoded(first, _said(first, because))


def _asked(source: Source, name: str) -> Encoded:
    try:
        codec = codecs.lookup(name)
    except LookupError:
        raise InvalidInput(
            OPTION, f"'{name[:40]}' is not known. Say for example utf-8, cp1252 or cp850."
        ) from None
    wrong = _first_error(source, codec.name)
    if wrong is not None:
        raise InvalidInput(
            OPTION, f"{source.name} is not written in {name}: byte {wrong} has no meaning there."
        )
    with_mark = codec.name == "utf-8"
    return Encoded("utf-8-sig" if with_mark else codec.name, _said(name, "it was asked for"))


def _utf8(source: Source) -> Encoded | None:
    wrong = _first_error(source, "utf-8")
    if wrong is None:
        return Encoded("utf-8", _said("utf-8", "all bytes are valid UTF-8"))
    size = source.path.stat().st_size
    if size - wrong < _LONGEST:
        said = _said("utf-8", "all bytes but the last are valid UTF-8")
        return Encoded("utf-8", said, "ignore", (_CUT,))
    return _mostly_utf8(source)


def _mostly_utf8(source: Source) -> Encoded | None:
    """Recognise UTF-8 with some bytes of another encoding pasted into it."""
    sample = _around_high_bytes(source)
    text = sample.decode("utf-8", errors="replace")
    wrong, right = text.count("\ufffd"), sum(letter in _NORDIC for letter in text)
    if right < 10 * wrong:
        return None
    mixed = Finding(
        "mixed-encoding", Severity.NOTE,
        f"Most of the file is UTF-8, but {wrong} bytes are not; they are shown as \ufffd.",
    )  # fmt: skip
    because = f"{right} letters are UTF-8 and only {wrong} bytes are not"
    return Encoded("utf-8", _said("utf-8", because), "replace", (mixed,))


def _as_far_as_right(source: Source, encoded: Encoded) -> Encoded:
    """Read past bytes that have no meaning in an encoding which the rest of the file is in."""
    wrong = _first_error(source, encoded.encoding)
    if wrong is None:
        return encoded
    if source.path.stat().st_size - wrong < _LONGEST:
        return replace(encoded, errors="ignore", findings=(*encoded.findings, _CUT))
    message = f"Bytes from {wrong} on have no meaning in {encoded.encoding}; shown as \ufffd."
    mixed = Finding("mixed-encoding", Severity.NOTE, message)
    return replace(encoded, errors="replace", findings=(*encoded.findings, mixed))


def _first_error(source: Source, name: str) -> int | None:
    decoder = codecs.getincrementaldecoder(name)()
    at = 0
    with source.path.open("rb") as file:
        while True:
            piece = file.read(SAMPLE)
            pending = len(decoder.getstate()[0]) if hasattr(decoder, "getstate") else 0
            try:
                decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                return at - pending + error.start
            if not piece:
                return None
            at += len(piece)


def _around_high_bytes(source: Source, enough: int = 1 << 16) -> bytes:
    """Collect the lines that hold more than ASCII, wherever in the file they stand."""
    kept = bytearray()
    with source.path.open("rb") as file:
        while len(kept) < enough and (piece := file.read(SAMPLE)):
            for line in piece.splitlines():
                if not line.isascii():
                    kept += line[:4_000] + b"\n"
    return bytes(kept[: 4 * enough])


def _wide(sample: bytes) -> str | None:
    """Recognise UTF-16 without a mark: half the bytes of Latin text are zero."""
    half = len(sample) // 2
    if half == 0:
        return None
    if sample[1::2].count(0) > 0.7 * half and sample[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in _WORD.findall(text) if len(word) > 1))[:200]


def _score(text: str) -> int:
    """Count what reads as Nordic words, less what no one writes."""
    good = 0
    for word in _WORD.findall(text):
        steady = word.islower() or word.isupper() or word.istitle()
        foreign = sum(not letter.isascii() and letter not in _NORDIC for letter in word)
        good += 1 if steady and not foreign and len(word) > 1 else -foreign - (not steady)
    return good - 2 * len(_ODD.findall(text)) - 2 * text.count("\ufffd")


def _normalised(sample: bytes) -> Encoded:
    """Ask charset-normalizer, where no Nordic words decide."""
    best = from_bytes(sample, cp_isolation=list(PLAUSIBLE)).best()
    name = best.encoding if best else "cp1252"
    return Encoded(name, _said(name, "it is not UTF-8, and this gives the least odd text"))


def _question(names: list[str], words: dict[str, tuple[str, ...]]) -> str:
    readings = ", ".join(f"'{words[name][0]}' as {name}" for name in names if words[name])
    return f"The encoding cannot be told: it reads {readings}."


def _said(name: str, because: str) -> Evidence:
    return Evidence("encoding", name, because, OPTION)
