"""Map and list show the same places, whatever is chosen, and the address says it all."""

import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.visitor.conftest import ready

pytestmark = pytest.mark.browser

SHOWN = """() => [...document.querySelectorAll('.several')].reduce((sum, one) =>
    sum + Number(one.textContent.replace(/\\D/g, '')), document.querySelectorAll('.spot').length)"""
NOT_CLOSED = "status <> 'closed'"


def counted(page) -> int:
    return int(re.sub(r"\D", "", page.locator("#count").inner_text()))


def matched(api: httpx.Client, text: str) -> int:
    answer = api.get("/collections/places/items", params={"filter": text, "limit": 1})
    return answer.json()["numberMatched"]


def asked(page) -> str:
    return parse_qs(urlsplit(page.url).query).get("filter", [""])[0]


def test_the_map_shows_as_many_places_as_the_list_tells(visit, api) -> None:
    page = ready(visit("/en/"))

    page.wait_for_function(f"() => ({SHOWN})() === {matched(api, NOT_CLOSED)}")
    assert counted(page) == matched(api, NOT_CLOSED)


def test_a_choice_narrows_list_and_map_alike_and_stands_in_the_address_as_cql2(visit, api) -> None:
    page = ready(visit("/en/"))
    page.locator(".filters > summary").click()
    page.locator(".group", has_text="Water").locator("summary").click()
    with page.expect_response(lambda one: "/tiles/" in one.url and "bathing_beach" in one.url):
        page.get_by_role("checkbox", name="Bathing place").check()

    wanted = matched(api, f"{NOT_CLOSED} AND category = 'bathing_beach'")
    expect(page.locator("#count")).to_have_text(f"{wanted} places")
    page.wait_for_function(f"() => ({SHOWN})() === {wanted}")
    assert asked(page) == "category = 'bathing_beach'"
    expect(page.locator("#status")).to_have_text(f"The list shows {wanted} places.")


def test_a_link_opens_with_choices_and_view_as_they_were(visit) -> None:
    text = "category IN ('museum', 'church') AND municipality = '2480'"
    page = ready(visit(f"/en/?filter={text}#11/63.83/20.27"))

    page.locator(".filters > summary").click()
    chosen = page.eval_on_selector_all("#choices :checked", "all => all.map(one => one.value)")
    assert {"museum", "church", "2480"} <= set(chosen)
    assert page.url.endswith("#11/63.83/20.27")
    expect(page.locator(".leaflet-control-scale-line")).to_have_text("3 km")


def test_the_way_back_undoes_a_choice(visit) -> None:
    page = ready(visit("/en/"))
    before = page.locator("#count").inner_text()
    page.locator(".filters > summary").click()
    page.get_by_label("Vindeln").check()
    expect(page.locator("#count")).not_to_have_text(before)
    page.go_back()

    expect(page.locator("#count")).to_have_text(before)
    expect(page.get_by_label("Vindeln")).not_to_be_checked()


def test_a_condition_that_no_control_shows_is_kept(visit, api) -> None:
    text = "name LIKE 'B%'"
    page = ready(visit(f"/en/?filter={text}"))
    page.locator(".filters > summary").click()
    page.get_by_label("Umeå").check()

    wanted = matched(api, f"{NOT_CLOSED} AND municipality = '2480' AND {text}")
    expect(page.locator("#count")).to_have_text(f"{wanted} places")


def test_a_broken_filter_is_said_and_the_rest_of_the_page_works(visit, api) -> None:
    page = ready(visit("/en/?filter=category = = 'x'"))

    expect(page.get_by_role("alert")).to_contain_text("could not be read")
    assert counted(page) == matched(api, NOT_CLOSED)


def test_more_is_appended_to_the_list(visit) -> None:
    page = ready(visit("/en/"))
    before = page.locator(".places > li").count()
    page.get_by_role("link", name="Show more").click()

    expect(page.locator(".places > li")).to_have_count(2 * before)


def test_a_drawn_area_narrows_list_and_map(visit, api) -> None:
    page = ready(visit("/en/#9/63.83/20.27"))
    page.get_by_role("button", name="Draw an area").click()
    box = page.locator("#map").bounding_box()
    middle_x, middle_y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for dx, dy in ((-60, -60), (60, -60), (60, 60), (-60, 60)):
        page.mouse.click(middle_x + dx, middle_y + dy)
    page.get_by_role("button", name="Draw an area").click()

    page.wait_for_url("**filter=**")
    assert asked(page).startswith("S_INTERSECTS(geometry, POLYGON ((")
    wanted = matched(api, f"{NOT_CLOSED} AND {asked(page)}")
    assert 0 < counted(page) == wanted < matched(api, NOT_CLOSED)


def test_a_measured_course_tells_its_length(visit) -> None:
    page = ready(visit("/en/#9/63.83/20.27"))
    page.get_by_role("button", name="Measure distance").click()
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + 300, box["y"] + 700)
    page.mouse.click(box["x"] + 500, box["y"] + 700)

    expect(page.locator(".notice")).to_contain_text("km")
