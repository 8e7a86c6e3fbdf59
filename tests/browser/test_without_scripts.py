import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_without_scripts_the_list_is_still_there(open_map: Open) -> None:
    page = open_map("places", java_script_enabled=False).page

    expect(page.locator("noscript li")).to_have_count(8)
    expect(page.locator("noscript p")).to_be_visible()


def test_without_scripts_the_projects_are_still_there(open_map: Open) -> None:
    page = open_map("projects", java_script_enabled=False).page

    expect(page.locator("#entries > li")).to_have_count(8)
