"""The project ledger: parties, budget, funding, contacts, milestones and what was touched."""

import uuid
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Numeric, Text, text
from sqlalchemy.dialects.postgresql import DATERANGE, TIMESTAMP, Range
from sqlalchemy.orm import Mapped, mapped_column

from viauma.db.base import Base
from viauma.municipalities.models import Municipality
from viauma.organisations.models import Organisation
from viauma.places.models import Place
from viauma.taxonomy.models import Category

PROJECT = "viauma.project.id"


def _serial() -> Mapped[int]:
    return mapped_column(BigInteger, Identity(always=True), primary_key=True)


def _project() -> Mapped[uuid.UUID]:
    return mapped_column(ForeignKey(PROJECT, ondelete="CASCADE"), comment="Project")


class Project(Base):
    """A project, programme, study or activity."""

    __tablename__ = "project"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="slug_format"),
        CheckConstraint("kind in ('project', 'programme', 'activity', 'study')", name="kind_known"),
        CheckConstraint("titles ? 'sv'", name="titles_sv"),
        CheckConstraint("not isempty(during)", name="during_not_empty"),
        {"comment": "Development projects of the region"},
    )

    id: Mapped[uuid.UUID] = mapped_column(
        primary_key=True, server_default=text("viauma.uuid7()"), comment="UUID version 7"
    )
    slug: Mapped[str] = mapped_column(Text, unique=True, comment="Name in addresses")
    kind: Mapped[str] = mapped_column(Text, comment="project, programme, activity or study")
    titles: Mapped[dict[str, str]] = mapped_column(comment="Title by language")
    summaries: Mapped[dict[str, str]] = mapped_column(comment="Summary by language")
    during: Mapped[Range[date] | None] = mapped_column(
        DATERANGE, comment="Time frame, half-open; an unknown end is unbounded; null: unknown"
    )
    time_frame_wording: Mapped[str | None] = mapped_column(
        Text, comment="The source's words, where they say less than a date"
    )
    part_of: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey(PROJECT), comment="Project it is a part of"
    )
    source: Mapped[str] = mapped_column(Text, comment="Document it is from")
    source_section: Mapped[str | None] = mapped_column(Text, comment="Where in the document")
    created_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), server_default=text("now()"), comment="First stored"
    )
    updated_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), server_default=text("now()"), comment="Last changed"
    )
    version: Mapped[int] = mapped_column(
        server_default=text("1"), comment="Counts writes; kept by trigger"
    )


class ProjectParty(Base):
    """An organisation's part in a project."""

    __tablename__ = "project_party"
    __table_args__ = (
        CheckConstraint(
            "role in ('owner', 'partner', 'participant', 'performer')", name="role_known"
        ),
        Index("project_party_once", "project", "organisation", "role", unique=True),
        {"comment": "Who takes part in a project, and as what"},
    )

    id: Mapped[int] = _serial()
    project: Mapped[uuid.UUID] = _project()
    organisation: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id), comment="Who")
    role: Mapped[str] = mapped_column(Text, comment="owner, partner, participant or performer")


