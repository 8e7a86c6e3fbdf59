"""The ledger of imports, the rows that wait for somebody, and what is proposed to be closed."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from viauma.db.base import Base
from viauma.imports.rules import ProposalState, RowState, RunState
from viauma.places.models import Place


def _one_of(column: str, values: type[StrEnum]) -> str:
    return f"{column} in ({', '.join(repr(str(value)) for value in values)})"


class ImportRun(Base):
    """One reading of one source."""

    __tablename__ = "import_run"
    __table_args__ = (
        CheckConstraint(
            "created >= 0 and updated >= 0 and unchanged >= 0 "
            "and quarantined >= 0 and gone >= 0 and proposed >= 0",
            name="counts_not_negative",
        ),
        CheckConstraint(_one_of("state", RunState), name="state_known"),
        Index("import_run_source_ix", "source", "started_at"),
        {"comment": "Imports: what was read when, and what became of its rows"},
    )

    id: Mapped[uuid.UUID] = mapped_column(
        primary_key=True, server_default=text("viauma.uuid7()"), comment="UUID version 7"
    )
    source: Mapped[str] = mapped_column(Text, comment="Name of what was read")
    actor: Mapped[str] = mapped_column(Text, comment="Who started it")
    started_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), server_default=text("now()"), comment="Start"
    )
    finished_at: Mapped[datetime | None] = mapped_column(
        TIMESTAMP(timezone=True), comment="End; null: it runs, or was broken off"
    )
    created: Mapped[int] = mapped_column(server_default=text("0"), comment="New rows")
    updated: Mapped[int] = mapped_column(server_default=text("0"), comment="Changed rows")
    unchanged: Mapped[int] = mapped_column(server_default=text("0"), comment="Rows as before")
    state: Mapped[str] = mapped_column(
        Text,
        server_default="done",
        comment="running (as long as it holds its source's lock), done, failed, broken",
    )
    message: Mapped[str | None] = mapped_column(Text, comment="Why it failed")
    file: Mapped[str | None] = mapped_column(Text, comment="Name or address of what was read")
    file_sha256: Mapped[str | None] = mapped_column(Text, comment="SHA-256 of a file's bytes")
    file_size: Mapped[int | None] = mapped_column(BigInteger, comment="Bytes of a file")
    profile: Mapped[str | None] = mapped_column(Text, comment="Key of the profile")
    crs: Mapped[str | None] = mapped_column(Text, comment="CRS that positions were read in")
    options: Mapped[dict[str, Any]] = mapped_column(
        server_default=text("'{}'"), comment="What the command said"
    )
    quarantined: Mapped[int] = mapped_column(server_default=text("0"), comment="Rows that wait")
    gone: Mapped[int] = mapped_column(
        server_default=text("0"), comment="Places of the source that were not in the file"
    )
    proposed: Mapped[int] = mapped_column(
        server_default=text("0"), comment="New proposals to close a place"
    )


class QuarantinedRow(Base):
    """A row that was not stored, with the reasons."""

    __tablename__ = "quarantine"
    __table_args__ = (
        CheckConstraint(_one_of("state", RowState), name="state_known"),
        CheckConstraint(
            "(state in ('released', 'dismissed')) = (decided_by is not null)", name="decided_by_one"
        ),
        Index(
            "quarantine_row_key",
            "source",
            "row_key",
            "fingerprint",
            "nth",
            unique=True,
            postgresql_where=text("state <> 'superseded'"),
        ),
        Index("quarantine_run_ix", "run"),
        Index("quarantine_place_ix", "place"),
        {"comment": "Rows that wait for somebody, or waited"},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    run: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(ImportRun.id), comment="Import that first had the row like this"
    )
    source: Mapped[str] = mapped_column(Text, comment="Where the row is from")
    source_id: Mapped[str | None] = mapped_column(Text, comment="Its id there; null: unknown")
    row_key: Mapped[str] = mapped_column(Text, comment="source_id, or a tilde and the fingerprint")
    fingerprint: Mapped[str] = mapped_column(Text, comment="Digest of what the file says")
    nth: Mapped[int] = mapped_column(comment="Counts rows of a file that say the same")
    row_number: Mapped[int] = mapped_column(comment="As a person counts in the file")
    raw: Mapped[dict[str, Any]] = mapped_column(comment="What the file says, by column")
    draft: Mapped[dict[str, Any] | None] = mapped_column(
        comment="The place that it would be; null: it says too little"
    )
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, comment="Why it waits")
    state: Mapped[str] = mapped_column(
        Text,
        server_default=str(RowState.WAITING),
        comment="waiting, released, dismissed, superseded (the source changed)",
    )
    decided_at: Mapped[datetime | None] = mapped_column(
        TIMESTAMP(timezone=True), comment="When somebody decided"
    )
    decided_by: Mapped[str | None] = mapped_column(Text, comment="Who decided")
    why: Mapped[str | None] = mapped_column(Text, comment="Why, in that person's words")
    place: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey(Place.id), comment="The place it became"
    )


class ClosingProposal(Base):
    """A place that its source has no longer."""

    __tablename__ = "closing_proposal"
    __table_args__ = (
        CheckConstraint(_one_of("state", ProposalState), name="state_known"),
        CheckConstraint(
            "(state in ('accepted', 'declined')) = (decided_by is not null) or state = 'withdrawn'",
            name="decided_by_one",
        ),
        Index(
            "closing_proposal_place_key",
            "place",
            unique=True,
            postgresql_where=text("state in ('waiting', 'declined')"),
        ),
        Index("closing_proposal_run_ix", "run"),
        {"comment": "Places that were gone from their source; somebody decides"},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    place: Mapped[uuid.UUID] = mapped_column(ForeignKey(Place.id), comment="The place")
    source: Mapped[str] = mapped_column(Text, comment="Where it was from")
    source_id: Mapped[str] = mapped_column(Text, comment="Its id there")
    run: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(ImportRun.id), comment="Import that missed it first"
    )
    state: Mapped[str] = mapped_column(
        Text,
        server_default=str(ProposalState.WAITING),
        comment="waiting, accepted, declined, withdrawn (the row is back)",
    )
    decided_at: Mapped[datetime | None] = mapped_column(
        TIMESTAMP(timezone=True), comment="When somebody decided"
    )
    decided_by: Mapped[str | None] = mapped_column(Text, comment="Who decided")
    why: Mapped[str | None] = mapped_column(Text, comment="Why, in that person's words")
