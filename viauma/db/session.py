"""Units of work: a session that writes in somebody's name and commits as a whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from viauma.db.engine import connect_url, create_sync_engine, translated_errors
from viauma.settings import Settings


@contextmanager
def unit_of_work(settings: Settings, *, actor: str, reason: str) -> Iterator[Session]:
    """Open a session that commits at the end; every write in it is revised under actor and reason.

    Parameters
    ----------
    settings
        Says which database.
    actor
        Who writes: an account, ``cli:…`` for a command, ``import:…`` for a source.
    reason
        Why, in words a colleague will understand in ten years.
    """
    engine = create_sync_engine(connect_url(settings), pool_size=1, pool_pre_ping=True)
    try:
        with work_on(engine, actor=actor, reason=reason) as session:
            yield session
    finally:
        engine.dispose()


@contextmanager
def work_on(engine: Engine, *, actor: str, reason: str) -> Iterator[Session]:
    """Like unit_of_work, on an engine that is already there."""
    with translated_errors(), Session(engine) as session, session.begin():
        write_as(session, actor=actor, reason=reason)
        yield session


@contextmanager
def reading(settings: Settings) -> Iterator[Session]:
    """Open a read-only session."""
    engine = create_sync_engine(connect_url(settings), pool_size=1, pool_pre_ping=True)
    try:
        with translated_errors(), Session(engine) as session, session.begin():
            session.execute(text("set transaction read only"))
            yield session
    finally:
        engine.dispose()


def as_of_now(session: Session) -> None:
    """Keep a session that has asked nothing yet to what is committed now, however long it reads."""
    session.execute(text("set transaction isolation level repeatable read"))


def write_as(session: Session, *, actor: str, reason: str) -> None:
    """Name the author of all writes in the session's transaction."""
    session.execute(
        text(
            "select set_config('viauma.actor', :actor, true), "
            "set_config('viauma.reason', :reason, true)"
        ),
        {"actor": actor, "reason": reason},
    )
