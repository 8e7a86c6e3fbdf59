"""Which page of features is wanted: order, beginning, length and reference system."""

from collections.abc import Mapping
from dataclasses import dataclass

from viauma.cql2.queryables import Kind, Queryable
from viauma.errors import InvalidInput, UnknownName
from viauma.geo.crs import CRS84, Crs

SORTABLE = frozenset(
    (Kind.STRING, Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN, Kind.DATE, Kind.TIMESTAMP)
)
MOST_SORT_KEYS = 5

Position = tuple[str | None, ...]
"""Where a page ended: the values that the order is by, spelled as text, and the id."""


@dataclass(frozen=True, slots=True)
class SortBy:
    """One step of an order; what is unknown comes last either way."""

    queryable: Queryable
    descending: bool = False

    def __str__(self) -> str:
        """Spell it as the `sortby` parameter does."""
        return f"{'-' if self.descending else ''}{self.queryable.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """Which page of an answer."""

    limit: int
    order: tuple[SortBy, ...] = ()
    """Empty: in spatial order, where neighbours on the map are neighbours in the list."""
    after: Position | None = None
    crs: Crs = CRS84

    @property
    def nulls(self) -> tuple[bool, ...] | None:
        """Which values of the position are unknown: the statement depends on it."""
        return None if self.after is None else tuple(value is None for value in self.after)


def sortables(queryables: Mapping[str, Queryable]) -> dict[str, Queryable]:
    """Choose what features can be sorted by."""
    return {name: one for name, one in queryables.items() if one.kind in SORTABLE}


def parse_sortby(
    text: str, known: Mapping[str, Queryable], argument: str = "sortby"
) -> tuple[SortBy, ...]:
    """Read ``name,-updated_at``: ascending with + or nothing, descending with -.

    Raises
    ------
    InvalidInput
        A name is unknown, given twice, or there are too many.
    """
    found: dict[str, SortBy] = {}
    for part in text.split(","):
        # A plus sign that nobody encoded arrives as a blank.
        name = part.strip()
        bare = name.lstrip("+-") if name[:2] not in {"++", "--", "+-", "-+"} else name
        if bare not in known:
            raise UnknownName(argument, bare or part, list(known)[:3] if not bare else ())
        if bare in found:
            raise InvalidInput(argument, f"'{bare}' is named twice")
        found[bare] = SortBy(known[bare], descending=name.startswith("-"))
    if len(found) > MOST_SORT_KEYS:
        raise InvalidInput(argument, f"may name {MOST_SORT_KEYS} properties at most")
    return tuple(found.values())
