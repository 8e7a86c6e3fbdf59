"""A plan's address made a plan: its places found, their hours read, the day laid out."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from viauma.cql2.canonical import to_text
from viauma.cql2.tree import In, Literal, Property
from viauma.dayplan.hours import windows_on
from viauma.dayplan.planning import plan
from viauma.dayplan.rules import MOST_STOPS, DayPlan, Position, Stop, Trip, Window
from viauma.places.rules import Status
from viauma.settings import DayPlanSettings
from viauma_api.asking import page_of, read_query
from viauma_api.collections import COLLECTIONS
from viauma_api.service import Service
from viauma_api.visitors.plan_query import PlanQuery
from viauma_api.visitors.records import Feature
from viauma_api.visitors.words import STOCKHOLM, Voice
from viauma_maps.locator import start_of
from viauma_maps.popups import position

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 200


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and what it was made of."""

    query: PlanQuery
    plan: DayPlan
    features: Mapping[str, Feature]
    """By id, those that were found."""
    unknown: Sequence[str]
    """What nothing here is called."""

    def slug(self, stop: Stop) -> str:
        """Find what a stop is called in addresses."""
        return str(self.features[stop.id]["properties"]["slug"])

    @property
    def sequence(self) -> list[str]:
        """The slugs that were found, in the order to move them in."""
        if self.query.keeps_order:
            found = {feature["properties"]["slug"] for feature in self.features.values()}
            return [slug for slug in self.query.places if slug in found]
        visited = [visit.stop for visit in self.plan.visits]
        return [self.slug(stop) for stop in (*visited, *(one.stop for one in self.plan.left_out))]


async def planned(service: Service, query: PlanQuery, voice: Voice) -> Planned:
    """Make the plan that an address means."""
    known = await _known(service, query.places)
    settings = service.settings.day_plan
    trip = Trip(
        day=query.day,
        starts_at=query.start,
        zone=STOCKHOLM,
        speed_kmh=speed_kmh(settings, query),
        detour=settings.detour,
        origin=query.origin,
    )
    features = [known[slug] for slug in query.places if slug in known]
    stops = [_stop(feature, query, voice) for feature in features]
    return Planned(
        query,
        plan(stops, trip, keeps_order=query.keeps_order),
        {feature["id"]: feature for feature in features},
        [slug for slug in query.places if slug not in known],
    )


def speed_kmh(settings: DayPlanSettings, query: PlanQuery) -> float:
    """Find how fast one travels by what was chosen."""
    return {"car": settings.car_kmh, "bike": settings.bike_kmh, "foot": settings.foot_kmh}[query.by]


async def _known(service: Service, slugs: Sequence[str]) -> dict[str, Feature]:
    asked = [one for one in slugs if len(one) <= LONGEST_SLUG and _SLUG.fullmatch(one)]
    if not asked:
        return {}
    text = to_text(In(Property("slug"), tuple(map(Literal, asked))))
    given = {"filter": text, "limit": str(MOST_STOPS)}
    page = await page_of(service, await read_query(service, COLLECTIONS["places"], given))
    features = [json.loads(one.feature) for one in page.found]
    return {feature["properties"]["slug"]: feature for feature in features}


def _stop(feature: Feature, query: PlanQuery, voice: Voice) -> Stop:
    properties = feature["properties"]
    at = _begin(feature)
    return Stop(
        id=feature["id"],
        name=voice.name(properties),
        lon=at.lon,
        lat=at.lat,
        stay_min=query.stay_min,
        windows=_windows(properties, query.day),
    )


def _begin(feature: Feature) -> Position:
    """Find where one arrives: at a trail's beginning, and otherwise at the place itself."""
    if (start := start_of(feature["geometry"])) is not None:
        return Position(*start)
    lat, lon = position(feature)
    return Position(lon, lat)


def _windows(properties: Mapping[str, Any], day: date) -> tuple[Window, ...] | None:
    # What is not in use is not open, whatever its hours were.
    return windows_on(properties.get("opening_hours"), day) if is_in_use(properties) else ()


def is_in_use(properties: Mapping[str, Any]) -> bool:
    """Tell whether a place is there to be visited."""
    return bool(properties.get("status", Status.ACTIVE) == Status.ACTIVE)
