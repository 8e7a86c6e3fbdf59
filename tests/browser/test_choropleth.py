import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_the_figure_stands_on_the_map_and_in_the_list(open_map: Open) -> None:
    page = open_map("rates").page

    expect(page.locator(".figure-label", has_text="Vindeln")).to_contain_text("9,00")
    expect(page.locator('[data-key="2404"] .entry .figure [lang=sv]')).to_have_text("9,00")


def test_what_is_counted_can_be_picked(open_map: Open) -> None:
    page = open_map("rates").page
    page.locator("#measure").select_option("library")

    expect(page.locator(".figure-label", has_text="Umea")).to_contain_text("3,00")
    expect(page.locator(".figure-label", has_text="Vindeln")).to_contain_text("0,00")
    expect(page.locator('path[data-shade="3"]')).to_have_count(1)


def test_a_list_entry_opens_the_municipality_on_the_map(open_map: Open) -> None:
    page = open_map("rates").page
    page.locator('[data-key="2404"] button.entry').click()

    expect(page.locator(".popup h2")).to_have_text("Vindeln")
    expect(page.locator("path.marked")).to_have_count(1)
