import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_a_list_entry_opens_its_popup_by_keyboard_and_escape_returns(open_map: Open) -> None:
    page = open_map("places").page
    page.locator("#filter").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    popup = page.locator(".leaflet-popup .popup")
    expect(popup.locator("h2")).to_have_text("Badet 0")
    expect(popup).to_be_focused()

    page.keyboard.press("Escape")

    expect(popup).to_have_count(0)
    expect(page.locator("#entries button").first).to_be_focused()


def test_a_marker_opens_its_popup(open_map: Open) -> None:
    page = open_map("places").page
    page.locator('.place[title^="Umeå flygplats"]').click()

    expect(page.locator(".popup h2")).to_have_text("Umeå flygplats")


def test_what_is_unknown_is_said_to_be_unknown(open_map: Open) -> None:
    page = open_map("places").page
    page.locator("#entries button", has_text="namn saknas").click()
    popup = page.locator(".popup")

    expect(popup.locator("h2 [lang=sv]")).to_have_text("namn saknas")
    expect(popup.locator("[data-slot=hours] [lang=sv]")).to_have_text("okänt")
    expect(popup.locator("[data-slot=verified] [lang=sv]")).to_have_text("okänt")
    expect(popup.locator("[data-slot=municipality]")).to_contain_text("ungefärlig")


def test_only_a_web_address_is_a_link(open_map: Open) -> None:
    page = open_map("places").page
    page.locator("#entries button", has_text="Gamla hallen").click()
    expect(page.locator(".popup .status [lang=sv]")).to_have_text("Nedlagd")
    expect(page.locator(".popup a")).to_have_count(0)

    page.locator("#entries button", has_text="Nya hallen").click()

    expect(page.locator(".popup a")).to_have_attribute("href", "https://umea.example/")


def test_a_link_to_a_place_opens_it(open_map: Open) -> None:
    first = open_map("places").page
    first.locator("#entries button", has_text="Nya hallen").click()
    address = first.evaluate("location.hash")

    page = open_map("places", address=address).page

    expect(page.locator(".popup h2")).to_have_text("Nya hallen")
