"""Read the project ledger of the 2005 plan; money is exact and unknown is None."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class PartyRecord:
    """An organisation's part in a project: owner, partner, participant or performer."""

    organisation: str
    role: str


@dataclass(frozen=True, slots=True)
class BudgetRecord:
    """A budget line in exact kronor with the plan's own words; no year means the whole time."""

    year: int | None
    label: Mapping[str, str]
    amount: Decimal
    currency: str
    scope: str
    basis: str
    wording: str


@dataclass(frozen=True, slots=True)
class FundingRecord:
    """What a financier gives; the amount is None where the plan names the financier only."""

    financier: str
    year: int | None
    amount: Decimal | None
    currency: str
    basis: str
    wording: str


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """A contact person as the plan names them; consent to publish was never asked."""

    name: str
    role: Mapping[str, str] | None
    organisation: str | None
    wording: str
    consent: str


@dataclass(frozen=True, slots=True)
class MilestoneRecord:
    """A stage or a date a project has to keep; precision says how much of a date was given."""

    label: Mapping[str, str]
    starts_on: date | None
    ends_on: date | None
    ends_precision: str
    wording: str | None


@dataclass(frozen=True, slots=True)
class ProjectRecord:
    """A development project, programme, study or activity of the plan."""

    slug: str
    kind: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    starts_on: date | None
    ends_on: date | None
    ends_precision: str
    time_frame_wording: str | None
    owner: str | None
    parts_of: str | None
    parties: tuple[PartyRecord, ...]
    budgets: tuple[BudgetRecord, ...]
    fundings: tuple[FundingRecord, ...]
    contacts: tuple[ContactRecord, ...]
    milestones: tuple[MilestoneRecord, ...]
    municipalities: tuple[str, ...]
    municipalities_basis: str | None
    categories: tuple[str, ...]
    source: str
    source_section: str


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """An organisation named by a project or a source."""

    slug: str
    name: Mapping[str, str]
    kind: str
    municipality: str | None


def read_projects() -> Iterator[ProjectRecord]:
    """Yield the projects in the order of the plan."""
    for table in _tables("projects.toml", "project"):
        yield _project(table)


def read_organisations() -> Iterator[OrganisationRecord]:
    """Yield the organisations by slug."""
    for table in _tables("organisations.toml", "organisation"):
        yield OrganisationRecord(
            slug=table["slug"],
            name=table["name"],
            kind=table["kind"],
            municipality=table.get("municipality"),
        )


def _tables(name: str, key: str) -> list[dict[str, Any]]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    tables: list[dict[str, Any]] = tomllib.loads(text)[key]
    return tables


def _project(table: Mapping[str, Any]) -> ProjectRecord:
    return ProjectRecord(
        slug=table["slug"],
        kind=table["kind"],
        title=table["title"],
        summary=table["summary"],
        starts_on=table.get("starts_on"),
        ends_on=table.get("ends_on"),
        ends_precision=table.get("ends_precision", "day"),
        time_frame_wording=table.get("time_frame_wording"),
        owner=table.get("owner"),
        parts_of=table.get("parts_of"),
        parties=tuple(PartyRecord(**party) for party in table.get("party", ())),
        budgets=tuple(_budget(line) for line in table.get("budget", ())),
        fundings=tuple(_funding(line) for line in table.get("funding", ())),
        contacts=tuple(_contact(line) for line in table.get("contact", ())),
        milestones=tuple(_milestone(line) for line in table.get("milestone", ())),
        municipalities=tuple(table["municipalities"]),
        municipalities_basis=table.get("municipalities_basis"),
        categories=tuple(table["categories"]),
        source=table["source"],
        source_section=table["source_section"],
    )


def _budget(line: Mapping[str, Any]) -> BudgetRecord:
    values = {"year": None, **line, "amount": Decimal(line["amount"])}
    return BudgetRecord(**values)


def _funding(line: Mapping[str, Any]) -> FundingRecord:
    amount = Decimal(line["amount"]) if "amount" in line else None
    values = {"year": None, **line, "amount": amount}
    return FundingRecord(**values)


def _contact(line: Mapping[str, Any]) -> ContactRecord:
    return ContactRecord(**{"role": None, "organisation": None, **line})


def _milestone(line: Mapping[str, Any]) -> MilestoneRecord:
    open_ended = {"starts_on": None, "ends_on": None, "ends_precision": "day", "wording": None}
    return MilestoneRecord(**{**open_ended, **line})
