"""What a Shapefile leaves unsaid: the encoding of its table, and whether all of it is there."""

import struct
from functools import lru_cache
from pathlib import Path

from viauma.exchange.findings import Evidence, Finding, Severity
from viauma_data.reading.encodings import OPTION, Encoded, infer
from viauma_data.reading.source import Source

_SAMPLE = 1 << 20
_LANGUAGE_DRIVER = 29


def dbf_encoding(source: Source) -> Encoded | None:
    """Tell the encoding of the table beside a .shp that does not state it; None: nothing to tell.

    Raises
    ------
    Ambiguous
        Two encodings give readable, different text.
    """
    if source.path.suffix.lower() not in {".shp", ".dbf"}:
        return None
    if source.encoding is not None:
        said = Evidence("encoding", source.encoding, "it was asked for", OPTION)
        return Encoded(source.encoding, said)
    table = _beside(source.path, ".dbf")
    return None if table is None or _beside(source.path, ".cpg") else _inferred(table)


def refuse_alone(source: Source) -> None:
    """Say which of the files that make a Shapefile is missing."""
    for suffix, what in ((".shx", "the index of its shapes"), (".dbf", "the table of its rows")):
        if _beside(source.path, suffix) is None:
            source.refuse(f"The {suffix} beside it is missing, {what}; send all files of it.")


def shapefile_cut(source: Source) -> tuple[Finding, ...]:
    """Compare the length that the .shp states with the length that it has."""
    with source.path.open("rb") as file:
        head = file.read(28)
    if len(head) < 28:  # noqa: PLR2004 - the length stands in the bytes from 24 to 28
        return ()
    (words,) = struct.unpack(">i", head[24:28])
    size = source.path.stat().st_size
    if 2 * words <= size:
        return ()
    message = f"The .shp should have {2 * words} bytes and has {size}: the file was cut."
    return (Finding("truncated", Severity.DOUBT, message),)


@lru_cache(16)
def _inferred(table: Path) -> Encoded | None:
    with table.open("rb") as file:
        head = file.read(32)
        if len(head) < 32 or head[_LANGUAGE_DRIVER] not in {0, 0x57}:  # noqa: PLR2004
            return None
        file.seek(struct.unpack("<H", head[8:10])[0])
        sample = b"\n".join(one for one in file.read(_SAMPLE).split(b"  ") if not one.isascii())
    if not sample:
        return None
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError:
        return infer(sample)
    why = "there is no .cpg, and the table is valid UTF-8"
    return Encoded("utf-8", Evidence("encoding", "utf-8", why, OPTION))


def _beside(path: Path, suffix: str) -> Path | None:
    for one in (suffix, suffix.upper()):
        if path.with_suffix(one).is_file():
            return path.with_suffix(one)
    return None
