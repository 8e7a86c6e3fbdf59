"""The program in which foreign readers run: one job, given as JSON, answered in lines of JSON."""

import importlib
import resource
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn, Protocol, cast

import orjson

from viauma.errors import InvalidInput
from viauma.exchange.findings import Ambiguous
from viauma.exchange.without import go_without
from viauma_data.reading.apart import REFUSED
from viauma_data.reading.limits import Limits
from viauma_data.reading.source import Source
from viauma_data.reading.wire import Described, RawRow, written_rows, written_tables

READERS = {
    "vector": "viauma_data.reading.vector_layers",
    "parquet": "viauma_data.reading.parquet_rows",
    "sheets": "viauma_data.reading.sheets",
    "osm": "viauma_data.reading.osm_objects",
}
_BATCH = 500


class Reader(Protocol):
    """What each of the modules above offers."""

    def described(self, source: Source) -> list[Described]:
        """Describe the tables of a file."""
        ...

    def rows(self, source: Source, number: int) -> Iterator[RawRow]:
        """Read the rows of one of them."""
        ...


def main(words: list[str]) -> int:
    """Do the job and end."""
    job = orjson.loads(words[0])
    source = _source(job)
    _bound(source.limits)
    go_without()
    reader = cast("Reader", importlib.import_module(READERS[job["reader"]]))
    try:
        _answer(reader, source, job["number"])
    except Ambiguous as error:
        _refuse(
            "ambiguous", [error.argument, error.reason.rsplit(" Say which:")[0], *error.choices]
        )
    except InvalidInput as error:
        _refuse("refused", [error.reason])
    except MemoryError:
        _refuse("refused", ["Reading it needs more memory than it may have."])
    except (ValueError, TypeError, OSError, RuntimeError, LookupError, ArithmeticError) as error:
        _refuse("refused", [f"It is damaged or cut: {_first_line(error)}."])
    return 0


def _answer(reader: Reader, source: Source, number: int | None) -> None:
    out = sys.stdout.buffer
    if number is None:
        out.write(written_tables(reader.described(source)) + b"\n")
        return
    rows = reader.rows(source, number)
    while batch := list(islice(rows, _BATCH)):
        out.write(written_rows(batch) + b"\n")
        out.flush()


def _source(job: dict[str, Any]) -> Source:
    limits = Limits(**job["limits"])
    source = Source(Path(job["path"]), job["name"], Path(job["scratch"]), limits=limits)
    return replace(source, encoding=job["encoding"], layer=job["layer"])


def _bound(limits: Limits) -> None:
    bounds = {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_FSIZE: limits.unpacked_bytes,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in bounds.items():
        resource.setrlimit(kind, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 5))


def _refuse(kind: str, words: list[str]) -> NoReturn:
    sys.stderr.buffer.write(b"\n" + orjson.dumps({kind: words}) + b"\n")
    sys.stderr.flush()
    sys.exit(REFUSED)


def _first_line(error: Exception) -> str:
    text = str(error).strip() or type(error).__name__
    return text.split("\n", 1)[0].rstrip(".")[:200]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
