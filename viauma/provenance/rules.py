"""What several sources say becomes one row: field by field, the most trusted one that speaks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from viauma.provenance.licences import strictest

REGISTER = "register"
"""The source of what officers correct."""

DEFAULT_TRUST = 50
REGISTER_TRUST = 100

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Trust:
    """How far a source is believed, 0 to 100, in all or in single fields."""

    trust: int = DEFAULT_TRUST
    by_field: Mapping[str, int] = field(default_factory=dict)

    def in_field(self, name: str) -> int:
        """Tell the trust in a field: its own, its family's (``attributes`` of ``attributes.lit``).

        Examples
        --------
        >>> Trust(40, {"attributes": 70}).in_field("attributes.lit")
        70
        """
        family = name.partition(".")[0]
        return self.by_field.get(name, self.by_field.get(family, self.trust))


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one source says of a place.

    A field that is not among `fields` is one the source is silent about; only an officer says
    None, which means that there is no such thing.
    """

    source: str
    source_id: str
    fields: Fields
    licence: str
    attribution: str | None = None
    observed_on: str | None = None
    stated_at: datetime
    is_lead: bool = False
    """Whether the place that is kept is this source's own row."""
    is_gone: bool = False
    """Whether its source has it no longer."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """One row made of what several sources say."""

    fields: Fields
    provenance: Mapping[str, str]
    """Which source gave each field."""
    licence: str
    attribution: str | None
    observed_on: str | None


Fits = Callable[[Fields, str, Statement], bool]
"""Whether a statement may give a field, seen what is chosen already."""


def anything_fits(_chosen: Fields, _name: str, _statement: Statement) -> bool:
    """Let every statement give every field."""
    return True


Rank = Callable[[str, Any], int]
"""How a value of a field stands before all trust; more is better."""


def all_alike(_name: str, _value: Any) -> int:
    """Leave everything to trust."""
    return 0


def resolve(
    statements: Sequence[Statement],
    trusts: Mapping[str, Trust],
    *,
    first: Sequence[str] = (),
    fits: Fits = anything_fits,
    rank: Rank = all_alike,
) -> Resolved:
    """Choose a value for each field, by trust, then the newest observation, then the row kept.

    Parameters
    ----------
    statements
        Of one place; the order does not matter.
    trusts
        By source; one that is not named has the trust of an unknown source.
    first
        Fields that are chosen before the others, because `fits` asks for them.
    fits
        Refuses values that do not go with what is chosen.
    rank
        Puts some values of a field before others, whoever says them.
    """
    names = {name for one in statements for name in one.fields}
    chosen: dict[str, Any] = {}
    givers: dict[str, Statement] = {}
    for name in (*(one for one in first if one in names), *sorted(names - set(first))):
        speaking = [one for one in statements if name in one.fields and fits(chosen, name, one)]
        if speaking:
            weights = [
                (rank(name, one.fields[name]), *_weight(one, name, trusts)) for one in speaking
            ]
            best = speaking[weights.index(max(weights))]
            chosen[name], givers[name] = best.fields[name], best
    return Resolved(
        chosen, {name: one.source for name, one in givers.items()}, *_credits(givers.values())
    )


def _weight(one: Statement, name: str, trusts: Mapping[str, Trust]) -> tuple[Any, ...]:
    trust = trusts.get(one.source, Trust()).in_field(name)
    # The name last, and backwards, so that the first of the alphabet wins and nothing is chance.
    spelled = [-ord(letter) for letter in f"{one.source}\0{one.source_id}"]
    return trust, one.observed_on or "", one.is_lead, one.stated_at, spelled


def _credits(givers: Iterable[Statement]) -> tuple[str, str | None, str | None]:
    said = {(one.source, one.source_id): one for one in givers}
    order = sorted(said.values(), key=lambda one: (not one.is_lead, one.source, one.source_id))
    dates = [one.observed_on for one in order if one.source != REGISTER and one.observed_on]
    # The oldest: a row must not look fresher than any part of it.
    return strictest(one.licence for one in order), _attribution(order), min(dates, default=None)


def _attribution(order: Sequence[Statement]) -> str | None:
    others = [one for one in order if one.source != REGISTER]
    if len(others) <= 1:
        return next((one.attribution for one in order if one.attribution), None)
    # A source that asks for nobody names itself, as it does alone.
    named = [name.strip() for one in others for name in (one.attribution or one.source).split(";")]
    return "; ".join(dict.fromkeys(filter(None, named)))
