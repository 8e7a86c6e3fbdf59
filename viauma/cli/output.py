"""Where an answer goes: to the screen, or whole into a file."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from viauma.errors import InvalidInput


def checked_format(given: str, known: Sequence[str]) -> None:
    """Refuse a format that is not known here."""
    if given not in known:
        raise InvalidInput("--format", f"'{given[:40]}' must be {', '.join(known)}")


def write(text: str, out: Path | None) -> None:
    """Write to standard output, or to a file that appears only when it is complete."""
    if out is None:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        return
    if not out.name:
        raise InvalidInput("--out", f"'{out}' is not the name of a file")
    partial = out.with_name(f".{out.name}.partial")
    try:
        partial.write_text(text, encoding="utf-8", newline="")
        partial.replace(out)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        name = str(out)[:200]
        raise InvalidInput("--out", f"'{name}' cannot be written: {error.strerror}") from None
    sys.stderr.write(f"Written: {out}\n")
