"""The one door to foreign files: whatever is behind a name, as tables."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from viauma.errors import InvalidInput
from viauma.exchange.findings import Ambiguous, Evidence
from viauma.progress import Progress, silent
from viauma_data.reading.apart import open_apart
from viauma_data.reading.archives import checked_zip, gunzipped, unzipped
from viauma_data.reading.delimited import open_delimited
from viauma_data.reading.fetching import fetched, is_address
from viauma_data.reading.files import checked_file, files_of
from viauma_data.reading.html_pages import open_html
from viauma_data.reading.json_tables import open_json, open_json_sequence
from viauma_data.reading.limits import LIMITS, Limits
from viauma_data.reading.recognising import recognise
from viauma_data.reading.source import Source
from viauma_data.reading.table import Table

_APART = {
    "gpkg": "vector", "shp": "vector", "fgb": "vector", "kml": "vector", "gpx": "vector",
    "parquet": "parquet", "xlsx": "sheets", "xls": "sheets", "ods": "sheets",
    "osm.pbf": "osm", "osm.xml": "osm",
}  # fmt: skip
_ZIPPED = {"xlsx", "ods"}

READERS: Mapping[str, Callable[[Source], list[Table]]] = {
    "csv": open_delimited,
    "html": open_html,
    "json": open_json,
    "json-seq": open_json_sequence,
    **{key: partial(open_apart, reader=reader) for key, reader in _APART.items()},
}


@contextmanager
def open_tables(  # noqa: PLR0913 - what a person may know better, bounds, and who is told
    where: str | Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    layer: str | None = None,
    limits: Limits = LIMITS,
    allow_private: bool = False,
    progress: Progress = silent,
) -> Iterator[list[Table]]:
    """Open a file, a folder or an address as tables, as long as the context lasts.

    Parameters
    ----------
    where
        Path of a file or folder, or an address of http or https.
    encoding, delimiter, layer
        What the caller knows better than the file tells.
    limits
        Beyond them the file is refused.
    allow_private
        An address may lie in a private network.
    progress
        Is told how many rows are surveyed, in formats that must be read once before the first row.

    Raises
    ------
    InvalidInput
        Nothing there can be read; the sentence says why.
    Ambiguous
        It can be read in several ways, and the caller must say which.
    """
    with TemporaryDirectory(prefix="viauma-") as folder:
        scratch = Path(folder)
        path = _local(where, scratch, limits, allow_private=allow_private)
        said = partial(
            Source, scratch=scratch, limits=limits,
            encoding=encoding, delimiter=delimiter, layer=layer, progress=progress,
        )  # fmt: skip
        sources = [said(one, _name(one, path)) for one in files_of(path, limits)]
        yield _all(sources) if path.is_dir() else _one(sources[0])


def _local(where: str | Path, scratch: Path, limits: Limits, *, allow_private: bool) -> Path:
    if not is_address(where):
        return Path(where)
    return fetched(str(where), scratch, limits, allow_private=allow_private)


def _name(path: Path, where: Path) -> str:
    return str(path.relative_to(where)) if path != where else path.name


def _all(sources: list[Source]) -> list[Table]:
    """Open each of several files; what cannot be read is told beside what can."""
    tables: list[Table] = []
    refusals: list[InvalidInput] = []
    for source in sources:
        try:
            tables += _one(source)
        except Ambiguous:
            raise
        except InvalidInput as refusal:
            refusals.append(refusal)
    if not tables:
        raise refusals[0]
    told = tuple(Evidence("not read", one.argument, one.reason) for one in refusals)
    return [replace(table, evidence=(*table.evidence, *told)) for table in tables]


def _one(source: Source) -> list[Table]:
    checked_file(source.path, source.name, source.limits)
    key, told = recognise(source)
    source = source.knowing(told)
    if key in {"zip", "gzip"}:
        return _unpacked(source, key)
    if key in _ZIPPED:
        checked_zip(source)
    if key in _APART:
        source = _under_its_suffix(source, key)
    if key not in READERS:
        source.refuse(f"It is {key}, which is not read.")
    return READERS[key](source)


def _under_its_suffix(source: Source, key: str) -> Source:
    """Give the file the name of what it is, by which native readers choose how to read it."""
    if key == "shp" or source.path.name.lower().endswith(f".{key}"):
        return source
    link = Path(mkdtemp(dir=source.scratch)) / f"{source.stem}.{key}"
    link.symlink_to(source.path.resolve())
    return source.at(link)


def _unpacked(source: Source, key: str) -> list[Table]:
    if source.is_unpacked:
        source.refuse("It is an archive within an archive; unpack it first.")
    if key == "gzip":
        return _one(replace(gunzipped(source), is_unpacked=True))
    folder = unzipped(source)
    inside = [
        replace(source, path=path, name=str(path.relative_to(folder)), is_unpacked=True)
        for path in files_of(folder, source.limits)
    ]
    return _all(inside)
