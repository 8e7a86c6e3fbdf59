"""Objects of a JSON text kept on disk, a line each, so that they are picked out of it only once.

To find objects in a text that may be broken anywhere takes a parser that tells every event, 30 µs
for a place of twenty members; a line that was written here takes 5 to read again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

import orjson

from viauma_data.reading.source import Source, counted


@dataclass(frozen=True, slots=True)
class Spool:
    """What was written down, to be read as often as is wanted."""

    path: Path

    def __iter__(self) -> Iterator[Any]:
        """Give the objects in their order."""
        with self.path.open("rb") as file:
            for line in file:
                yield orjson.loads(line)


@dataclass(frozen=True, slots=True)
class Spooling:
    """Writes objects down as they pass."""

    spool: Spool
    _file: IO[bytes]
    _source: Source

    def add(self, one: Any) -> None:
        """Write an object down, as long as all together are within the bounds."""
        self._file.write(orjson.dumps(one))
        self._file.write(b"\n")
        most = self._source.limits.unpacked_bytes
        if self._file.tell() > most:
            self._source.refuse(
                f"Its JSON, written out, is larger than {counted(most >> 20)} megabytes."
            )


@contextmanager
def spooling(source: Source) -> Iterator[Spooling]:
    """Write objects of a file down beside it; read them when this has ended."""
    with NamedTemporaryFile(dir=source.scratch, suffix=".jsonl", delete=False) as file:
        yield Spooling(Spool(Path(file.name)), file, source)
