"""Reading exported files as strangers do: which ids are in them, and every byte, unpacked."""

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pyogrio
from pmtiles.reader import MmapSource, Reader, all_tiles

from tests.tiles import decoded

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def ids_in(key: str, file: Path) -> set[str]:
    """Find the features of a file by their ids."""
    return _READERS[key](file)


def unpacked(file: Path) -> Iterator[bytes]:
    """Give all that is in a file: as it lies there, and what it holds in packed form."""
    yield file.read_bytes()
    if file.suffix == ".xlsx":
        with zipfile.ZipFile(file) as book:
            yield from map(book.read, book.namelist())
    elif file.suffix == ".parquet":
        rows = pq.read_table(file).to_pylist()
        yield json.dumps(rows, default=repr, ensure_ascii=False).encode()
    elif file.suffix == ".pmtiles":
        with file.open("rb") as opened:
            yield json.dumps(Reader(MmapSource(opened)).metadata(), ensure_ascii=False).encode()
            yield from (gzip.decompress(data) for _, data in all_tiles(MmapSource(opened)))


def _geojson(file: Path) -> set[str]:
    return {one["id"] for one in json.loads(file.read_text())["features"]}


def _sequence(file: Path) -> set[str]:
    return {json.loads(one)["id"] for one in file.read_text().split("\x1e") if one.strip()}


def _jsonld(file: Path) -> set[str]:
    return {one["@id"].rpartition("/")[2] for one in json.loads(file.read_text())["@graph"]}


def _csv(file: Path) -> set[str]:
    return {one["id"] for one in csv.DictReader(io.StringIO(file.read_text(), newline=""))}


def _excel_csv(file: Path) -> set[str]:
    text = file.read_text(encoding="utf-8-sig")
    return {one["id"] for one in csv.DictReader(io.StringIO(text, newline=""), delimiter=";")}


def _workbook(file: Path) -> set[str]:
    with zipfile.ZipFile(file) as book:
        sheets = [one for one in book.namelist() if one.startswith("xl/worksheets/")]
        text = "".join(book.read(one).decode() for one in sheets)
    return set(re.findall(rf'<c r="A\d+" t="inlineStr"><is><t>({UUID.pattern})</t>', text))


def _gdal(file: Path) -> set[str]:
    return set(pyogrio.read_dataframe(file)["id"])


def _kml(file: Path) -> set[str]:
    # An XML id begins with a letter.
    return {one.removeprefix("f-") for one in _gdal(file)}


def _parquet(file: Path) -> set[str]:
    return set(pq.read_table(file, columns=["id"])["id"].to_pylist())


def _tiles(file: Path) -> set[str]:
    with file.open("rb") as opened:
        return {
            one["properties"]["id"]
            for (zoom, *_), data in all_tiles(MmapSource(opened))
            if zoom == 14
            for one in decoded(gzip.decompress(data))["places"]
        }


_READERS = {
    "geojson": _geojson, "geojsonseq": _sequence, "jsonfg": _geojson, "jsonld": _jsonld,
    "csv": _csv, "csv-excel": _excel_csv, "xlsx": _workbook, "kml": _kml, "fgb": _gdal,
    "gpkg": _gdal, "parquet": _parquet, "pmtiles": _tiles,
}  # fmt: skip

WITH_IDS = tuple(_READERS)
