"""Where an answer goes: to the screen, or whole into a file."""

import sys
from collections.abc import Sequence
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
    partial = out.with_name(f".{out.name}.partial")
    try:
        partial.write_text(text, encoding="utf-8", newline="")
        partial.replace(out)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise InvalidInput("--out", f"'{out}' cannot be written: {error.strerror}") from None
    sys.stderr.write(f"Written: {out}\n")
