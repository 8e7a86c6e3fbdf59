"""Indexes and constraints stand aside while many rows come in, where readers may wait.

Keeping the fourteen indexes of a public place row by row costs twice as much as making them
anew. It is a change of the catalogue in the writer's own transaction: when that fails, nothing was.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from viauma.db.named_sql import named_sql

WAIT_FOR_READERS = "5s"
MEMORY = "256MB"

Told = Callable[[int, int], None]


@contextmanager
def standing_aside(session: Session, tables: Sequence[str], told: Told) -> Iterator[None]:
    """Drop what a new row is held against, and hold all rows against it at the end.

    Nobody reads or writes the tables meanwhile. Where readers do not let go within some seconds,
    or the role does not own the tables, everything stays as it is.
    """
    found = _rows(session, "what_can_stand_aside", tables) if _locked(session, tables) else []
    for drop, *_ in found:
        _run(session, drop)
    yield
    _run(session, f"set local maintenance_work_mem = '{MEMORY}'")
    for number, (_, make, *_) in enumerate(found, 1):
        _run(session, make)
        told(number, len(found))


def _locked(session: Session, tables: Sequence[str]) -> bool:
    if not _owned(session, tables):
        return False
    # Referred ones first, as writers of labels do, who go on to places from there.
    referred = [name for (name,) in _rows(session, "tables_referred_to", tables)]
    try:
        with session.begin_nested():
            _run(session, f"set local lock_timeout = '{WAIT_FOR_READERS}'")
            for name in referred:
                _run(session, f"lock table {name} in share row exclusive mode")
            for name in tables:
                _run(session, f"lock table {name} in access exclusive mode")
            _run(session, "set local lock_timeout to default")
    except OperationalError:
        return False
    return True


def _owned(session: Session, tables: Sequence[str]) -> bool:
    return bool(_rows(session, "owns_tables", tables)[0][0])


def _rows(session: Session, statement: str, tables: Sequence[str]) -> Sequence[Any]:
    return session.execute(text(named_sql(statement)), {"tables": list(tables)}).all()


def _run(session: Session, statement: str) -> None:
    # Every name in a statement is spelled and quoted by the catalogue itself.
    session.connection().exec_driver_sql(statement)
