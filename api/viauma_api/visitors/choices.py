"""What a visitor chose, as the conditions of one CQL2 filter, and read back out of it.

The address carries the filter and nothing else, so that a link opens with the choices set, and
the same text narrows list, counts, tiles and downloads. What the form has no control for is kept
as it was written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from viauma.cql2.canonical import to_text
from viauma.cql2.reading import read_filter
from viauma.cql2.tree import (
    And,
    Comparison,
    Expression,
    Function,
    In,
    Instant,
    Literal,
    Not,
    Property,
    Spatial,
)
from viauma.places.rules import VISITABLE

ACCESSIBLE = In(Property("wheelchair"), (Literal("yes"), Literal("designated")))
FREE = Comparison("=", Property("fee"), Literal(False))
STATUSES = ",".join(VISITABLE)
"""The parameter `status` of all that a visitor is shown: all but what was closed for good.

It holds for every page and is not written in its address. Tiles of a whole region are kept ready
for exactly these (docs/decisions/0016).
"""

OUT_OF_SEASON: Mapping[str, tuple[str, ...]] = {
    "winter": ("bathing_beach", "boat_ramp", "cycle_route", "guest_harbour", "mtb_route",
               "outdoor_pool", "paddling_route"),
    "summer": ("outdoor_rink", "ski_slope", "ski_track", "sledding_hill", "snowmobile_trail",
               "winter_bathing"),
}  # fmt: skip
"""Kinds of places that nobody comes for in a season."""

KINDS = {"site": "is_site", "facility": "is_facility"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The controls of the form, each as it is set."""

    categories: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    kind: str = ""
    season: str = ""
    is_accessible: bool = False
    is_free: bool = False
    open_at: datetime | None = None
    areas: tuple[Expression, ...] = ()
    """Shapes that were drawn."""
    others: tuple[Expression, ...] = field(default=())
    """What somebody wrote that no control shows."""

    @property
    def expression(self) -> Expression | None:
        """All of it as one expression; None when nothing is chosen."""
        parts = tuple(self._parts())
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else And(parts)

    @property
    def text(self) -> str:
        """All of it as CQL2 text; empty when nothing is chosen."""
        expression = self.expression
        return "" if expression is None else to_text(expression)

    @property
    def count(self) -> int:
        """How many controls are set."""
        return sum(1 for _ in self._parts())

    def _parts(self) -> Iterator[Expression]:
        if self.categories:
            yield _one_of("category", self.categories)
        if self.municipalities:
            yield _one_of("municipality", self.municipalities)
        if self.kind in KINDS:
            yield _holds(KINDS[self.kind])
        if self.season in OUT_OF_SEASON:
            yield Not(_one_of("category", OUT_OF_SEASON[self.season]))
        if self.is_accessible:
            yield ACCESSIBLE
        if self.is_free:
            yield FREE
        if self.open_at is not None:
            yield Function("is_open", (Instant(self.open_at.astimezone(UTC)),))
        yield from self.areas
        yield from self.others


def read_choices(text: str) -> Choices:
    """Read a filter back into the controls.

    Raises
    ------
    InvalidInput
        It is no CQL2 text.
    """
    if not text.strip():
        return Choices()
    whole = read_filter(text, "cql2-text")
    parts = whole.parts if isinstance(whole, And) else (whole,)
    found: dict[str, object] = {}
    areas: list[Expression] = []
    others: list[Expression] = []
    for part in parts:
        name, value = _control(part)
        if name == "areas":
            areas.append(part)
        elif not name or name in found:
            others.append(part)
        else:
            found[name] = value
    return Choices(**found, areas=tuple(areas), others=tuple(others))  # type: ignore[arg-type]


def _one_of(name: str, values: tuple[str, ...]) -> Expression:
    if len(values) == 1:
        return Comparison("=", Property(name), Literal(values[0]))
    return In(Property(name), tuple(map(Literal, values)))


def _holds(name: str) -> Expression:
    return Comparison("=", Property(name), Literal(True))


def _control(part: Expression) -> tuple[str, object]:
    """Find which control says this, and what it is set to; no name if none does."""
    fixed: dict[str, tuple[str, object]] = {}
    fixed |= {_key(ACCESSIBLE): ("is_accessible", True), _key(FREE): ("is_free", True)}
    fixed |= {_key(_holds(column)): ("kind", kind) for kind, column in KINDS.items()}
    fixed |= {
        _key(Not(_one_of("category", keys))): ("season", season)
        for season, keys in OUT_OF_SEASON.items()
    }
    if _key(part) in fixed:
        return fixed[_key(part)]
    match part:
        case Comparison("=", Property("category" | "municipality" as name), Literal(str(value))):
            return _plural(name), (value,)
        case In(Property("category" | "municipality" as name), items):
            values = [one.value for one in items if isinstance(one, Literal)]
            if len(values) == len(items) and all(isinstance(one, str) for one in values):
                return _plural(name), tuple(values)
        case Function("is_open", (Instant(datetime() as moment),)):
            return "open_at", moment
        case Spatial("s_intersects", Property("geometry"), _):
            return "areas", part
        case _:
            pass
    return "", None


def _plural(name: str) -> str:
    return {"category": "categories", "municipality": "municipalities"}[name]


def _key(expression: Expression) -> str:
    return to_text(expression)
