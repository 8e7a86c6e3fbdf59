"""A file that is about to be read: where it lies, what it is called, and what the caller said."""

from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import NoReturn

from viauma.errors import InvalidInput
from viauma.exchange.findings import Evidence
from viauma.progress import Progress, silent
from viauma_data.reading.limits import LIMITS, Limits

_INNER = (".osm", ".csv", ".tsv", ".geojson", ".json", ".gpx", ".kml")


@dataclass(frozen=True, slots=True)
class Source:
    """A regular file within the bounds, and how it is to be read."""

    path: Path
    name: str
    """As the person knows it: without the folder that it was unpacked into."""
    scratch: Path
    """A folder of this reading's own; all in it is removed at the end."""
    encoding: str | None = None
    delimiter: str | None = None
    layer: str | None = None
    limits: Limits = LIMITS
    is_unpacked: bool = False
    """It came out of an archive; another one within it is not opened."""
    evidence: tuple[Evidence, ...] = field(default=())
    progress: Progress = silent
    """Is told how many rows are surveyed, where all must be read before the first is given."""

    @property
    def stem(self) -> str:
        """The name without its suffixes, which names the table of a file without layers."""
        name = self.name.replace("\\", "/").rsplit("/", 1)[-1]
        stem = PurePath(name).stem
        return PurePath(stem).stem if stem.lower().endswith(_INNER) else stem

    def knowing(self, *evidence: Evidence) -> "Source":
        """Give the same file with more known about it."""
        return replace(self, evidence=(*self.evidence, *evidence))

    def at(self, path: str | Path) -> "Source":
        """Give the same file as it was written anew at another place."""
        return replace(self, path=Path(path))

    def named(self, name: str) -> "Source":
        """Give the same file under another name."""
        return replace(self, name=name)

    def surveyed(self, rows: int, read_bytes: int) -> None:
        """Tell how many rows have been read; the size of the file says how many there may be."""
        all_bytes = self.path.stat().st_size
        self.progress("surveyed", rows, rows * all_bytes // max(1, min(read_bytes, all_bytes)))

    def refuse(self, reason: str) -> NoReturn:
        """Say why this file cannot be read."""
        raise InvalidInput(self.name, reason)


def counted(number: int) -> str:
    """Write a number as a person reads it: 2 147 483 648."""
    return f"{number:,}".replace(",", " ")
