"""Statements that read better as SQL, each under its own name in db/sql/*.sql.

A statement begins with a line ``-- name: the_name``; the comment lines that follow say what it
answers, with which parameters and by which index.
"""

import re
from functools import cache
from importlib import resources

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)
_COMMENT = re.compile(r"^--.*\n?", re.MULTILINE)


def named_sql(name: str) -> str:
    """Find a statement by its name."""
    return _statements()[name]


@cache
def _statements() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted(resources.files("viauma.db.sql").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".sql"):
            parts = _NAME.split(file.read_text(encoding="utf-8"))[1:]
            # The comments are for readers here; they need not travel with every question.
            bodies = (_COMMENT.sub("", part).strip() for part in parts[1::2])
            found.update(zip(parts[::2], bodies, strict=True))
    return found
