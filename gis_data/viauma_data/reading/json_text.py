"""The JSON within a file: after headers of HTTP or a call's name, before what was pasted behind."""

import re
import shutil
from dataclasses import dataclass
from tempfile import NamedTemporaryFile

from viauma.exchange.findings import Evidence, Finding
from viauma_data.reading.encodings import Encoded, encoding_of
from viauma_data.reading.source import Source

HEAD = 1 << 16
RECORD_SEPARATOR = b"\x1e"
_BOM = b"\xef\xbb\xbf"
_HTTP = re.compile(rb"HTTP/[\d.]+ \d{3}[^\n]*\n(?:[^\n]+\n)*?\r?\n")
# What may stand before JSON: the name of a call (JSONP) or of a variable.
_CALL = re.compile(rb"\s*(?:(?:var|let|const)\s+)?[\w$.]+\s*[(=]\s*(?=[\[{])")
_STARTS = re.compile(rb"\s*[\[{\x1e]")


@dataclass(frozen=True, slots=True)
class JsonText:
    """Where JSON stands in a file that is UTF-8 by now."""

    source: Source
    offset: int
    evidence: tuple[Evidence, ...]
    findings: tuple[Finding, ...] = ()


def json_offset(head: bytes) -> tuple[int, str | None] | None:
    """Find where JSON begins, and what stands before it; None: this is no JSON."""
    begin = len(_BOM) if head.startswith(_BOM) else 0
    if _STARTS.match(head, begin):
        return begin, None
    headers = _HTTP.match(head, begin)
    if headers and _STARTS.match(head, headers.end()):
        return headers.end(), "headers of HTTP stand before it"
    call = _CALL.match(head, begin)
    return (call.end(), "the name of a call or variable stands before it") if call else None


def json_text(source: Source) -> JsonText:
    """Find the JSON of a file, and write it anew as UTF-8 if it is not."""
    encoded = encoding_of(source)
    if not encoded.encoding.startswith("utf-8") or encoded.errors == "replace":
        source = _as_utf8(source, encoded)
    with source.path.open("rb") as file:
        found = json_offset(file.read(HEAD))
    if found is None:
        source.refuse("It holds no JSON.")
    offset, before = found
    said = (Evidence("beginning", f"byte {offset + 1}", before),) if before else ()
    evidence = (*source.evidence, encoded.evidence, *said)
    return JsonText(source, offset, evidence, encoded.findings)


def _as_utf8(source: Source, encoded: Encoded) -> Source:
    with (
        source.path.open(encoding=encoded.encoding, errors=encoded.errors, newline="") as old,
        NamedTemporaryFile(
            "w", encoding="utf-8", newline="", dir=source.scratch, suffix=".json", delete=False
        ) as new,
    ):
        shutil.copyfileobj(old, new, HEAD)
    return source.at(new.name)
