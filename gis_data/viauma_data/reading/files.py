"""Which files a place holds: one, or those of a folder; and whether they may be read at all."""

import stat
from collections.abc import Iterator
from pathlib import Path

from viauma.errors import InvalidInput
from viauma_data.reading.limits import LIMITS, Limits
from viauma_data.reading.source import counted

# What lies beside a Shapefile and is read with it.
SIBLINGS = {".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qpj", ".qmd", ".cst", ".fix"}


def checked_file(path: Path, name: str, limits: Limits) -> Path:
    """Refuse what is no regular file, empty or too large, before a byte of it is read."""
    try:
        found = path.stat()
    except OSError as error:
        why = "There is no such file." if not path.exists() else f"{error.strerror}."
        raise InvalidInput(name, why) from None
    except ValueError:
        raise InvalidInput(name.replace("\0", ""), "There is no such file.") from None
    if not stat.S_ISREG(found.st_mode):
        raise InvalidInput(name, "It is no regular file, but a pipe, a device or the like.")
    if found.st_size == 0:
        raise InvalidInput(name, "It is empty.")
    if found.st_size > limits.file_bytes:
        # Rounded up, or a file just above the bound would seem to be within it.
        size, most = counted(-(-found.st_size >> 20)), counted(limits.file_bytes >> 20)
        raise InvalidInput(name, f"It has {size} megabytes; at most {most} are read.")
    return path


def files_of(where: str | Path, limits: Limits = LIMITS) -> list[Path]:
    """List what is to be read of a folder, or the one file; a Shapefile counts once.

    Raises
    ------
    InvalidInput
        The folder holds no files, or more than the bounds allow.
    """
    path = Path(where)
    if not path.is_dir():
        return [path]
    found = []
    for file in _walk(path):
        found.append(file)
        if len(found) > limits.entries:
            most = counted(limits.entries)
            raise InvalidInput(str(where), f"The folder holds more than {most} files.")
    if not found:
        raise InvalidInput(str(where), "The folder holds no files.")
    outlines = {file.with_suffix("") for file in found if file.suffix.lower() == ".shp"}
    return sorted(file for file in found if not _is_sibling(file, outlines))


def _walk(folder: Path) -> Iterator[Path]:
    """Go through a folder; links are not followed, hidden files are not read."""
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith((".", "__MACOSX")) or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _walk(entry)
        elif entry.is_file():
            yield entry


def _is_sibling(file: Path, outlines: set[Path]) -> bool:
    if file.name.lower().endswith(".shp.xml"):
        return True
    return file.suffix.lower() in SIBLINGS and file.with_suffix("") in outlines
