"""The pages of the API need no scrolling sideways on a phone, and lose nothing there."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PATIENCE_MS, Window

pytestmark = pytest.mark.browser

PATHS = [
    "/collections/places/items?f=html&limit=5",
    "/collections/projects/items?f=html&limit=5",
    "/collections/places/items?f=html&bbox=63.7,20.1,63.9,20.4",
    "/collections/places/items?f=html&near=20.26,63.83&limit=5",
    "/collections/places/items/olles-spar-5-km?f=html",
    "/collections/municipalities/items/2480?f=html",
    "/collections/places/counts?f=html&by=municipality",
    "/functions?f=html",
]
SIDEWAYS = """[document.documentElement, ...document.querySelectorAll('.stacked, .facts')]
    .filter(one => one.scrollWidth > one.clientWidth).map(one => one.className || one.tagName)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_scrolls_sideways(browser: Browser, server: str, scheme) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    context.set_default_timeout(PATIENCE_MS)
    window = Window(context.new_page()).watch()
    for path in PATHS:
        window.page.goto(f"{server}{path}", wait_until="networkidle")

        assert window.page.evaluate(SIDEWAYS) == [], path
    context.close()
    assert window.complaints == []


def test_a_row_is_a_card_that_names_its_columns(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{server}{PATHS[0]}")
    cell = page.locator(".stacked [role=cell]").first

    assert cell.evaluate("one => getComputedStyle(one, '::before').content") == '"Category: "'
    # Stacked or not, it is a table to those who cannot see it.
    expect(page.get_by_role("table")).to_have_count(1)
    expect(page.get_by_role("row")).to_have_count(6)
    context.close()
