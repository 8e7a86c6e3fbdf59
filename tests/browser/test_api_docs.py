from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import PATIENCE_MS, Window

pytestmark = pytest.mark.browser

ITEMS = "/api/docs#/Places/getPlaces"

OpenDocs = Callable[..., Window]


@pytest.fixture
def open_docs(browser: Browser, server: str) -> Iterator[OpenDocs]:
    """Open the page of the API in a window of its own; afterwards nothing may have gone wrong."""
    windows: list[Window] = []

    def opened(path: str = "/api/docs", **options: Any) -> Window:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        context.set_default_timeout(PATIENCE_MS)
        window = Window(context.new_page()).watch()
        windows.append(window)
        window.page.goto(f"{server}{path}")
        window.page.locator(".opblock").first.wait_for()
        return window

    yield opened
    complaints = [complaint for window in windows for complaint in window.complaints]
    for window in windows:
        window.page.context.close()
    assert complaints == []


def test_every_operation_can_be_read_and_nobody_else_is_asked(
    open_docs: OpenDocs, server: str
) -> None:
    window = open_docs()

    assert window.page.locator(".opblock").count() > 40
    assert [url for url in window.requests if not url.startswith((f"{server}/", "data:"))] == []


def test_queryables_are_folded_until_somebody_wants_them(open_docs: OpenDocs) -> None:
    items = opened(open_docs(ITEMS), "getPlaces")

    expect(items.locator("tr[data-param-name=lit]")).to_have_count(0)
    items.get_by_role("button", name="each queryable").click()
    expect(items.locator("tr[data-param-name=lit]")).to_have_count(1)


@pytest.mark.parametrize("operation", ["getPlaces", "getPlacesCounts"])
def test_a_request_can_be_tried_as_it_stands(open_docs: OpenDocs, operation: str) -> None:
    found = opened(open_docs(f"/api/docs#/Places/{operation}"), operation)

    found.get_by_role("button", name="Try it out").click()
    found.get_by_role("button", name="Execute").click()

    expect(found.locator(".live-responses-table .response-col_status").nth(1)).to_contain_text(
        "200"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_it_without_scrolling_sideways(open_docs: OpenDocs, scheme: str) -> None:
    size = {"width": 390, "height": 844}
    page = open_docs(viewport=size, color_scheme=scheme).page

    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def opened(window: Window, operation: str) -> Locator:
    found = window.page.locator(f"[id='operations-Places-{operation}']")
    found.get_by_role("button", name="Try it out").wait_for()
    return found
