"""The program that writes one file from a GeoJSON text sequence on its standard input.

It runs apart from the server (viauma.exchange.apart): GDAL holds Python's lock for seconds while
it builds an index, and what a million rows take of memory goes back with the process.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from viauma.exchange.columns import COLUMNS, selected
from viauma.exchange.json_seq import RECORD_SEPARATOR
from viauma.exchange.without import go_without
from viauma.geo.crs import parse_crs

BYTES_AT_ONCE = 500_000


def main() -> None:
    """Write the file that the one argument describes."""
    job = json.loads(sys.argv[1])
    go_without()
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


if __name__ == "__main__":
    main()
