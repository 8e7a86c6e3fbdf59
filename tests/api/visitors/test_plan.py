"""The day plan by its address: what is shown, what is taken along, what is refused."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import gpxpy
import httpx
import pytest
from icalendar import Calendar

from tests.factories import place_draft, store_small_world, writing
from tests.fixtures.database import _clone_of, _drop, settings_for
from tests.fixtures.serving import asking, problem_of
from viauma.db.cluster import Cluster
from viauma.places.actions import store_places

HTML = {"accept": "text/html"}
HOSTILE = "<script>alert(1)</script>, \"b\"; 'c'\\ å & ö"
DAY = "day=2026-07-04&start=09:00&by=car&stay=30"  # a Saturday

PLACES = (
    {"slug": "far", "names": {"sv": "Långt bort", "en": "Far away"}, "wkt": "POINT (20.5 63.9)"},
    {"slug": "near", "names": {"sv": "Nära"}, "opening_hours": "Mo-Su 10:00-18:00"},
    {"slug": "middle", "names": {"sv": "Mitt"}, "wkt": "POINT (20.4 63.85)",
     "opening_hours": "Mo-Su 08:00-20:00", "street": "Storgatan 1", "city": "Umeå"},
    {"slug": "weekdays", "names": {"sv": "Vardagar"}, "opening_hours": "Mo-Fr 09:00-17:00"},
    {"slug": "resting", "names": {"sv": "Vilar"}, "status": "temporarily_closed"},
    {"slug": "hostile", "names": {"sv": HOSTILE}},
    {"slug": "trail", "names": {"sv": "Spår"}, "category": "ski_track",
     "wkt": "LINESTRING (20.3 63.8, 20.4 63.9)"},
)  # fmt: skip
MANY = 26


@pytest.fixture(scope="module")
def api(cluster: Cluster, schema_template_url: str) -> Iterator[httpx.Client]:
    name = "plans_of_tests"
    url = _clone_of("template_schema", name, cluster)
    with writing(url) as session:
        store_small_world(session)
        drafts = [*PLACES, *({"slug": f"one-{n:02}"} for n in range(MANY))]
        store_places(session, [place_draft(**one) for one in drafts])
    with asking(settings_for(url)) as client:
        yield client
    _drop(name, cluster)


class Seen(NamedTuple):
    """A plan's page, as far as these tests look at it."""

    text: str
    visits: list[str]
    times: list[str]
    links: list[str]


def seen(api: httpx.Client, query: str, language: str = "en") -> Seen:
    response = api.get(f"/{language}/plan?{query}", headers=HTML)
    assert response.status_code == 200, response.text[:300]
    body = response.text.partition("<main")[2].partition("</main>")[0]
    visits, _, _ = body.partition('class="left-out"')
    return Seen(
        unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))),
        [unescape(one) for one in re.findall(r"<h3><a [^>]*>(.*?)</a></h3>", visits)],
        [one.replace("\N{EN DASH}", "-") for one in re.findall(r'class="time">(.*?)<', body)],
        [unescape(one) for one in re.findall(r'href="([^"]+)"', body)],
    )


def link_with(page: Seen, part: str) -> str:
    return next(one for one in page.links if part in one)


def test_a_plan_is_shown_in_order_with_times_and_ways(api):
    page = seen(api, f"places=far,near,middle&from=20.6,63.9&{DAY}")

    assert page.visits == ["Far away", "Mitt", "Nära"]
    assert page.times == ["09:07-09:37", "09:47-10:17", "10:27-10:57"]
    assert "4.9 km as the crow flies, about 7 min by car" in page.text
    assert (
        "3 places, 19.6 km as the crow flies, about 27 min on the way, done at 10:57" in page.text
    )
    assert "Opening hours unknown" in page.text
    assert "1.3 times that way and 60 km/h" in page.text


def test_the_same_plan_in_swedish(api):
    page = seen(api, f"places=far,near&{DAY}", "sv")

    assert "Dagsplan för lördag 4 juli 2026" in page.text
    assert "Långt bort" in page.visits
    assert "fågelvägen" in page.text


