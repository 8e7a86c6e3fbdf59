"""The ledger of imports: a run is written down before its work begins, and its end with the work.

A run holds its source by a lock that PostgreSQL lets go of with the transaction, however that
ends. So "running" is never a lie: a run that says so while nobody holds its source was broken off.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, text, update
from sqlalchemy.orm import Session

from viauma import clock
from viauma.db.engine import connect_url, create_sync_engine, translated_errors
from viauma.db.named_sql import named_sql
from viauma.db.session import work_on
from viauma.errors import Conflict, InvalidInput, Unavailable, ViaUmaError
from viauma.imports.models import ImportRun
from viauma.imports.rules import Outcome, RunState
from viauma.places.rules import Stored
from viauma.settings import Settings

MOST_SOURCES = 1_000
"""Each takes one of some thousands of locks that a cluster has room for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What is known of an import before it reads the rows."""

    source: str
    actor: str
    reason: str
    file: str | None = None
    file_sha256: str | None = None
    file_size: int | None = None
    profile: str | None = None
    crs: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


class Run:
    """An import at work."""

    def __init__(self, session: Session, entry: ImportRun, broken_off_at: datetime | None) -> None:
        self.session = session
        """All work is done in it: it commits as a whole, or not at all."""
        self._entry = entry
        self.broken_off_at = broken_off_at
        """When the last run of the source began that did not come to its end."""

    @property
    def id(self) -> Any:
        """Its number in the ledger; a trial's is taken back with it."""
        return self._entry.id

    def finish(self, outcome: Outcome) -> None:
        """Write down what became of the rows, in the transaction that stored them."""
        values = _counts(outcome) | {"state": RunState.DONE, "finished_at": clock.now()}
        self.session.execute(update(ImportRun).where(ImportRun.id == self._entry.id).values(values))


@contextmanager
def running(settings: Settings, begins: Beginning) -> Iterator[Run]:
    """Hold a source and keep its run in the ledger while the block works; commit at its end.

    Raises
    ------
    Conflict
        Another import of the same source is at work.
    """
    engine = create_sync_engine(connect_url(settings), pool_size=2, pool_pre_ping=True)
    author = {"actor": begins.actor, "reason": begins.reason}
    try:
        with work_on(engine, **author) as session:
            _hold(session, begins.source)
            with work_on(engine, **author) as ledger:
                entry, broken_off_at = _begun(ledger, begins)
            with _failure_told(engine, session, entry, author):
                yield Run(session, entry, broken_off_at)
    finally:
        engine.dispose()


@contextmanager
def trying(settings: Settings, begins: Beginning) -> Iterator[Run]:
    """Do all that `running` does, and take everything back at the end."""
    engine = create_sync_engine(connect_url(settings), pool_size=1, pool_pre_ping=True)
    try:
        with work_on(engine, actor=begins.actor, reason=begins.reason) as session:
            _hold(session, begins.source)
            with session.begin_nested() as tried:
                entry, broken_off_at = _begun(session, begins)
                yield Run(session, entry, broken_off_at)
                tried.rollback()
    finally:
        engine.dispose()


def record_import(
    session: Session, *, source: str, actor: str, store: Callable[[], Stored]
) -> Stored:
    """Run an import and leave its entry in the ledger, in the same transaction."""
    started_at = clock.now()
    stored = store()
    counts = _counts(Outcome(stored))
    session.add(
        ImportRun(
            source=source, actor=actor, started_at=started_at, finished_at=clock.now(), **counts
        )
    )
    session.flush()
    return stored


def hold_sources(session: Session) -> None:
    """Hold all sources that staged places are of, where rows of a file say their own.

    Raises
    ------
    InvalidInput
        So many cannot be held at once.
    Conflict
        Another import of one of them is at work.
    """
    sources = session.scalars(text(named_sql("sources_of_drafts"))).all()
    if len(sources) > MOST_SOURCES:
        raise InvalidInput("source", f"one file has rows of at most {MOST_SOURCES:,} sources")
    for source in sources:
        _hold(session, source)


def _hold(session: Session, source: str) -> None:
    if not session.scalar(text(named_sql("lock_source")), {"source": source}):
        raise Conflict(
            f"Another import of '{source}' is at work. Wait until it is done (viauma imports list)."
        )


def _begun(session: Session, begins: Beginning) -> tuple[ImportRun, datetime | None]:
    entry = ImportRun(
        source=begins.source,
        actor=begins.actor,
        started_at=clock.now(),
        state=RunState.RUNNING,
        file=begins.file,
        file_sha256=begins.file_sha256,
        file_size=begins.file_size,
        profile=begins.profile,
        crs=begins.crs,
        options=dict(begins.options),
    )
    session.add(entry)
    session.flush()
    own = {"source": begins.source, "run": entry.id}
    broken_off_at = session.scalar(text(named_sql("call_runs_broken")), own)
    session.refresh(entry)
    session.expunge(entry)
    return entry, broken_off_at


@contextmanager
def _failure_told(
    engine: Engine, session: Session, entry: ImportRun, author: Mapping[str, str]
) -> Iterator[None]:
    try:
        with translated_errors():
            yield
    except BaseException as error:
        said = error.message if isinstance(error, ViaUmaError) else type(error).__name__
        values = {"state": RunState.FAILED, "message": said, "finished_at": clock.now()}
        # A database that is away cannot be told; the next run of the source finds it broken off.
        with suppress(Unavailable):
            # What the work wrote into the ledger would keep the next statement waiting for ever.
            session.rollback()
            with work_on(engine, **author) as ledger:
                ledger.execute(update(ImportRun).where(ImportRun.id == entry.id).values(values))
        raise


def _counts(outcome: Outcome) -> dict[str, int]:
    return {
        "created": outcome.stored.created,
        "updated": outcome.stored.updated,
        "unchanged": outcome.stored.unchanged,
        "quarantined": outcome.quarantined,
        "gone": outcome.gone,
        "proposed": outcome.proposed,
    }
