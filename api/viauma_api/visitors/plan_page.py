"""A plan in words: its rows with times, ways and what to know, and the captions of its files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from viauma.dayplan.rules import Reason, Stop, Visit
from viauma.exchange.plan_captions import PlanCaption, StopCaption
from viauma_api.visitors.paths import Paths
from viauma_api.visitors.plan_query import MEANS, PlanQuery
from viauma_api.visitors.planned import Planned, is_in_use
from viauma_api.visitors.words import Voice

EN_DASH = "\N{EN DASH}"
AN_HOUR_MIN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A place on the page, visited or left out."""

    name: str
    slug: str
    about: str
    """What it is, and where."""
    address: str
    time: str = ""
    way: str = ""
    """How one gets there from the place before; empty where the day begins."""
    notes: Sequence[str] = ()
    without: str = ""
    """The address of the plan without it; likewise what follows, empty where it cannot move."""
    earlier: str = ""
    later: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """What the page shows beside its form."""

    title: str
    total: str
    rows: Sequence[Row]
    left_out: Sequence[Row]
    files: dict[str, str]
    best: str
    """The address of the plan in the best order; empty: it is in it."""
    means: Sequence[tuple[str, str]]


def plan_page(found: Planned, voice: Voice, paths: Paths) -> PlanPage:
    """Word a plan."""
    writer = _Writer(found, voice, paths)
    query = found.query
    return PlanPage(
        title=title_of(found, voice),
        total=writer.total(),
        rows=[writer.visited(visit) for visit in found.plan.visits],
        left_out=[writer.left_out(*one) for one in found.plan.left_out],
        files={
            name: f"{paths.page(*name.split('/'))}?{query.text}"
            for name in ("plan.gpx", "plan.ics", "plan/qr.svg")
        },
        best=address_of(paths, query.of(query.places, keeps_order=False))
        if query.keeps_order
        else "",
        means=[(one, voice(f"plan.{one}")) for one in MEANS],
    )


def plan_caption(found: Planned, voice: Voice, paths: Paths) -> PlanCaption:
    """Word a plan for its files."""
    writer = _Writer(found, voice, paths)
    return PlanCaption(
        title=title_of(found, voice),
        link=address_of(paths, found.query),
        home=paths.base,
        origin=voice("plan.origin"),
        stops={visit.stop.id: writer.caption(visit) for visit in found.plan.visits},
    )


def title_of(found: Planned, voice: Voice) -> str:
    """Name a plan by its day."""
    day = found.query.day
    return voice("plan.of", voice.weekday(day), voice.day(day))


def file_name(query: PlanQuery, voice: Voice, suffix: str) -> str:
    """Name a plan's file: day-plan-2026-07-04.gpx."""
    return f"{voice('plan.file')}-{query.day}{suffix}"


def address_of(paths: Paths, query: PlanQuery) -> str:
    """Spell a plan's address."""
    return f"{paths.page('plan')}?{query.text}"


class _Writer:
    """Words the parts of one plan."""

    def __init__(self, found: Planned, voice: Voice, paths: Paths) -> None:
        self._found, self._voice, self._paths = found, voice, paths

    def visited(self, visit: Visit) -> Row:
        slug = self._found.slug(visit.stop)
        return self._row(
            visit.stop,
            time=self._during(visit),
            way=self._way(visit),
            notes=tuple(self._notes(visit)),
            earlier=self._moved(slug, -1),
            later=self._moved(slug, 1),
        )

    def left_out(self, stop: Stop, reason: Reason) -> Row:
        properties = self._found.features[stop.id]["properties"]
        if not is_in_use(properties):
            return self._row(stop, notes=(self._voice(f"status.{properties['status']}"),))
        return self._row(stop, notes=(self._voice(f"plan.{reason}"),))

    def caption(self, visit: Visit) -> StopCaption:
        properties = self._found.features[visit.stop.id]["properties"]
        where = (properties.get(name) for name in ("street", "city", "municipality_name"))
        said = (self._during(visit), self._way(visit), *self._notes(visit))
        return StopCaption(
            link=self._paths.place(self._found.slug(visit.stop)),
            location=", ".join(dict.fromkeys(filter(None, (visit.stop.name, *where)))),
            description="\n".join(filter(None, said)),
        )

    def total(self) -> str:
        plan = self._found.plan
        if not plan.visits:
            return ""
        return self._voice(
            "plan.total",
            self._voice.places(len(plan.visits)),
            self._voice.distance(plan.distance_m),
            self._lasting(plan.travel_min),
            self._clock(plan.visits[-1].leaves_at),
        )

    def _row(self, stop: Stop, **more: Any) -> Row:
        properties = self._found.features[stop.id]["properties"]
        slug = self._found.slug(stop)
        about = (self._voice.category(properties), properties.get("municipality_name"))
        rest = [one for one in self._found.query.places if one != slug]
        return Row(
            name=stop.name,
            slug=slug,
            about=" · ".join(filter(None, about)),
            address=self._paths.place(slug),
            without=address_of(self._paths, self._found.query.of(rest)),
            **more,
        )

    def _during(self, visit: Visit) -> str:
        return f"{self._clock(visit.begins_at)}{EN_DASH}{self._clock(visit.leaves_at)}"

    def _way(self, visit: Visit) -> str:
        is_first = visit is self._found.plan.visits[0]
        if is_first and self._found.query.origin is None:
            return ""
        distance, lasting = (
            self._voice.distance(visit.distance_m), self._lasting(visit.travel_min),
        )  # fmt: skip
        return self._voice(f"plan.by_{self._found.query.by}", distance, lasting)

    def _notes(self, visit: Visit) -> Iterator[str]:
        if visit.waiting_min:
            arrival = self._clock(visit.arrives_at)
            yield self._voice("plan.waiting", arrival, self._lasting(visit.waiting_min))
        if not visit.are_hours_known:
            yield self._voice("plan.unknown_hours")

    def _moved(self, slug: str, by: int) -> str:
        order = self._found.sequence
        at = order.index(slug)
        to = at + by
        if not 0 <= to < len(order):
            return ""
        order[at], order[to] = order[to], order[at]
        return address_of(self._paths, self._found.query.of(order, keeps_order=True))

    def _clock(self, moment: datetime) -> str:
        # A day ends at 24, which is no time of the next one.
        return "24:00" if moment.date() > self._found.query.day else f"{moment:%H:%M}"

    def _lasting(self, minutes: int) -> str:
        hours, rest = divmod(minutes, AN_HOUR_MIN)
        if not hours:
            return self._voice("plan.minutes", rest)
        return self._voice("plan.hours", hours, rest) if rest else self._voice("plan.whole", hours)
