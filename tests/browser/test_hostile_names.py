import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.maps.subjects import HOSTILE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_is_text_in_list_popup_and_search(text: str, open_map: Open) -> None:
    page = open_map("hostile").page
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.locator("#filter").fill(text)
    # Until the filter holds, it would close again what is opened.
    expect(page.get_by_role("status")).to_have_text(re.compile("^1 "))
    page.locator("#entries button", has_text=text).click()
    popup = page.locator(".popup")

    expect(popup.locator("h2")).to_have_text(text)
    expect(popup.locator("[data-slot=hours]")).to_have_text(text)
    expect(popup.locator("dt", has_text=text)).to_have_count(1)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img").count() == 0


def test_a_hostile_attribution_is_text_on_the_map(open_map: Open) -> None:
    page = open_map("hostile").page

    expect(page.locator(".leaflet-control-attribution")).to_contain_text(HOSTILE[3])
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_project_is_text_in_list_and_popup(number: int, open_map: Open) -> None:
    page = open_map("projects").page
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.locator(f'[data-key="hostile-{number}"] button.entry').click()

    expect(page.locator(".popup h2")).to_have_text(HOSTILE[number])
    assert page.evaluate("window.hacked") is None
