import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_places_appear_as_symbols_and_clusters(open_map: Open) -> None:
    page = open_map("places").page

    expect(page.locator(".marker-cluster").first).to_be_visible()
    expect(page.locator(".place svg.symbol use").first).to_be_attached()


def test_as_many_places_are_listed_as_are_on_the_map(open_map: Open) -> None:
    page = open_map("places").page

    expect(page.locator("#entries > li")).to_have_count(8)
    assert page.evaluate("ViaUma.shownPlaces()") == 8
    expect(page.locator("#count")).to_have_text("8 platser8 places")


def test_the_names_of_markers_are_read_out(open_map: Open) -> None:
    page = open_map("places").page

    expect(page.locator('.place[title="Umeå flygplats, Flygplats"]')).to_have_count(1)