def test_what_does_not_fit_says_why(api):
    page = seen(api, f"places=near,weekdays,resting&{DAY}")

    assert page.visits == ["Nära"]
    assert "Vardagar Bathing_beach" not in page.text
    assert "Closed all day" in page.text
    assert "Temporarily closed" in page.text


def test_waiting_until_it_opens_is_told(api):
    page = seen(api, f"places=near&from=20.263,63.8258&{DAY}")

    assert page.times == ["10:00-10:30"]
    assert "There at 09:00, then 1 h until it opens" in page.text


def test_a_place_that_is_not_known_is_said_and_the_rest_works(api):
    page = seen(api, f"places=near,no-such-place,%3Cb%3E,%00&{DAY}")

    assert page.visits == ["Nära"]
    assert "These places are not known here" in page.text
    assert "no-such-place" in page.text


def test_places_that_nobody_knows_make_a_page_all_the_same(api):
    assert "None of the places fits" in seen(api, f"places=nothing&{DAY}").text


def test_a_trail_is_begun_at_its_beginning(api):
    found = gpxpy.parse(api.get(f"/en/plan.gpx?places=trail&{DAY}").text)

    assert [(one.longitude, one.latitude) for one in found.waypoints] == [(20.3, 63.8)]


def test_without_places_the_page_says_how_to_get_some(api):
    page = seen(api, "")

    assert "No places are picked yet" in page.text


@pytest.mark.parametrize("file", ["plan", "plan.gpx", "plan.ics", "plan/qr.svg"])
def test_what_leaves_the_day_open_leads_to_the_address_that_does_not(api, file):
    response = api.get(f"/en/{file}?places=near,far&day=&by=bike", headers=HTML)
    found = parse_qs(urlsplit(response.headers["location"]).query)

    assert response.status_code == 303
    assert response.headers["cache-control"] == "no-store"
    assert {"places", "day", "start", "by", "stay"} == found.keys()
    assert (found["places"], found["by"]) == (["near,far"], ["bike"])
    assert api.get(response.headers["location"], headers=HTML).status_code == 200


def test_a_stop_is_moved_and_removed_by_links(api):
    page = seen(api, f"places=far,near,middle&from=20.6,63.9&{DAY}")
    moved = link_with(page, "places=middle,far,near")
    order = seen(api, urlsplit(moved).query)
    removed = next(one for one in order.links if "places=far,near&" in one)

    assert order.visits == ["Mitt", "Far away", "Nära"]
    assert seen(api, urlsplit(removed).query).visits == ["Far away", "Nära"]


def test_a_moved_order_leads_back_to_the_best(api):
    order = seen(api, f"places=middle,far,near&from=20.6,63.9&{DAY}&order=kept")
    best = next(one for one in order.links if "/plan?" in one and "order=" not in one)

    assert seen(api, urlsplit(best).query).visits == ["Far away", "Mitt", "Nära"]


def test_the_address_is_the_plan_whatever_its_order_is(api):
    one, other = (
        api.get(f"/en/plan.ics?places={places}&{DAY}").content
        for places in ("near,far,middle", "middle,near,far")
    )

    assert _events(one) == _events(other)


def _events(body: bytes) -> list:
    found = Calendar.from_ical(body).walk("VEVENT")
    return [(str(one["uid"]), one["dtstart"].dt, str(one["summary"])) for one in found]


def test_the_calendar_has_what_the_page_has(api):
    response = api.get(f"/en/plan.ics?places=middle,near&{DAY}")
    first, second = Calendar.from_ical(response.content).walk("VEVENT")

    assert response.headers["content-type"].startswith("text/calendar")
    assert (
        (response.headers["content-disposition"])
        == 'attachment; filename="day-plan-2026-07-04.ics"'
    )
    assert str(first["location"]) == "Mitt, Storgatan 1, Umeå"
    assert str(first["url"]).endswith("/en/places/middle")
    assert (first["geo"].latitude, first["geo"].longitude) == (63.85, 20.4)
    assert str(second["dtstart"].dt).startswith("2026-07-04 10:00")


