"""The two ledgers that triggers keep: revisions for people, changes for machines."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from viauma.db.base import Base


class Revision(Base):
    """One row of one table as it stood after one write (or before its deletion)."""

    __tablename__ = "revision"
    __table_args__ = (
        CheckConstraint("operation in ('insert', 'update', 'delete')", name="operation_known"),
        CheckConstraint("actor <> '' and reason <> ''", name="actor_and_reason"),
        Index("revision_entity_ix", "entity", "entity_id", "id"),
        {"comment": "Every write, with who, when, why and the row; kept by trigger"},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    entity: Mapped[str] = mapped_column(Text, comment="Table")
    entity_id: Mapped[str] = mapped_column(Text, comment="Primary key as text")
    operation: Mapped[str] = mapped_column(Text, comment="insert, update or delete")
    at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), server_default=text("now()"), comment="When the transaction began"
    )
    actor: Mapped[str] = mapped_column(Text, comment="Who: account, command or import run")
    reason: Mapped[str] = mapped_column(Text, comment="Why, in the actor's words")
    data: Mapped[dict[str, Any]] = mapped_column(
        JSONB, comment="The row after the write, or before a deletion; geometry as GeoJSON"
    )


class Change(Base):
    """One entry of the feed that partners follow."""

    __tablename__ = "change"
    __table_args__ = (
        CheckConstraint("kind in ('created', 'updated', 'deleted')", name="kind_known"),
        Index("change_feature_ix", "collection", "feature_id", "seq"),
        {"comment": "What changed in public collections, in order; kept by trigger"},
    )

    seq: Mapped[int] = mapped_column(
        BigInteger, Identity(always=True), primary_key=True, comment="Position in the feed"
    )
    xid: Mapped[int] = mapped_column(
        BigInteger,
        server_default=text("(pg_current_xact_id()::text)::bigint"),
        comment="Transaction, so that a reader can wait for older ones still open",
    )
    collection: Mapped[str] = mapped_column(Text, comment="Public collection")
    feature_id: Mapped[str] = mapped_column(Text, comment="Id of the feature in it")
    kind: Mapped[str] = mapped_column(
        Text, comment="created, updated or deleted (no longer public)"
    )
    at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), server_default=text("now()"), comment="When the transaction began"
    )
