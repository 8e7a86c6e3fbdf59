"""A plan taken along says what the page said, to programs that never saw the page."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import gpxpy
import pytest
from dateutil.tz import tzical
from icalendar import Calendar

from tests.unit.dayplan.days import at, stop, trip, window
from viauma.dayplan.planning import plan
from viauma.dayplan.rules import DayPlan
from viauma.exchange.plan_captions import PlanCaption, StopCaption
from viauma.exchange.plan_gpx import plan_gpx
from viauma.exchange.plan_ics import plan_ics
from viauma.exchange.time_zones import time_zone

STAMPED = datetime(2026, 7, 1, 12, tzinfo=UTC)
HOSTILE = 'A, "b"; <script>alert(1)</script>\r\nDTSTART:19700101\\n\x00å\u2028'
HOME = "https://geo.example"


def planned(*names: str, **given: object) -> DayPlan:
    stops = [
        replace(stop(f"s{number}", window("09:00-18:00")), name=name, lon=20.3 + number / 10)
        for number, name in enumerate(names)
    ]
    return plan(stops, trip(**given))


def captions(found: DayPlan, text: str = "09:00") -> PlanCaption:
    said = {
        visit.stop.id: StopCaption(f"{HOME}/en/places/{visit.stop.id}", text, text)
        for visit in found.visits
    }
    return PlanCaption("A day", f"{HOME}/en/plan?places=a,b&day=2026-07-04", HOME, "Start", said)


def events(found: DayPlan, text: str = "09:00") -> list:
    return Calendar.from_ical(plan_ics(found, captions(found, text), STAMPED)).walk("VEVENT")


def test_gpx_has_a_waypoint_for_each_visit_and_a_route_from_the_origin_through_them():
    found = planned("A", "B", "C")
    read = gpxpy.parse(plan_gpx(found, captions(found)).decode())

    assert [point.name for point in read.waypoints] == ["A", "B", "C"]
    assert [point.name for point in read.routes[0].points] == ["Start", "A", "B", "C"]
    assert "A day" == read.name == read.routes[0].name


def test_gpx_without_an_origin_begins_at_the_first_stop():
    found = planned("A", origin=None)
    read = gpxpy.parse(plan_gpx(found, captions(found)).decode())

    assert [(one.longitude, one.latitude) for one in read.routes[0].points] == [(20.3, 63.8258)]


def test_gpx_carries_hostile_text_as_text():
    found = planned(HOSTILE)
    root = ET.fromstring(plan_gpx(found, captions(found, HOSTILE)))  # noqa: S314 - ours
    name = root.findtext("{*}wpt/{*}name") or ""

    assert HOSTILE.replace("\x00", "").replace("\r\n", "\n") == name.replace("\r\n", "\n")
    assert [one for one in root.iter() if one.tag.endswith("script")] == []


def test_a_calendar_has_an_event_for_each_visit():
    found = planned("A", "B")
    first, second = events(found)

    assert (at("09:03"), at("09:33")) == (first["dtstart"].dt, first["dtend"].dt)
    assert first["dtstart"].params["TZID"] == "Europe/Stockholm"
    assert (first["geo"].latitude, first["geo"].longitude) == (63.8258, 20.3)
    assert (f"{HOME}/en/places/s0", "09:00", "B") == (
        first["url"], first["location"], second["summary"],
    )  # fmt: skip


def test_an_event_keeps_its_uid_when_the_plan_changes_and_others_have_others():
    alone, among = events(planned("A")), events(planned("A", "B"))
    (tomorrow,) = events(plan([stop("s0")], trip(day=date(2026, 7, 5))))

    assert alone[0]["uid"] == among[0]["uid"]
    assert len({str(one["uid"]) for one in (*among, tomorrow)}) == 3


def test_the_same_plan_is_the_same_file():
    found = planned("A", "B")

    assert plan_ics(found, captions(found), STAMPED) == plan_ics(found, captions(found), STAMPED)


def test_a_calendar_carries_hostile_text_as_text():
    (event,) = events(planned(HOSTILE), HOSTILE)
    kept = HOSTILE.replace("\x00", "").replace("\r\n", "\n")

    assert (kept, kept, kept) == (event["summary"], event["location"], event["description"])
    assert at("09:03") == event["dtstart"].dt


def test_lines_of_a_calendar_are_of_75_bytes_at_most_and_end_as_they_must():
    found = planned("Å" * 200)
    lines = plan_ics(found, captions(found), STAMPED).split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line for line in lines)


@pytest.mark.parametrize("year", [2024, 2026, 2027])
def test_another_program_reads_the_zone_as_it_is(year):
    zone = ZoneInfo("Europe/Stockholm")
    written = time_zone(zone, year).to_ical().decode()
    read = tzical(StringIO(written)).get("Europe/Stockholm")

    moment = datetime(year, 1, 1, tzinfo=zone).astimezone(UTC)
    while moment.year == year:
        local = moment.astimezone(zone)
        # What the clock shows twice, that reader takes for the first.
        if local.fold == 0 and local.utcoffset() == local.replace(fold=1).utcoffset():
            assert local.utcoffset() == local.replace(tzinfo=read).utcoffset(), local
        moment += timedelta(minutes=30)
