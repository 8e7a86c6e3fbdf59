"""What the commands share by which a person decides about imports: who it is, and which rows."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from viauma.errors import InvalidInput
from viauma.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from viauma.imports.queries import RowFilter

WHY_LEAST = 1


def person() -> str:
    """Name who sits at the terminal, as far as the machine knows."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):
        return "cli:unknown"


@contextmanager
def deciding(why: str, *, is_trial: bool = False) -> "Iterator[Session]":
    """Open a unit of work in the person's name; a trial takes everything back."""
    from viauma.db.session import unit_of_work

    reason = why.strip()
    if not reason:
        raise InvalidInput("--why", "says in a few words why; colleagues will read it")
    with unit_of_work(Settings(), actor=person(), reason=reason[:500]) as session:
        yield session
        if is_trial:
            session.rollback()


def row_filter(
    session: "Session",
    *,
    ids: list[int] | None = None,
    source: list[str] | None = None,
    code: list[str] | None = None,
    run: list[str] | None = None,
    where: list[str] | None = None,
) -> "RowFilter":
    """Compose which rows of the quarantine are meant."""
    from viauma.imports.queries import RowFilter, import_run

    return RowFilter(
        ids=tuple(ids or ()),
        sources=tuple(source or ()),
        codes=tuple(code or ()),
        runs=tuple(import_run(session, one)["id"] for one in run or ()),
        where=dict(pair(one, "--where") for one in where or ()),
    )


def pair(text: str, option: str) -> tuple[str, str]:
    """Take `name=value` apart."""
    name, equals, value = text.partition("=")
    if not (equals and name.strip()):
        raise InvalidInput(option, f"'{text[:60]}' must be name=value")
    return name.strip(), value
