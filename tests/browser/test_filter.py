import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("typed", ["Ängsjön", "angsjon", "ÄNGSJÖN badplats", "meadow"])
def test_typing_narrows_list_and_markers_alike(typed: str, open_map: Open) -> None:
    page = open_map("places").page
    page.locator("#filter").fill(typed)

    expect(page.locator("#entries > li")).to_have_count(1)
    expect(page.locator("#entries .name")).to_contain_text("Ängsjöns badplats")
    expect(page.locator(".place")).to_have_count(1)
    expect(page.locator(".marker-cluster")).to_have_count(0)
    expect(page.locator("#count [lang=sv]")).to_have_text("1 av 8 platser")


def test_a_search_without_an_answer_says_so_and_the_way_back_works(open_map: Open) -> None:
    page = open_map("places").page
    page.locator("#filter").fill("xyzzy")
    expect(page.locator("#none")).to_be_visible()
    expect(page.locator(".place, .marker-cluster")).to_have_count(0)

    page.locator("#filter").fill("")

    expect(page.locator("#entries > li")).to_have_count(8)


def test_a_layer_switched_off_leaves_list_and_map(open_map: Open) -> None:
    page = open_map("places").page
    page.locator('[data-group="water"]').uncheck()

    expect(page.locator("#entries > li")).to_have_count(1)
    expect(page.locator(".place")).to_have_count(1)


def test_a_list_of_projects_is_narrowed_and_its_map_with_it(open_map: Open) -> None:
    page = open_map("projects").page
    page.locator("#filter").fill("bada")

    expect(page.locator("#entries > li:visible")).to_have_count(1)
    expect(page.locator(".figure-label", has_text="Umea")).to_contain_text("1")
