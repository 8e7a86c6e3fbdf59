"""The ledger of imports: what was read when, and what became of its rows."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from viauma.db.base import Base


class ImportRun(Base):
    """One reading of one source."""

    __tablename__ = "import_run"
    __table_args__ = (
        CheckConstraint(
            "created >= 0 and updated >= 0 and unchanged >= 0", name="counts_not_negative"
        ),
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
        TIMESTAMP(timezone=True), comment="End; null: broken off"
    )
    created: Mapped[int] = mapped_column(server_default=text("0"), comment="New rows")
    updated: Mapped[int] = mapped_column(server_default=text("0"), comment="Changed rows")
    unchanged: Mapped[int] = mapped_column(server_default=text("0"), comment="Rows as before")
