import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_a_project_marks_the_municipalities_it_touched(open_map: Open) -> None:
    page = open_map("projects").page
    page.locator("button.entry", has_text="Båda").click()

    expect(page.locator("path.marked")).to_have_count(2)
    expect(page.locator(".popup .gap dd [lang=sv]")).to_contain_text("kr")


def test_a_municipality_lists_its_projects_and_leads_to_them(open_map: Open) -> None:
    page = open_map("projects").page
    page.locator("path.figure-area").first.click()
    page.locator(".popup button.plain", has_text="Båda").click()

    expect(page.locator(".popup h2")).to_have_text("Båda")
    expect(page.locator("path.marked")).to_have_count(2)


def test_a_project_without_an_area_gets_no_spot_on_the_map(open_map: Open) -> None:
    page = open_map("projects").page
    page.locator("button.entry", has_text="Ingenstans").click()

    expect(page.locator(".popup")).to_have_count(0)
    expect(page.locator("li", has_text="Ingenstans").locator("details")).to_have_attribute(
        "open", ""
    )
