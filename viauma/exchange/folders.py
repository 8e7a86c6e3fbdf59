"""Directories that are replaced as a whole, so that a reader never meets half of one.

A build writes a sibling directory and renames it into place. Interrupted before that, the old one
is untouched; interrupted between the two renames, the next build puts it back.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from viauma.errors import InvalidInput


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Give an empty folder beside `out`; at the end it takes its place, and a failure leaves it.

    Raises
    ------
    InvalidInput
        Nothing can be written there.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}.new-", dir=out.parent))
    except OSError as error:
        raise InvalidInput("--out", f"{out} cannot be written: {error.strerror}") from None
    try:
        yield fresh
        # mkdtemp keeps others out; a web server under another account must come in.
        fresh.chmod(0o755)
        _swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, out: Path) -> None:
    if not out.exists():
        fresh.rename(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}.old-", dir=out.parent))
    os.replace(out, old)  # noqa: PTH105 - onto an empty directory, as rename(2) allows
    try:
        fresh.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def put_back(out: Path) -> None:
    """Undo a build that was stopped between taking the old maps away and putting the new ones."""
    old = sorted(out.parent.glob(f".{out.name}.old-*"))
    if old and not out.exists():
        old[-1].rename(out)
