"""Pairs of places that may be one, and what was decided of them."""

import uuid
from typing import Any

from sqlalchemy import CheckConstraint, Double, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from viauma.db.base import Base
from viauma.places.models import Place


class DuplicatePair(Base):
    """Two places, the smaller id first."""

    __tablename__ = "duplicate_pair"
    __table_args__ = (
        CheckConstraint("one < two", name="in_order"),
        CheckConstraint("score between 0 and 1", name="score_is_share"),
        CheckConstraint("standing in ('open', 'dismissed', 'merged')", name="standing_known"),
        CheckConstraint("(standing = 'open') = (why is null)", name="decided_has_reason"),
        Index("duplicate_pair_two_ix", "two"),
        Index("duplicate_pair_run_ix", "run", postgresql_where=text("run is not null")),
        {"comment": "Pairs of places that may be one, and what was decided of them"},
    )

    one: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(Place.id), primary_key=True, comment="The place with the smaller id"
    )
    two: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(Place.id), primary_key=True, comment="The place with the greater id"
    )
    score: Mapped[float | None] = mapped_column(
        Double, comment="0 to 1: how likely they are one; null: somebody decided without"
    )
    parts: Mapped[dict[str, Any]] = mapped_column(
        server_default=text("'{}'"),
        comment="What speaks for and against, by kind of evidence, in log-odds",
    )
    standing: Mapped[str] = mapped_column(
        Text,
        server_default="open",
        comment="open, dismissed (two places) or merged (one place)",
    )
    why: Mapped[str | None] = mapped_column(Text, comment="Why it was decided so")
    run: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("viauma.import_run.id"),
        comment="Import whose new rows made it a pair; null: somebody searched",
    )
