"""The program that writes one file from a GeoJSON text sequence on its standard input.

It runs apart from the server (viauma.exchange.apart): GDAL holds Python's lock for seconds while
it builds an index, and what a million rows take of memory goes back with the process.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import BinaryIO

from viauma.exchange.columns import COLUMNS, selected
from viauma.exchange.json_seq import RECORD_SEPARATOR
from viauma.geo.crs import parse_crs

BYTES_AT_ONCE = 500_000


def main() -> None:
    """Write the file that the one argument describes."""
    job = json.loads(sys.argv[1])
    sys.meta_path.insert(0, _Without(("pandas", "geopandas")))
    from viauma.exchange.files import write_file

    columns = COLUMNS[job["kind"]]
    write_file(
        job["format"],
        selected(columns, job["properties"]) if job["properties"] else columns,
        pages(sys.stdin.buffer),
        Path(job["target"]),
        name=job["name"],
        crs=parse_crs(job["crs"]),
        attribution=job["attribution"],
    )


def pages(stream: BinaryIO) -> Iterator[Sequence[bytes]]:
    """Take a GeoJSON text sequence apart into pages, each of which is small in memory."""
    rest = b""
    while chunk := stream.read(BYTES_AT_ONCE):
        *records, rest = (rest + chunk).split(RECORD_SEPARATOR)
        yield [record.removesuffix(b"\n") for record in records if record]
    if rest:
        yield [rest.removesuffix(b"\n")]


class _Without(MetaPathFinder):
    """Hides packages that pyogrio and Arrow take along if they find them: 70 MB unused here."""

    def __init__(self, hidden: Sequence[str]) -> None:
        self._hidden = hidden

    def find_spec(self, name: str, *_: object) -> None:
        """Say that a hidden package is not installed, and of others nothing."""
        if name in self._hidden:
            raise ModuleNotFoundError(name=name)


if __name__ == "__main__":
    main()