def test_the_gpx_has_what_the_page_has(api):
    response = api.get(f"/sv/plan.gpx?places=far,near,middle&from=20.6,63.9&{DAY}")
    found = gpxpy.parse(response.text)

    assert response.headers["content-type"] == "application/gpx+xml"
    assert (
        (response.headers["content-disposition"])
        == 'attachment; filename="dagsplan-2026-07-04.gpx"'
    )
    assert [p.name for p in found.routes[0].points] == ["Start", "Långt bort", "Mitt", "Nära"]


def test_the_code_is_a_picture_that_cannot_do_anything(api):
    response = api.get(f"/en/plan/qr.svg?places=near&{DAY}")

    assert response.headers["content-type"] == "image/svg+xml"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert response.text.startswith("<svg")


def test_names_are_text_everywhere(api):
    query = f"places=hostile&{DAY}"
    page = api.get(f"/en/plan?{query}", headers=HTML).text
    (event,) = Calendar.from_ical(api.get(f"/en/plan.ics?{query}").content).walk("VEVENT")
    (waypoint,) = gpxpy.parse(api.get(f"/en/plan.gpx?{query}").text).waypoints

    assert "<script>alert" not in page
    assert HOSTILE == str(event["summary"]) == waypoint.name


def test_an_answer_that_is_known_is_not_sent_again(api):
    path = f"/en/plan?places=near,far&{DAY}"
    tag = api.get(path, headers=HTML).headers["etag"]

    assert api.get(path, headers={**HTML, "if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("file", ["plan", "plan.gpx", "plan.ics", "plan/qr.svg"])
@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("day=2026-02-30", "day"),
        ("day=20260704", "day"),
        ("day=9999-12-31", "day"),
        ("day=%00", "day"),
        ("start=25:00", "start"),
        ("start=9", "start"),
        ("by=plane", "by"),
        ("stay=0", "stay"),
        ("stay=99999999999999999999", "stay"),
        ("stay=%D9%A3", "stay"),
        ("stay=1e3", "stay"),
        ("from=20.26", "from"),
        ("from=nan,nan", "from"),
        ("from=200,63", "from"),
        ("from=20,91", "from"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(api, file, query, name):
    kept = "&".join(one for one in DAY.split("&") if not one.startswith(f"{name}="))

    found = problem_of(api.get(f"/en/{file}?places=near&{query}&{kept}"), 400)
    assert name == found["parameter"]


@pytest.mark.parametrize("file", ["plan", "plan.gpx", "plan.ics", "plan/qr.svg"])
def test_more_places_than_a_day_holds_are_refused(api, file):
    places = ",".join(f"one-{n:02}" for n in range(MANY))

    found = problem_of(api.get(f"/en/{file}?places={places}&{DAY}"), 400)
    assert (found["parameter"], "25" in found["detail"]) == ("places", True)


@pytest.mark.parametrize("file", ["plan.gpx", "plan.ics", "plan/qr.svg"])
def test_files_of_no_places_are_refused(api, file):
    assert problem_of(api.get(f"/en/{file}?{DAY}"), 400)["parameter"] == "places"


@pytest.mark.parametrize("file", ["plan", "plan.gpx", "plan.ics", "plan/qr.svg"])
def test_twenty_five_places_are_planned(api, file):
    places = ",".join(f"one-{n:02}" for n in range(25))

    assert api.get(f"/en/{file}?places={places}&{DAY}", headers=HTML).status_code == 200


def test_an_address_too_long_for_a_code_is_refused(api):
    places = ",".join(f"{n:02}{'x' * 150}" for n in range(25))

    problem_of(api.get(f"/en/plan/qr.svg?places={places}&{DAY}"), 400)


def test_a_place_named_twice_is_visited_once(api):
    assert seen(api, f"places=near,near&places=near&{DAY}").visits == ["Nära"]
