"""Where an export goes: a file that appears when it is complete, or the standard output."""

import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from viauma.errors import InvalidInput

STDOUT = Path("-")
CHUNK = 262_144
ATTRIBUTION = ".attribution.txt"
"""What a file's name is followed by in the name of the text beside it."""


def chosen(out: Path | None, example: str) -> Path:
    """Tell where to write; a terminal is no place for a file.

    Raises
    ------
    InvalidInput
        Nothing was said, and the standard output is a terminal; or it is no name of a file.
    """
    if out is None:
        if sys.stdout.isatty():
            raise InvalidInput("--out", f"say where to: --out {example}, or --out - for the screen")
        return STDOUT
    if out != STDOUT and (not out.name or out.is_dir()):
        raise InvalidInput("--out", f"'{str(out)[:200]}' is not the name of a file")
    return out


@contextmanager
def whole_file(out: Path) -> Iterator[Path]:
    """Give a name in a folder of its own beside the file; at the end it takes the file's place."""
    parent = Path(tempfile.gettempdir()) if out == STDOUT else out.absolute().parent
    try:
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.partial-", dir=parent))
    except OSError as error:
        raise _refused(out, error) from None
    try:
        part = folder / (out.name if out != STDOUT else "export")
        yield part
        _deliver(part, out)
    except OSError as error:
        raise _refused(out, error) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def send(pieces: Iterable[bytes], out: Path) -> None:
    """Write pieces as they come: to the standard output at once, to a file when all are there."""
    if out == STDOUT:
        try:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
        except BrokenPipeError as error:
            raise _refused(out, error) from None
        return
    with whole_file(out) as part, part.open("wb") as file:
        file.writelines(pieces)


def beside(out: Path, text: str) -> str:
    """Leave the attribution beside the file, or tell it on standard error; say where it is."""
    if out == STDOUT:
        sys.stderr.write(text)
        return ""
    target = out.with_name(f"{out.name}{ATTRIBUTION}")
    send([text.encode()], target)
    return target.name


def _deliver(part: Path, out: Path) -> None:
    if out != STDOUT:
        part.replace(out)
        return
    with part.open("rb") as file:
        shutil.copyfileobj(file, sys.stdout.buffer, CHUNK)
    sys.stdout.buffer.flush()


def _refused(out: Path, error: OSError) -> InvalidInput:
    return InvalidInput("--out", f"'{str(out)[:200]}' cannot be written: {error.strerror}")
