"""What can be said of a project's money without a database: nothing rounded, nothing hidden."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A stated or derived amount: for all (total), for a year, or for a part of the total."""

    scope: str
    year: int | None
    labels: Mapping[str, str]
    amount: Decimal
    currency: str = "SEK"
    basis: str = "stated"
    wording: str | None = None


@dataclass(frozen=True, slots=True)
class FundingLine:
    """A financier's part; an unknown amount is None, never zero."""

    financier: str
    year: int | None
    amount: Decimal | None
    currency: str = "SEK"
    basis: str = "stated"
    wording: str | None = None


@dataclass(frozen=True, slots=True)
class YearAccount:
    """Budget against funding in one year (or, with year None, in all)."""

    year: int | None
    budget: Decimal | None
    funded: Decimal
    unknown_financiers: tuple[str, ...] = ()

    @property
    def not_accounted_for(self) -> Decimal | None:
        """Budget that no stated financier covers; None when there is no budget to compare with."""
        return None if self.budget is None else self.budget - self.funded


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectDraft:
    """A project as somebody wants it stored. Organisations are given by slug."""

    slug: str
    kind: str
    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    starts_on: date | None = None
    ends_on: date | None = None
    time_frame_wording: str | None = None
    part_of: str | None = None
    source: str
    source_section: str | None = None
    parties: Sequence[tuple[str, str]] = ()
    budget: Sequence[BudgetLine] = ()
    funding: Sequence[FundingLine] = ()
    contacts: Sequence[Mapping[str, Any]] = ()
    milestones: Sequence[tuple[Mapping[str, str], date | None, date | None]] = ()
    municipalities: Sequence[str] = ()
    municipalities_basis: str | None = None
    categories: Sequence[str] = ()
    places: Mapping[str, str | None] = field(default_factory=dict)


def total_budget(lines: Sequence[BudgetLine]) -> Decimal | None:
    """Sum a budget: the stated total, else the years; None when neither is known.

    Parts (for the coast, for the inland) are parts *of* the total and never added to it.
    """
    for scope in ("total", "year"):
        amounts = [line.amount for line in lines if line.scope == scope]
        if amounts:
            return sum(amounts, Decimal(0))
    return None


def account(budget: Sequence[BudgetLine], funding: Sequence[FundingLine]) -> YearAccount:
    """Set the whole budget against all stated funding."""
    return YearAccount(None, total_budget(budget), _sum(funding), _unknown(funding))


def accounts_by_year(
    budget: Sequence[BudgetLine], funding: Sequence[FundingLine]
) -> list[YearAccount]:
    """Set each year's budget against that year's funding, for the years that are named."""
    budgets = {line.year: line.amount for line in budget if line.scope == "year"}
    grouped: dict[int | None, list[FundingLine]] = defaultdict(list)
    for line in funding:
        grouped[line.year].append(line)
    years = sorted({year for year in (*budgets, *grouped) if year is not None})
    return [
        YearAccount(year, budgets.get(year), _sum(grouped[year]), _unknown(grouped[year]))
        for year in years
    ]


def accounts_from_feature(properties: Mapping[str, Any]) -> tuple[YearAccount, list[YearAccount]]:
    """Compute a project's account, in all and by year, from its public Feature's properties."""
    budget = [
        BudgetLine(line["scope"], line["year"], line["labels"], Decimal(line["amount"]))
        for line in properties["budget"]
    ]
    funding = [
        FundingLine(line["financier"], line["year"], _decimal(line["amount"]))
        for line in properties["funding"]
    ]
    return account(budget, funding), accounts_by_year(budget, funding)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _sum(lines: Sequence[FundingLine]) -> Decimal:
    return sum((line.amount for line in lines if line.amount is not None), Decimal(0))


def _unknown(lines: Sequence[FundingLine]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.financier for line in lines if line.amount is None))
