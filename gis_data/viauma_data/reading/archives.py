"""What is packed, unpacked into a folder of our own, within bounds it cannot talk away.

The bytes are counted as they come, not as the archive states them.
"""

import gzip
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from viauma_data.reading.limits import MIB
from viauma_data.reading.source import Source, counted

_PIECE = 1 << 18
_SMALL = 10 * MIB
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError,
            ValueError)  # fmt: skip
_ENCRYPTED = 0x1


def names_in(source: Source) -> list[str]:
    """List the names in a zip file."""
    try:
        with zipfile.ZipFile(source.path) as archive:
            return archive.namelist()
    except _DAMAGED as error:
        source.refuse(f"The zip file is damaged ({error}).")


def unzipped(source: Source) -> Path:
    """Unpack a zip file into a folder of its own.

    Raises
    ------
    InvalidInput
        It would become too large, leads out of the folder, is encrypted or damaged.
    """
    folder = Path(tempfile.mkdtemp(dir=source.scratch))
    try:
        with zipfile.ZipFile(source.path) as archive:
            entries = _checked(source, archive)
            for entry in entries:
                target = folder / _safe(source, entry)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(entry) as packed, target.open("wb") as file:
                    shutil.copyfileobj(packed, file, _PIECE)
    except _DAMAGED as error:
        source.refuse(f"The zip file is damaged ({_short(error)}).")
    return folder


def checked_zip(source: Source) -> None:
    """Refuse a zip file that would become too large, for readers that unpack it themselves."""
    try:
        with zipfile.ZipFile(source.path) as archive:
            for entry in _checked(source, archive):
                with archive.open(entry) as packed:
                    # Reads to the stated end, where a length that is not true is found out.
                    while packed.read(_PIECE):
                        pass
    except _DAMAGED as error:
        source.refuse(f"The file is damaged ({_short(error)}).")


def gunzipped(source: Source) -> Source:
    """Unpack a file packed by gzip."""
    name = source.name.removesuffix(".gz")
    target = Path(tempfile.mkdtemp(dir=source.scratch)) / "unpacked"
    try:
        with gzip.open(source.path) as packed, target.open("wb") as file:
            _copied(source, cast("BinaryIO", packed), file)
    except EOFError:
        source.refuse("The gzip file ends in the middle: it was cut.")
    except _DAMAGED as error:
        source.refuse(f"The gzip file is damaged ({_short(error)}).")
    if not target.stat().st_size:
        source.refuse("The gzip file holds nothing.")
    return source.at(target).named(name)


def _copied(source: Source, packed: BinaryIO, file: BinaryIO) -> None:
    size = source.path.stat().st_size
    total = 0
    while piece := packed.read(_PIECE):
        total += len(piece)
        _bounded(source, total, size)
        file.write(piece)


def _checked(source: Source, archive: zipfile.ZipFile) -> Sequence[zipfile.ZipInfo]:
    entries = [one for one in archive.infolist() if not one.is_dir()]
    if len(entries) > source.limits.entries:
        source.refuse(
            f"The zip file holds {counted(len(entries))} files; at most "
            f"{counted(source.limits.entries)} are read."
        )
    for entry in entries:
        _safe(source, entry)
        if entry.flag_bits & _ENCRYPTED:
            source.refuse("The zip file is protected by a password.")
    _bounded(source, sum(one.file_size for one in entries), source.path.stat().st_size)
    return entries


def _bounded(source: Source, unpacked: int, packed: int) -> None:
    if unpacked > source.limits.unpacked_bytes:
        most = counted(source.limits.unpacked_bytes // MIB)
        source.refuse(f"Unpacked it has more than {most} megabytes.")
    if unpacked > max(_SMALL, source.limits.ratio * packed):
        source.refuse(
            f"Unpacked it is more than {source.limits.ratio} times as large as it is: "
            "that is no data."
        )


def _safe(source: Source, entry: zipfile.ZipInfo) -> PurePosixPath:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename:
        source.refuse(f"The zip file holds '{_short(path)}', which leads out of its folder.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        source.refuse(f"The zip file holds a link, '{_short(path)}'; only files are read.")
    return path


def _short(text: object) -> str:
    return str(text)[:120]
