"""A day plan in a browser: picked on any page, changed by links, taken along on paper."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.visitor.pages import PAGES

pytestmark = pytest.mark.browser

PLAN = PAGES["day plan"]
PICK = """slugs => localStorage.setItem("viauma.plan", JSON.stringify(slugs))"""
FIRST, SECOND = "bathing-beach-nordmaling-1", "bathing-beach-nordmaling-2"


def places(address: str) -> list[str]:
    return parse_qs(urlsplit(address).query)["places"][0].split(",")


def test_what_is_picked_leads_to_a_plan_with_its_day(visit):
    page = visit("/en/about", allowed=("status of 404",)).page
    page.evaluate(PICK, [FIRST, SECOND])
    page.goto(page.url.replace("/about", "/plan"))
    page.click("[data-plan-link]")

    assert {"places", "day", "start", "by", "stay"} == parse_qs(urlsplit(page.url).query).keys()
    assert page.locator(".visits > li").count() == 2


def test_what_is_taken_out_of_the_plan_is_picked_no_more(visit):
    page = visit(PLAN).page
    page.evaluate(PICK, [FIRST, SECOND])
    page.click(f"a[data-plan-drop='{FIRST}']")
    page.wait_for_load_state()

    assert FIRST not in places(page.url)
    assert page.evaluate("JSON.parse(localStorage.getItem('viauma.plan'))") == [SECOND]


def test_the_form_keeps_the_places(visit):
    page = visit(PLAN).page
    page.select_option("#by", "bike")
    page.click(".plan-form button")
    page.wait_for_url("**by=bike**")

    assert places(page.url)[:2] == [FIRST, SECOND]
    assert page.locator(".way").first.inner_text().endswith("by bicycle")


def test_on_paper_there_are_times_map_and_code_and_no_buttons(visit):
    page = visit(PLAN).page
    page.emulate_media(media="print")

    assert page.locator(".time").first.is_visible()
    assert page.locator(".plan-sketch").is_visible()
    assert page.locator(".qr").is_visible()
    assert [one for one in page.locator(".button, form").all() if one.is_visible()] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_sticks_out(visit, width):
    page = visit(PLAN, viewport={"width": width, "height": 800}).page

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_is_read_and_changed_without_scripts(visit):
    page = visit(PLAN, allowed=("csp",), java_script_enabled=False).page
    page.click("text=Later")
    page.wait_for_url("**order=kept**")

    assert places(page.url)[:2] == [SECOND, FIRST]
