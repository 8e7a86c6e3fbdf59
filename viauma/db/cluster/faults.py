"""What PostgreSQL's own words mean to the person at the keyboard: one sentence, and what to do."""

import re
from pathlib import Path

_FULL = re.compile(
    r"no space left on device|disk quota exceeded|wrote only \d+ of \d+ bytes", re.IGNORECASE
)
_SETTING = re.compile(
    r"(?:invalid value for parameter|unrecognized configuration parameter|syntax error in file).*"
)
_GRAVE = re.compile(r"(?:FATAL|PANIC|ERROR|error|could not):?\s.*", re.IGNORECASE)


def why_it_did_not_start(said: str, data: Path, log: Path) -> str:
    """Turn the end of the server's log into a sentence."""
    last_attempt = said.rsplit("starting PostgreSQL", 1)[-1]
    if is_disk_full(last_attempt):
        return disk_full(data)
    if "incompatible with server" in last_attempt:
        return f"The data in {data} belong to another version of PostgreSQL. Run: viauma db upgrade"
    reason = gravest_line(last_attempt)
    return f"PostgreSQL did not start: {reason}. The data are untouched; its log is {log}"


def is_disk_full(said: str) -> bool:
    """Recognise a full disk or quota in what PostgreSQL says."""
    return _FULL.search(said) is not None


def disk_full(folder: Path) -> str:
    """Say that the disk is full, and that nothing is lost."""
    return (
        f"The disk that holds {folder} is full. Nothing is lost: make room there, then run the "
        "same command again."
    )


def gravest_line(said: str) -> str:
    """Pick the line that names the cause from what a program of PostgreSQL printed."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    settings = [match.group() for line in lines if (match := _SETTING.search(line))]
    grave = [match.group() for line in lines if (match := _GRAVE.search(line))]
    chosen = next(iter([*settings, *grave, *lines[-1:]]), "no reason given")
    return chosen.rstrip(".")
