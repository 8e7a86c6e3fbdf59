"""Sources, and what they say where several speak of one place."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from viauma.db.base import Base


class Source(Base):
    """Where rows are from, and how far it is believed."""

    __tablename__ = "source"
    __table_args__ = (
        CheckConstraint("trust between 0 and 100", name="trust_is_percent"),
        CheckConstraint("jsonb_typeof(trust_by_field) = 'object'", name="trust_by_field_object"),
        CheckConstraint("btrim(name) <> ''", name="name_not_empty"),
        {"comment": "Where rows are from, and how far each is believed"},
    )

    name: Mapped[str] = mapped_column(
        Text, primary_key=True, comment="As in place.source; register: what officers correct"
    )
    title: Mapped[str | None] = mapped_column(Text, comment="Its name for people")
    publisher: Mapped[str | None] = mapped_column(Text, comment="Who publishes it")
    licence: Mapped[str | None] = mapped_column(
        Text, comment="SPDX id for rows that state none; null: each row says"
    )
    attribution: Mapped[str | None] = mapped_column(Text, comment="Text to show with its rows")
    url: Mapped[str | None] = mapped_column(Text, comment="Where it is fetched")
    trust: Mapped[int] = mapped_column(
        SmallInteger,
        server_default=text("50"),
        comment="0 to 100; the more trusted source gives a field",
    )
    trust_by_field: Mapped[dict[str, Any]] = mapped_column(
        server_default=text("'{}'"),
        comment="Trust in single fields, such as opening_hours or attributes.lit",
    )


class PlaceStatement(Base):
    """What one source says of one place."""

    __tablename__ = "place_statement"
    __table_args__ = (
        CheckConstraint("jsonb_typeof(fields) = 'object'", name="fields_object"),
        Index("place_statement_place_ix", "place"),
        {
            "comment": "What one source says of a place of which several speak; "
            "of other places the row is the statement"
        },
    )

    source: Mapped[str] = mapped_column(
        ForeignKey(Source.name), primary_key=True, comment="Who says it"
    )
    source_id: Mapped[str] = mapped_column(Text, primary_key=True, comment="Its id there")
    place: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("viauma.place.id"),
        comment="The place that it was said of; stays when that is merged",
    )
    fields: Mapped[dict[str, Any]] = mapped_column(
        comment="Value by field; what is not said is not there"
    )
    licence: Mapped[str] = mapped_column(Text, comment="SPDX id, public-domain or not-stated")
    attribution: Mapped[str | None] = mapped_column(Text, comment="Text to show with the data")
    observed_on: Mapped[str | None] = mapped_column(
        Text, comment="Date of the source data, ISO 8601, may be reduced to year or month"
    )
    stated_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True),
        server_default=text("now()"),
        comment="When it was last said otherwise",
    )
    gone_since: Mapped[datetime | None] = mapped_column(
        TIMESTAMP(timezone=True),
        comment="When its source was first read without it; null: it has it",
    )
