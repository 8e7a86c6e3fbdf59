"""The form beside the map: what can be chosen, what is chosen, and what a form sends back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.datastructures import QueryParams

from viauma.cql2.canonical import to_text
from viauma.errors import InvalidInput
from viauma.taxonomy.rules import CategoryRef
from viauma_api.service import Service
from viauma_api.visitors.choices import KINDS, OUT_OF_SEASON, Choices, read_choices
from viauma_api.visitors.listing import occurring
from viauma_api.visitors.words import STOCKHOLM, Voice

OF_THE_FORM = frozenset(
    ("category", "municipality", "kind", "season", "accessible", "free", "open", "open_at", "area",
     "other", "chosen")
)  # fmt: skip
"""Names that only the form sends; each is folded into the one filter."""

NOW = "now"

YEARS = range(2000, 2200)
"""In which one asks whether something is open."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Categories under their common heading."""

    label: str
    options: Sequence[Option]

    @property
    def chosen(self) -> int:
        """How many of them are chosen."""
        return sum(one.is_chosen for one in self.options)


@dataclass(frozen=True, slots=True)
class Controls:
    """Everything that the form shows."""

    groups: Sequence[Group]
    municipalities: Sequence[Option]
    kinds: Sequence[Option]
    seasons: Sequence[Option]
    open_at: str
    """As an input of type datetime-local wants it, in the region's time; empty: at any time."""
    areas: Sequence[str]
    others: Sequence[str]


async def controls(service: Service, choices: Choices, voice: Voice) -> Controls:
    """Collect the controls with what occurs among the places."""
    counts = await occurring(service)
    of_municipality: dict[str, int] = {}
    for by_code in counts.values():
        for code, count in by_code.items():
            of_municipality[code] = of_municipality.get(code, 0) + count
    return Controls(
        groups=_groups(await service.categories(), counts, choices, voice),
        municipalities=[
            Option(one.code, one.name, of_municipality[one.code],
                   one.code in choices.municipalities)
            for one in await service.municipalities()
            if one.code in of_municipality
        ],
        kinds=[Option(one, voice(f"kind.{one}"), 0, one == choices.kind) for one in KINDS],
        seasons=[
            Option(one, voice(f"season.{one}"), 0, one == choices.season) for one in OUT_OF_SEASON
        ],
        open_at=_local(choices.open_at),
        areas=[to_text(one) for one in choices.areas],
        others=[to_text(one) for one in choices.others],
    )  # fmt: skip


def choices_from_form(given: QueryParams, now: datetime) -> Choices:
    """Read what the form sent.

    Texts in `area` and `other` are conditions that the page itself wrote, in CQL2.

    Raises
    ------
    InvalidInput
        A condition or a time is none.
    """
    kept = [read_choices(text) for text in (*given.getlist("area"), *given.getlist("other"))]
    return Choices(
        categories=tuple(_names(given, "category")),
        municipalities=tuple(_names(given, "municipality")),
        kind=given.get("kind", ""),
        season=given.get("season", ""),
        is_accessible=bool(given.get("accessible")),
        is_free=bool(given.get("free")),
        open_at=_moment(given, now),
        areas=tuple(part for one in kept for part in one.areas),
        others=tuple(part for one in kept for part in one.others),
    )


def _names(given: QueryParams, name: str) -> list[str]:
    return [one[:80] for one in dict.fromkeys(given.getlist(name)) if one]


def _moment(given: QueryParams, now: datetime) -> datetime | None:
    if given.get("open") == NOW:
        # To the quarter of an hour: many visitors then ask the same question.
        return now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    text = given.get("open_at", "").strip()
    if not text:
        return None
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        local = None
    if local is None or local.year not in YEARS:
        raise InvalidInput("open_at", f"'{text[:40]}' must be a day and a time: 2026-06-20T14:00")
    return local if local.tzinfo else local.replace(tzinfo=STOCKHOLM)


def _local(moment: datetime | None) -> str:
    # Whoever writes the filter by hand may name a year that no clock of ours reaches.
    if moment is None or moment.year not in YEARS:
        return ""
    return f"{moment.astimezone(STOCKHOLM):%Y-%m-%dT%H:%M}"


def _groups(
    taxonomy: Sequence[CategoryRef],
    counts: Mapping[str, Mapping[str, int]],
    choices: Choices,
    voice: Voice,
) -> list[Group]:
    labels = {one.key: voice.pick(one.labels) for one in taxonomy}
    found: dict[str, list[Option]] = {}
    for one in taxonomy:
        is_chosen = one.key in choices.categories
        if one.key in counts or is_chosen:
            total = sum(counts.get(one.key, {}).values())
            option = Option(one.key, labels[one.key], total, is_chosen)
            found.setdefault(one.path[0], []).append(option)
    return [Group(labels[root], options) for root, options in found.items()]
