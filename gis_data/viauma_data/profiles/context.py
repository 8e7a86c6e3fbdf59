"""What applying a profile has to know beside the file: who said it, and what the register has."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from viauma.exchange.seen import Seen
from viauma_data.profiles.categories import categories
from viauma_data.profiles.municipalities import Municipalities, shipped
from viauma_data.taxonomies import CategoryRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One import as the rows see it; what is None is said by the profile or the row."""

    source: str
    columns: tuple[str, ...]
    """Of the table, in its order."""
    licence: str | None = None
    attribution: str | None = None
    observed_on: str | None = None
    category: str | None = None
    """For rows whose category the profile cannot tell."""
    categories: Mapping[str, CategoryRecord] = field(default_factory=categories)
    municipalities: Municipalities = field(default_factory=shipped)
    known_municipalities: frozenset[str] | None = None
    """Codes the register has; a place elsewhere is kept without a municipality. None: all."""
    are_guarded: bool = False
    """Whether texts that look like formulas follow an apostrophe, as in Via Uma's own CSV."""
    left_out: Counter[str] = field(default_factory=Counter)
    """Counts the rows that are no places of ours, by reason; filled while rows are read."""
    seen: Seen = field(default_factory=Seen)
    """The ids met so far, by which an id that comes again is found."""
