"""What a project's page says: its time frame and its money, exact and with what is unknown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from viauma.projects.rules import YearAccount, accounts_from_feature
from viauma_api.visitors.words import Voice

Properties = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A year's money, or all of it, in words."""

    label: str
    budget: str
    funded: str
    not_accounted: str
    is_total: bool


def rows_of(properties: Properties, voice: Voice) -> list[Row]:
    """Set budget against funding by year, and in all at the end."""
    total, years = accounts_from_feature(properties)
    return [_row(one, voice) for one in (*years, total)]


def money(amount: str | Decimal | None, voice: Voice, currency: str = "") -> str:
    """Write exact money: 1 500 000 SEK; unknown stays a word."""
    if amount is None:
        return voice("project.unknown")
    exact = Decimal(amount)
    whole = exact == exact.to_integral_value()
    text = f"{exact:,.0f}" if whole else f"{exact:,.2f}"
    grouped = text.replace(",", "\u202f").replace(".", voice.decimal)
    return f"{grouped} {currency}".rstrip()


def during_of(starts_on: str | None, ends_on: str | None, voice: Voice) -> str:
    """Write a time frame; an end that is not known is said."""
    if not starts_on and not ends_on:
        return voice("project.unknown")
    first = _day(starts_on, voice) or voice("project.start_unknown")
    return f"{first} \N{EN DASH} {_day(ends_on, voice) or voice('project.end_unknown')}"


def title_of(properties: Properties, voice: Voice) -> str:
    """Name a project in the page's language."""
    return voice.pick({"sv": properties.get("title_sv"), "en": properties.get("title_en")})  # type: ignore[dict-item]  # a missing one is passed over


def summary_of(properties: Properties, voice: Voice) -> str:
    """Describe a project in the page's language."""
    return voice.pick({"sv": properties.get("summary_sv"), "en": properties.get("summary_en")})  # type: ignore[dict-item]  # as above


def _day(text: str | None, voice: Voice) -> str:
    return voice.day(date.fromisoformat(text)) if text else ""


def _row(one: YearAccount, voice: Voice) -> Row:
    funded = money(one.funded, voice)
    if one.unknown_financiers:
        funded = f"{funded} {voice('project.and_unknown', len(one.unknown_financiers))}"
    return Row(
        label=str(one.year) if one.year is not None else voice("project.in_all"),
        budget=money(one.budget, voice),
        funded=funded,
        not_accounted=money(one.not_accounted_for, voice),
        is_total=one.year is None,
    )
