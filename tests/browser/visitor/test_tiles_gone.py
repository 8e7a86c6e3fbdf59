"""Tiles that cannot be had leave the list as it is."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_list_works_while_tiles_fail_and_the_page_says_so(visit) -> None:
    # What a worker asks for would not pass through here.
    window = visit(
        "/en/about", allowed=("tiles", "500", "404", "blocked by"), service_workers="block"
    )
    window.page.route("**/tiles/**", lambda route: route.fulfill(status=500, body=""))
    window.page.goto(window.page.url.replace("/about", "/"))

    expect(window.page.locator(".notice")).to_contain_text("The list works all the same")
    assert window.page.locator(".places > li").count() > 0
    window.page.locator(".filters > summary").click()
    window.page.get_by_label("Vindeln").check()
    expect(window.page.locator(".place").first).to_contain_text("Vindeln")
