"""Every place can be reached without a mouse: on the map, and in the list before it."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor.conftest import ready

pytestmark = pytest.mark.browser


def test_a_symbol_on_the_map_opens_by_enter(visit) -> None:
    page = ready(visit("/en/#13/63.83/20.27"))
    spot = page.locator(".spot").first
    name = spot.get_attribute("aria-label")
    spot.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".leaflet-popup h3")).to_have_text(name)
    expect(page.locator(".leaflet-popup h3 a")).to_be_focused()


def test_the_list_comes_before_the_map_in_the_order_of_focus(visit) -> None:
    page = ready(visit("/en/"))
    order = page.evaluate(
        """document.querySelector('.places a')
            .compareDocumentPosition(document.getElementById('map'))"""
    )

    assert order & 4


def test_the_first_stop_leads_to_the_content(visit) -> None:
    page = ready(visit("/en/"))
    page.keyboard.press("Tab")

    expect(page.locator(":focus")).to_have_text("Skip to content")