class ProjectBudgetLine(Base):
    """What a project may cost: in all, in a year, or in a part."""

    __tablename__ = "project_budget_line"
    __table_args__ = (
        CheckConstraint("amount >= 0 and amount <> 'NaN'", name="amount_not_negative"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency_iso4217"),
        CheckConstraint("scope in ('total', 'year', 'part')", name="scope_known"),
        CheckConstraint("(scope = 'year') = (year is not null)", name="year_when_yearly"),
        CheckConstraint("basis in ('stated', 'derived')", name="basis_known"),
        Index(
            "project_budget_line_total_once",
            "project",
            unique=True,
            postgresql_where=text("scope = 'total'"),
        ),
        Index(
            "project_budget_line_year_once",
            "project",
            "year",
            unique=True,
            postgresql_where=text("scope = 'year'"),
        ),
        {"comment": "Budget of a project, exact kronor, with the source's wording"},
    )

    id: Mapped[int] = _serial()
    project: Mapped[uuid.UUID] = _project()
    scope: Mapped[str] = mapped_column(Text, comment="total, year or part (of the total)")
    year: Mapped[int | None] = mapped_column(comment="Calendar year")
    labels: Mapped[dict[str, str]] = mapped_column(
        server_default=text("'{}'"), comment="What part, by language"
    )
    amount: Mapped[Decimal] = mapped_column(Numeric(14, 2), comment="Amount")
    currency: Mapped[str] = mapped_column(Text, server_default="SEK", comment="ISO 4217")
    basis: Mapped[str] = mapped_column(Text, comment="stated, or derived from a stated figure")
    wording: Mapped[str | None] = mapped_column(Text, comment="The source's words")


class ProjectFunding(Base):
    """What a financier pays; an unknown amount is null."""

    __tablename__ = "project_funding"
    __table_args__ = (
        CheckConstraint("amount >= 0 and amount <> 'NaN'", name="amount_not_negative"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency_iso4217"),
        CheckConstraint("basis in ('stated', 'derived')", name="basis_known"),
        Index(
            "project_funding_once",
            "project",
            "financier",
            "year",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        {"comment": "Who pays for a project, per year where known"},
    )

    id: Mapped[int] = _serial()
    project: Mapped[uuid.UUID] = _project()
    financier: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id), comment="Who pays")
    year: Mapped[int | None] = mapped_column(comment="Calendar year; null: whole project")
    amount: Mapped[Decimal | None] = mapped_column(Numeric(14, 2), comment="null: unknown")
    currency: Mapped[str] = mapped_column(Text, server_default="SEK", comment="ISO 4217")
    basis: Mapped[str] = mapped_column(Text, comment="stated, or derived from a stated figure")
    wording: Mapped[str | None] = mapped_column(Text, comment="The source's words")


class ProjectContact(Base):
    """A person to ask; leaves the house only with consent."""

    __tablename__ = "project_contact"
    __table_args__ = (
        CheckConstraint("consent in ('given', 'refused', 'unknown')", name="consent_known"),
        {"comment": "Contact persons; published only when consent is given"},
    )

    id: Mapped[int] = _serial()
    project: Mapped[uuid.UUID] = _project()
    name: Mapped[str] = mapped_column(Text, comment="Name")
    roles: Mapped[dict[str, str]] = mapped_column(
        server_default=text("'{}'"), comment="Role by language"
    )
    organisation: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey(Organisation.id), comment="Where the person works"
    )
    consent: Mapped[str] = mapped_column(
        Text, server_default="unknown", comment="Consent to publication"
    )


class ProjectMilestone(Base):
    """A stage or an event with a date."""

    __tablename__ = "project_milestone"
    __table_args__ = (
        CheckConstraint("not isempty(during)", name="during_not_empty"),
        {"comment": "Stages and decisions of a project"},
    )

    id: Mapped[int] = _serial()
    project: Mapped[uuid.UUID] = _project()
    labels: Mapped[dict[str, str]] = mapped_column(comment="Label by language")
    during: Mapped[Range[date] | None] = mapped_column(DATERANGE, comment="When, half-open")


class ProjectMunicipality(Base):
    """A municipality that a project concerns."""

    __tablename__ = "project_municipality"
    __table_args__ = ({"comment": "Municipalities a project concerns"},)

    project: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(PROJECT, ondelete="CASCADE"), primary_key=True, comment="Project"
    )
    municipality: Mapped[str] = mapped_column(
        ForeignKey(Municipality.code), primary_key=True, comment="SCB code"
    )
    basis: Mapped[str | None] = mapped_column(Text, comment="What in the source says so")


class ProjectCategory(Base):
    """A kind of place that a project concerns."""

    __tablename__ = "project_category"
    __table_args__ = ({"comment": "Categories of places a project concerns"},)

    project: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(PROJECT, ondelete="CASCADE"), primary_key=True, comment="Project"
    )
    category: Mapped[str] = mapped_column(
        ForeignKey(Category.key), primary_key=True, comment="Category"
    )


class ProjectPlace(Base):
    """A place that a project touched."""

    __tablename__ = "project_place"
    __table_args__ = ({"comment": "Places a project built, improved or concerns"},)

    project: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(PROJECT, ondelete="CASCADE"), primary_key=True, comment="Project"
    )
    place: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(Place.id), primary_key=True, comment="Place"
    )
    relation: Mapped[str | None] = mapped_column(Text, comment="What it did there")
