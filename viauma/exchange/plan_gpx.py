"""A day plan as GPX 1.1: a waypoint for each visit, and a route that goes through them in order.

A route, not a track: a track says where somebody was. Between two points the device finds its way.
"""

from collections.abc import Iterator

from viauma.dayplan.rules import DayPlan, Visit
from viauma.exchange.captions import Caption
from viauma.exchange.gpx import ROOT, position, words
from viauma.exchange.plan_captions import PlanCaption
from viauma.exchange.xml_text import DECLARATION, attribute, element


def plan_gpx(plan: DayPlan, caption: PlanCaption) -> bytes:
    """Write a plan, EPSG:4326; its route begins at the origin, if there is one."""
    return "".join(_written(plan, caption)).encode()


def _written(plan: DayPlan, caption: PlanCaption) -> Iterator[str]:
    name, link = element("name", caption.title), f'<link href="{attribute(caption.link)}"/>'
    yield f"{DECLARATION}{ROOT}<metadata>{name}{link}</metadata>\n"
    for visit in plan.visits:
        yield _point("wpt", visit, caption)
    yield f"<rte>{name}{link}"
    if plan.trip.origin is not None:
        at = position(*plan.trip.origin)
        yield f"<rtept {at}>{element('name', caption.origin)}</rtept>"
    for visit in plan.visits:
        yield _point("rtept", visit, caption)
    yield "</rte>\n</gpx>\n"


def _point(tag: str, visit: Visit, caption: PlanCaption) -> str:
    stop, said = visit.stop, caption.stops[visit.stop.id]
    told = Caption(stop.name, said.description, kind="", source="", link=said.link)
    return f"<{tag} {position(stop.lon, stop.lat)}>{words(told)}</{tag}>\n"
