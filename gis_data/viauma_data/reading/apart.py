"""Readers that are not written in Python run in a process of their own, with bounds on it.

GDAL, Arrow, osmium and calamine are well kept, and yet a file can be made that brings one of them
down or has it ask for all memory. Then the process ends, and the import says a sentence.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from typing import IO

import orjson

from viauma.exchange.findings import Ambiguous
from viauma_data.reading.limits import MIB
from viauma_data.reading.source import Source, counted
from viauma_data.reading.table import Row, Table
from viauma_data.reading.whole_tables import round_count
from viauma_data.reading.wire import Described, parsed_rows, parsed_tables

# One thread each, because every further one reserves address space; nothing over the network.
_QUIET = {
    "ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
    "GDAL_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2", "GDAL_PAM_ENABLED": "NO",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}", "GDAL_HTTP_MAX_RETRY": "0",
    "LIBKML_RESOLVE_STYLE": "NO", "OGR_GPX_N_MAX_LINKS": "1",
}  # fmt: skip
_SHORT = 4 * MIB
_MEMORY_SIGNS = (b"MemoryError", b"bad_alloc", b"memory allocation", b"Out of memory")


def open_apart(source: Source, reader: str) -> list[Table]:
    """Read a file's tables by one of `viauma_data.reading.worker`'s readers.

    Raises
    ------
    InvalidInput
        The reader refuses the file, breaks off or exceeds the bounds.
    """
    lines = list(_lines(source, reader, None))
    tables = parsed_tables(lines[0]) if lines else []
    if not tables:
        source.refuse("It holds no tables.")
    return [_table(source, reader, number, one) for number, one in enumerate(tables)]


def _table(source: Source, reader: str, number: int, one: Described) -> Table:
    kept: list[bytes] = []

    def read() -> Iterator[Row]:
        for line in kept or _kept_if_short(_lines(source, reader, number), kept):
            yield from parsed_rows(line)

    return Table(
        name=one.name, format=one.format, columns=one.columns, read=read,
        has_shapes=one.has_shapes, crs=one.crs, row_count=one.row_count, extra=one.extra,
        evidence=(*source.evidence, *one.evidence),
        findings=(*one.findings, *round_count(one.row_count or 0)),
    )  # fmt: skip


def _kept_if_short(lines: Iterator[bytes], kept: list[bytes]) -> Iterator[bytes]:
    """Keep what a reader says of a short table: to start it costs more than to read.

    A table is read half a dozen times until its rows are stored.
    """
    first: list[bytes] = []
    size = 0
    for line in lines:
        first.append(line)
        size += len(line)
        if size > _SHORT:
            yield from first
            yield from lines
            return
    kept.extend(first)
    yield from first


def _lines(source: Source, reader: str, number: int | None) -> Iterator[bytes]:
    """Start the reader and give what it says, line by line; it ends when nobody listens."""
    with tempfile.TemporaryFile(dir=source.scratch) as words:
        process = subprocess.Popen(
            [sys.executable, "-m", "viauma_data.reading.worker", _job(source, reader, number)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=words, cwd=source.scratch,
            env=os.environ | _QUIET,
        )  # fmt: skip
        assert process.stdout is not None  # noqa: S101 - it was asked for
        try:
            yield from process.stdout
            process.wait()
        finally:
            process.kill()
            process.stdout.close()
            process.wait()
        if process.returncode:
            _explain(source, process.returncode, words)


def _job(source: Source, reader: str, number: int | None) -> str:
    job = {
        "reader": reader, "number": number, "path": str(source.path.absolute()),
        "name": source.name, "scratch": str(source.scratch), "limits": asdict(source.limits),
        "encoding": source.encoding, "layer": source.layer,
    }  # fmt: skip
    return orjson.dumps(job).decode()


def _explain(source: Source, code: int, words: IO[bytes]) -> None:
    words.seek(max(0, words.seek(0, os.SEEK_END) - 16_000))
    said = words.read()
    last = said.strip().rsplit(b"\n", 1)[-1]
    if code == REFUSED and last.startswith(b"{"):
        _repeat(source, orjson.loads(last))
    if code == -signal.SIGXCPU:
        source.refuse(f"Reading it took more than {source.limits.cpu_seconds} seconds.")
    if any(sign in said for sign in _MEMORY_SIGNS):
        most = counted(source.limits.memory_bytes // MIB)
        source.refuse(f"Reading it needs more than {most} megabytes of memory.")
    source.refuse("It is damaged: its reader broke off.")


def _repeat(source: Source, answer: dict[str, list[str]]) -> None:
    if "ambiguous" in answer:
        option, question, *choices = answer["ambiguous"]
        raise Ambiguous(option, question, choices)
    source.refuse(answer["refused"][-1])


REFUSED = 3
