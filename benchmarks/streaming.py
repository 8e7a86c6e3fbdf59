"""The whole collection in every file format: how long it takes and what memory the server needs.

python -m benchmarks.streaming --formats csv fgb
"""

import argparse
import csv
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from benchmarks import serving
from benchmarks.database import fill, running
from benchmarks.memory import MB, watched

MOST_MB = 300
CHUNK = 1 << 20
PATIENCE_S = 600


def pieces(file: Path, mark: bytes) -> int:
    """Count a mark in a file too large to be held, also where it lies across two reads."""
    found, rest = 0, b""
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            text = rest + chunk
            found += text.count(mark)
            # Less than a whole mark: what was counted is not counted again.
            rest = text[-(len(mark) - 1) :] if len(mark) > 1 else b""
    return found


def csv_rows(file: Path) -> int:
    """Count the rows below the head."""
    with file.open(newline="", encoding="utf-8-sig") as stream:
        return sum(1 for _ in csv.reader(stream)) - 1


def parquet_rows(file: Path) -> int:
    """Read the number of rows from the file's own end."""
    from pyarrow import parquet

    return int(parquet.ParquetFile(file).metadata.num_rows)


def layer_features(file: Path) -> int:
    """Let GDAL count, over all layers."""
    import pyogrio

    layers = (name for name, _ in pyogrio.list_layers(file))
    counts = (pyogrio.read_info(file, layer=one, force_feature_count=True) for one in layers)
    return sum(int(info["features"]) for info in counts)


FORMATS: dict[str, Callable[[Path], int]] = {
    "jsonseq": lambda file: pieces(file, b"\x1e"),
    "csv": csv_rows,
    "kml": lambda file: pieces(file, b"<Placemark"),
    "gpx": lambda file: pieces(file, b"<wpt") + pieces(file, b"<trk>"),
    "fgb": layer_features,
    "parquet": parquet_rows,
    "gpkg": layer_features,
}
"""How the features of each format are counted when they are back."""


def streamed(server: serving.Running, format_: str) -> dict[str, Any]:
    """Download everything in a format, and watch the server meanwhile."""
    address = f"{server.base}/collections/places/items?f={format_}"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"places.{format_}")
        started = time.monotonic()
        with watched(server.pid) as peak:
            with urlopen(address, timeout=PATIENCE_S) as answer:  # noqa: S310 - our own address
                first = time.monotonic() - started
                with file.open("wb") as kept:
                    shutil.copyfileobj(answer, kept, CHUNK)
            seconds = time.monotonic() - started
        row = {
            "format": format_,
            "features": FORMATS[format_](file),
            "mb": file.stat().st_size / MB,
            "first_byte_s": first,
            "seconds": seconds,
            "server_mb": peak.server,
            "helper_mb": peak.helper,
            "is_bounded": peak.largest < MOST_MB,
        }
    print(streaming_row(row), flush=True)
    return row


def streaming_table(rows: Iterable[dict[str, Any]]) -> str:
    """Spell all formats as a table."""
    head = (
        "| the whole collection as | features | MB | first byte s | seconds | server's peak MB "
        f"| file writer's | < {MOST_MB} MB |\n|---|--:|--:|--:|--:|--:|--:|---|"
    )
    return "\n".join([head, *map(streaming_row, rows)])


def streaming_row(row: dict[str, Any]) -> str:
    """Spell one format."""
    verdict = "met" if row["is_bounded"] else "**not met**"
    return (
        f"| {row['format']} | {row['features']:,} | {row['mb']:,.0f} | {row['first_byte_s']:.1f} "
        f"| {row['seconds']:.1f} | {row['server_mb']:.0f} | {row['helper_mb']:.0f} | {verdict} |"
    )


def main() -> None:
    """Measure on a benchmark database of its own accord."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=list(FORMATS))
    chosen = parser.parse_args()
    with running(f"bench-{chosen.rows}") as url:
        fill(url, chosen.rows)
        with serving.viauma(url) as server:
            print(streaming_table([]), flush=True)
            for key in chosen.formats:
                streamed(server, key)


if __name__ == "__main__":
    main()
