"""The visitor's pages in a real browser, as a window that must not complain."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import PATIENCE_MS, Window

Visit = Callable[..., Window]

READY = "() => performance.getEntriesByName('map-usable').length > 0"


@dataclass
class VisitorWindow(Window):
    """A window that knows which complaints a test causes itself."""

    allowed: tuple[str, ...] = ()

    def watch(self) -> "VisitorWindow":
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", self._failed)
        return self

    def _failed(self, request: Any) -> None:
        # Who leaves a page, or asks anew before the answer came, breaks requests off on purpose.
        if request.failure not in {"net::ERR_ABORTED", None}:
            self.complaints.append(f"{request.url}: {request.failure}")


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Visit]:
    """Open a page in a window of its own; afterwards nothing may have gone wrong in any."""
    windows: list[VisitorWindow] = []

    def opened(path: str, *, allowed: tuple[str, ...] = (), **options: Any) -> VisitorWindow:
        defaults = {
            "locale": "en-GB",
            "viewport": {"width": 1280, "height": 800},
            "reduced_motion": "reduce",
        }
        context = browser.new_context(**(defaults | options))
        context.set_default_timeout(PATIENCE_MS)
        window = VisitorWindow(context.new_page(), allowed=allowed).watch()
        windows.append(window)
        window.page.goto(f"{server}{path}")
        return window

    yield opened
    complaints = [
        text
        for window in windows
        for text in window.complaints
        if not any(one in text for one in window.allowed)
    ]
    requests = [url for window in windows for url in window.requests]
    for window in windows:
        window.page.context.close()
    assert complaints == []
    assert [url for url in requests if not url.startswith((server, "data:", "blob:"))] == []


def ready(window: Window) -> Any:
    """Wait until the map shows its places."""
    window.page.wait_for_function(READY)
    window.page.wait_for_selector(".spot, .several")
    return window.page
