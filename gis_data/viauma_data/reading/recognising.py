"""What a file is, told by its content; the suffix only decides what the content leaves open."""

import re
from pathlib import PurePosixPath

from viauma.exchange.findings import Evidence
from viauma_data.reading.archives import names_in
from viauma_data.reading.encodings import MARKS
from viauma_data.reading.json_text import HEAD, RECORD_SEPARATOR, json_offset
from viauma_data.reading.source import Source

_MAGIC = (
    (b"SQLite format 3\x00", 0, "gpkg", "it begins as SQLite does"),
    (b"fgb", 0, "fgb", "it begins with the mark of FlatGeobuf"),
    (b"PAR1", 0, "parquet", "it begins with the mark of Parquet"),
    (b"\x00\x00\x27\x0a", 0, "shp", "it begins with the mark of a Shapefile"),
    (b"\x0a\x09OSMHeader", 4, "osm.pbf", "its first block is an OSMHeader"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "xls", "it is a container of older Office programs"),
    (b"\x1f\x8b", 0, "gzip", "it begins with the mark of gzip"),
    (b"PK\x03\x04", 0, "zip", "it begins with the mark of zip"),
    (b"PK\x05\x06", 0, "zip", "it begins with the mark of zip"),
)
# Told apart only to say what they are.
_OTHERS = (
    (b"%PDF", "a PDF document"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"), (b"II*\x00", "a picture (TIFF)"), (b"MM\x00*", "a picture (TIFF)"),
    (b"\x7fELF", "a program"), (b"MZ", "a program"), (b"PMTiles", "an archive of map tiles"),
    (b"7z\xbc\xaf", "a 7z archive"), (b"Rar!", "a RAR archive"), (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"), (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"AC10", "a drawing (DWG)"), (b"{\\rtf", "a text document (RTF)"),
)  # fmt: skip
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)[^>]*", re.DOTALL)
_XML = {"gpx": "gpx", "kml": "kml", "osm": "osm.xml", "html": "html", "HTML": "html"}
_IN_ZIP = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsx", "word/document.xml": "docx",
           "content.xml": "ods"}  # fmt: skip
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c\x1d\x1f]")


def recognise(source: Source) -> tuple[str, Evidence]:
    """Name the format of a file, with what tells it.

    Raises
    ------
    InvalidInput
        It is none that is read.
    """
    with source.path.open("rb") as file:
        head = file.read(HEAD)
    key, because = _by_mark(source, head) or _by_text(source, head)
    suffix = PurePosixPath(source.name.lower()).suffix.lstrip(".")
    if suffix and suffix not in {*key.split("."), *_ALSO.get(key, ())}:
        because += f", although it is called .{suffix[:12]}"
    return key, Evidence("format", key, because)


_ALSO = {
    "csv": {"txt", "tsv", "tab", "dat"}, "json": {"geojson", "jsonld", "topojson"},
    "json-seq": {"geojsons", "geojsonl", "ndjson", "jsonl", "json", "geojson"},
    "gzip": {"gz"}, "xlsx": {"xlsm", "xlsb"}, "parquet": {"geoparquet", "pq"}, "zip": {"shz"},
    "osm.xml": {"osm"}, "gpkg": {"sqlite", "db"}, "html": {"htm"},
}  # fmt: skip


def _by_mark(source: Source, head: bytes) -> tuple[str, str] | None:
    for mark, at, key, because in _MAGIC:
        if head.startswith(mark, at):
            return _in_zip(source) if key == "zip" else (key, because)
    for mark, what in _OTHERS:
        if head.startswith(mark) and (len(mark) > 2 or b"\x00" in head):  # noqa: PLR2004
            source.refuse(f"It is {what}, which holds no rows that are read.")
    return None


def _in_zip(source: Source) -> tuple[str, str]:
    names = names_in(source)
    for name, key in _IN_ZIP.items():
        if name in names:
            return key, f"it is a zip file that holds {name}"
    if any(name.lower().endswith(".kml") for name in names) and source.name.lower().endswith("kmz"):
        return "zip", "it is a zip file that holds KML"
    return "zip", f"it is a zip file of {len(names)} entries"


def _by_text(source: Source, head: bytes) -> tuple[str, str]:
    is_wide = any(head.startswith(mark) for mark, name in MARKS if name != "utf-8-sig")
    text = _narrow(head)
    if not is_wide and text is head and len(_CONTROL.findall(head)) > len(head) / 1_000:
        source.refuse("It is binary, and of no format that is read.")
    if json_offset(text) is not None:
        return _json(text)
    if text.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _xml(source, text.decode("utf-8", errors="replace"))
    return "csv", "it is text, and neither JSON nor XML"


def _narrow(head: bytes) -> bytes:
    """Write UTF-16 as UTF-8, so that the rest need not know of it."""
    for mark, name in MARKS:
        if head.startswith(mark) and name != "utf-8-sig":
            return head.decode(name, errors="ignore").encode()
    half = max(1, len(head) // 2)
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[start::2].count(0) > 0.7 * half and head[1 - start :: 2].count(0) < 0.1 * half:
            return head.decode(name, errors="ignore").encode()
    return head


def _json(text: bytes) -> tuple[str, str]:
    start = text.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(RECORD_SEPARATOR):
        return "json-seq", "each text begins with a record separator (RFC 8142)"
    lines = [one for line in start.splitlines() if (one := line.strip())][:2]
    if len(lines) == 2 and all(one[:1] == b"{" for one in lines) and lines[0][-1:] == b"}":  # noqa: PLR2004
        return "json-seq", "each line is a JSON text of its own"
    return "json", "it begins as JSON does"


def _xml(source: Source, text: str) -> tuple[str, str]:
    without_comments = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    found = _ROOT.search(without_comments)
    root = found[1] if found else "?"
    key = _XML.get(root)
    if key is None:
        source.refuse(f"It is XML with the root '{root[:40]}'; GPX, KML and OSM are read.")
    if key == "html":
        return key, "it is a page of HTML"
    return key, f"the root of its XML is {root}"
