"""Organisations as rows."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from viauma.db.base import Base
from viauma.municipalities.models import Municipality

KINDS = (
    "municipality", "region", "state", "eu", "university",
    "company", "foundation", "association", "other",
)  # fmt: skip


class Organisation(Base):
    """An owner, operator, partner or financier."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint(f"kind in {KINDS!r}", name="kind_known"),
        CheckConstraint("names ? 'sv'", name="names_sv"),
        {"comment": "Organisations that own, operate, finance or take part"},
    )

    id: Mapped[uuid.UUID] = mapped_column(
        primary_key=True, server_default=text("viauma.uuid7()"), comment="UUID version 7"
    )
    slug: Mapped[str] = mapped_column(Text, unique=True, comment="Name in addresses")
    names: Mapped[dict[str, str]] = mapped_column(comment="Name by language")
    kind: Mapped[str] = mapped_column(Text, comment="Kind of organisation")
    municipality: Mapped[str | None] = mapped_column(
        ForeignKey(Municipality.code), comment="Municipality it is or belongs to"
    )
