"""A server that can be switched off and on under one address, and a window that keeps a copy."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tests.fixtures.database import settings_for
from tests.fixtures.serving import serving
from viauma.settings import Settings
from viauma_api import create_app

PATIENCE_MS = 20_000
AT_WORK = """navigator.serviceWorker.ready.then(({active}) => new Promise((done) => {
    const tell = () => active.state === "activated" && done(true);
    active.addEventListener("statechange", tell);
    tell();
}))"""
VINDELN = '[data-keep="2404"]'


class Site:
    """A server that goes away and comes back under the same address."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._running = ExitStack()
        self.broken = ""
        """A part of the addresses that are answered with 503."""
        self.base = self._running.enter_context(self._serving(port=0))

    def _serving(self, port: int) -> AbstractContextManager[str]:
        app = create_app(self._settings)

        async def with_faults(scope: Scope, receive: Receive, send: Send) -> None:
            is_broken = self.broken and self.broken in scope.get("path", "")
            await (Response(status_code=503) if is_broken else app)(scope, receive, send)

        return serving(self._settings, app=with_faults, port=port)

    def stop(self) -> None:
        self._running.close()

    def start(self) -> None:
        port = urlsplit(self.base).port
        assert port is not None
        again = self._running.enter_context(self._serving(port))
        assert again == self.base


@dataclass
class Visitor:
    """Somebody with a phone: what the page fetched, and what it complained about."""

    site: Site
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    fetched: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfinished", self._note)

    def _note(self, request: Request) -> None:
        self.fetched.append(request)

    def _listen(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def go(self, address: str) -> None:
        self.page.goto(self.site.base + address)

    def meet_the_worker(self) -> None:
        """Wait for the worker; waiting by an expression would need what the policy forbids."""
        self.page.evaluate(AT_WORK)

    def keep(self, row: str = VINDELN) -> None:
        """Save a municipality, or update it."""
        self.go("/sv/offline")
        self.page.wait_for_load_state("networkidle")
        self.fetched.clear()
        button = self.page.locator(f"{row} button:visible").first
        button.click()
        self.page.locator(f"{row} [data-done]:not(:empty)").wait_for()

    def cut(self) -> None:
        """Take the network away, and the server too."""
        self.context.set_offline(True)
        self.site.stop()

    def mend(self) -> None:
        self.site.start()
        self.context.set_offline(False)

    def paths(self) -> set[str]:
        """What was fetched over the network since the button was pressed, without queries."""
        return {urlsplit(one.url).path for one in self.fetched}

    def transferred(self) -> int:
        """How many bytes of bodies came, without the list itself."""
        files = [one for one in self.fetched if "/offline/2404.json" not in one.url]
        return sum(one.sizes()["responseBodySize"] for one in files)


@pytest.fixture
def site(database_url: str) -> Iterator[Site]:
    found = Site(settings_for(database_url))
    yield found
    found.stop()


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Visitor]:
    context = browser.new_context(locale="sv-SE", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    found = Visitor(site, context, context.new_page())
    yield found
    context.close()
    assert found.complaints == []
