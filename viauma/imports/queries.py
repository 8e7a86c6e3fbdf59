"""Reading the ledger of imports, the quarantine and the proposals."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session

from viauma.db.named_sql import named_sql
from viauma.errors import InvalidInput, NotFound
from viauma.imports.models import ClosingProposal, ImportRun, QuarantinedRow
from viauma.imports.rules import ProposalState, RowState, RunState
from viauma.places.models import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFilter:
    """Which rows of the quarantine are meant; every field narrows the answer."""

    ids: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    runs: tuple[uuid.UUID, ...] = ()
    where: dict[str, str] = field(default_factory=dict)
    """Values of the file by column, as the file spells both."""
    states: tuple[RowState, ...] = (RowState.WAITING,)


def quarantined_rows(
    session: Session, question: RowFilter, limit: int | None = None
) -> Sequence[QuarantinedRow]:
    """List the rows meant, by source and row."""
    ordered = _narrowed(question).order_by(QuarantinedRow.source, QuarantinedRow.row_number)
    found: Sequence[QuarantinedRow] = session.scalars(ordered.limit(limit)).all()
    return found


def count_quarantined(session: Session, question: RowFilter) -> int:
    """Count the rows meant."""
    return session.scalar(select(func.count()).select_from(_narrowed(question).subquery())) or 0


def quarantined_row(session: Session, number: int) -> QuarantinedRow:
    """Find one row, whatever its state.

    Raises
    ------
    NotFound
        There is none of that number.
    """
    found = session.get(QuarantinedRow, number) if 0 < number < 2**63 else None
    if found is None:
        raise NotFound(f"No row {number} is in quarantine. Try: viauma quarantine list")
    return found


def _narrowed(question: RowFilter) -> Any:
    chosen: Any = select(QuarantinedRow)
    pairs = (
        (QuarantinedRow.id, question.ids),
        (QuarantinedRow.source, question.sources),
        (QuarantinedRow.run, question.runs),
        (QuarantinedRow.state, question.states),
    )
    for column, values in pairs:
        if values:
            chosen = chosen.where(column.in_(values))
    if question.codes:
        has = (QuarantinedRow.findings.contains([{"code": code}]) for code in question.codes)
        chosen = chosen.where(or_(*has))
    for column_name, value in question.where.items():
        chosen = chosen.where(QuarantinedRow.raw[column_name].astext == value)
    return chosen


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place that its source has no longer, with what a person needs to decide."""

    id: int
    place: uuid.UUID
    slug: str
    name: str | None
    source: str
    source_id: str
    since: datetime
    state: str


def closing_proposals(
    session: Session, *, sources: Sequence[str] = (), ids: Sequence[int] = ()
) -> list[Proposal]:
    """List the proposals that wait."""
    name = func.coalesce(Place.names["sv"].astext, Place.names["en"].astext)
    chosen = (
        select(
            ClosingProposal.id, ClosingProposal.place, Place.slug, name, ClosingProposal.source,
            ClosingProposal.source_id, ImportRun.started_at, ClosingProposal.state,
        )
        .join(Place, Place.id == ClosingProposal.place)
        .join(ImportRun, ImportRun.id == ClosingProposal.run)
        .where(ClosingProposal.state == ProposalState.WAITING)
        .order_by(ClosingProposal.id)
    )  # fmt: skip
    if sources:
        chosen = chosen.where(ClosingProposal.source.in_(sources))
    if ids:
        chosen = chosen.where(ClosingProposal.id.in_(ids))
    return [Proposal(*row) for row in session.execute(chosen)]


def import_runs(session: Session, *, source: str = "", limit: int = 50) -> list[dict[str, Any]]:
    """List the latest imports, newest first; `state` is what is so, not what was written last."""
    chosen = select(ImportRun).order_by(ImportRun.started_at.desc(), ImportRun.id.desc())
    if source:
        chosen = chosen.where(ImportRun.source == source)
    return _told(session, session.scalars(chosen.limit(limit)).all())


def import_run(session: Session, reference: str) -> dict[str, Any]:
    """Find one import by its number, or by how the number ends.

    Raises
    ------
    InvalidInput
        More than one import is meant.
    NotFound
        There is none.
    """
    ends = func.right(func.cast(ImportRun.id, Place.slug.type), len(reference))
    found = session.scalars(select(ImportRun).where(ends == reference.lower()).limit(2)).all()
    if len(found) > 1:
        raise InvalidInput("RUN", f"'{reference[:40]}' ends the number of several imports")
    if not found:
        raise NotFound(f"No import has the number '{reference[:40]}'. Try: viauma imports list")
    return _told(session, found)[0]


def latest_run(session: Session, source: str) -> dict[str, Any] | None:
    """Find the last import of a source."""
    return next(iter(import_runs(session, source=source, limit=1)), None)


def _told(session: Session, runs: Sequence[ImportRun]) -> list[dict[str, Any]]:
    said = {run.source for run in runs if run.state == RunState.RUNNING}
    at_work = _at_work(session, said) if said else set()
    rows = []
    for run in runs:
        row = {column.name: getattr(run, column.name) for column in ImportRun.__table__.columns}
        if run.state == RunState.RUNNING and run.source not in at_work:
            row["state"] = str(RunState.BROKEN)
        rows.append(row)
    return rows


def _at_work(session: Session, sources: Collection[str]) -> set[str]:
    asked = {"sources": list(sources)}
    return set(session.scalars(text(named_sql("sources_at_work")), asked))


def waiting_proposals(
    session: Session, *, ids: Sequence[int], sources: Sequence[str]
) -> Sequence[ClosingProposal]:
    """Find proposals to decide about: those of these numbers, and those of sources that wait.

    Raises
    ------
    NotFound
        There is none of such a number.
    """
    found = {one: session.get(ClosingProposal, one) for one in ids if 0 < one < 2**63}
    missing = [number for number in ids if found.get(number) is None]
    if missing:
        raise NotFound(f"No proposal has the number {missing[0]}. Try: viauma proposals list")
    of_sources = select(ClosingProposal).where(
        ClosingProposal.source.in_(sources), ClosingProposal.state == ProposalState.WAITING
    )
    listed = [one for one in found.values() if one is not None]
    return [*listed, *(one for one in session.scalars(of_sources) if one not in listed)]
