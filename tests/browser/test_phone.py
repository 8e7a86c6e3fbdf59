import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.mark.parametrize("name", ["places", "rates", "projects", "index"])
def test_nothing_is_wider_than_a_phone(name: str, open_map: Open) -> None:
    page = open_map(name, **PHONE).page

    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_list_stands_below_the_map(open_map: Open) -> None:
    page = open_map("places", **PHONE).page
    above, below = (page.locator(part).bounding_box() for part in ("#map", "#entries"))

    assert above
    assert below
    assert below["y"] >= above["y"] + above["height"]


def test_an_entry_far_down_brings_the_map_into_view(open_map: Open) -> None:
    page = open_map("places", **PHONE).page
    page.locator("#entries button").last.click()

    expect(page.locator(".popup h2")).to_be_in_viewport()
