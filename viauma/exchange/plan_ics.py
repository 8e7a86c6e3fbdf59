"""A day plan as iCalendar (RFC 5545): an event for each visit, in the trip's own time zone.

The same visit of the same day keeps its UID, so that a plan taken twice, or changed, is not twice
in the calendar.
"""

import re
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from viauma.dayplan.rules import DayPlan, Visit
from viauma.exchange.plan_captions import PlanCaption
from viauma.exchange.time_zones import time_zone

PRODUCT = "-//Via Uma//Day plan//EN"

# Characters that text in a calendar cannot carry (RFC 5545, 3.1); line breaks it can.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def plan_ics(plan: DayPlan, caption: PlanCaption, stamped_at: datetime) -> bytes:
    """Write a plan; `stamped_at` is when what it is made of was last changed."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _text(caption.title))
    calendar.add_component(time_zone(plan.trip.zone, plan.trip.day.year))
    for visit in plan.visits:
        calendar.add_component(_event(visit, plan, caption, stamped_at))
    written: bytes = calendar.to_ical()
    return written


def _event(visit: Visit, plan: DayPlan, caption: PlanCaption, stamped_at: datetime) -> Event:
    stop, said = visit.stop, caption.stops[visit.stop.id]
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_URL, f"{caption.home}/plan/{plan.trip.day}/{stop.id}")))
    event.add("dtstamp", stamped_at)
    event.add("dtstart", visit.begins_at)
    event.add("dtend", visit.leaves_at)
    event.add("summary", _text(stop.name))
    if said.location:
        event.add("location", _text(said.location))
    event.add("geo", (round(stop.lat, 6), round(stop.lon, 6)))
    event.add("url", said.link)
    if said.description:
        event.add("description", _text(said.description))
    return event


def _text(text: str) -> str:
    return _NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
