import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_the_page_speaks_the_visitors_language_first(open_map: Open) -> None:
    swedish = open_map("places", locale="sv-SE").page
    english = open_map("places", locale="en-GB").page
    other = open_map("places", locale="fi-FI").page

    assert swedish.evaluate("document.documentElement.lang") == "sv"
    assert english.evaluate("document.documentElement.lang") == "en"
    assert other.evaluate("document.documentElement.lang") == "en"


def test_a_switch_changes_texts_labels_and_the_pages_language(open_map: Open) -> None:
    page = open_map("places").page
    page.get_by_role("button", name="English").click()

    expect(page.locator("h1 [lang=en]")).to_be_visible()
    expect(page.locator("h1 [lang=sv]")).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_title("Test \u2013 Via Uma")
    expect(page.locator("#filter")).to_have_attribute(
        "placeholder", "Search name, category or municipality"
    )
    expect(page.locator(".leaflet-control-zoom-in")).to_have_attribute("aria-label", "Zoom in")
    expect(page.locator('.place[title="Umeå flygplats, Airport"]')).to_have_count(1)
    expect(page.locator('#entries .name [lang="en"]', has_text="Meadow")).to_be_visible()


def test_the_address_remembers_the_language_and_cookies_do_not(open_map: Open) -> None:
    page = open_map("places").page
    page.get_by_role("button", name="English").click()
    page.reload()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert "lang=en" in page.url
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
