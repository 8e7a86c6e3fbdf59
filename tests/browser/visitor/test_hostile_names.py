"""A place that is called <script> is shown so, on the map, in its popup, in lists and offline."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.api.visitors.conftest import EVIL, HOSTILE
from tests.browser.conftest import PATIENCE_MS
from tests.browser.visitor.conftest import READY
from tests.factories import place_draft
from tests.fixtures.database import _clone_of, _drop, settings_for
from tests.fixtures.serving import serving
from viauma.db.cluster import Cluster
from viauma.db.session import unit_of_work
from viauma.places.actions import store_places

pytestmark = pytest.mark.browser

MARKED = "() => document.querySelectorAll('[onerror], .about script, .place script').length"


@pytest.fixture(scope="module")
def hostile(cluster: Cluster, template_url: str) -> Iterator[str]:
    url = _clone_of("template_region", "hostile_to_browsers", cluster)
    settings = settings_for(url)
    with unit_of_work(settings, actor="test", reason="a hostile place") as session:
        store_places(session, [place_draft(**HOSTILE, wkt="POINT (19.0 65.2)")])
    with serving(settings) as base:
        yield base
    _drop("hostile_to_browsers", cluster)


def test_no_name_is_obeyed_anywhere(browser: Browser, hostile: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(f"{hostile}/en/#14/65.2/19.0")
    page.wait_for_function(READY)
    page.locator(".spot").first.click()
    page.wait_for_selector(".about button[data-plan]")

    assert page.locator(".about h3").inner_text() == EVIL
    page.get_by_role("combobox").first.press_sequentially("script")
    page.wait_for_selector("[role=option]")
    assert EVIL in page.locator("[role=option]").first.inner_text()
    for path in ("/en/?q=script", "/en/places/hostile", "/en/plan?places=hostile", "/sv/offline"):
        page.goto(f"{hostile}{path}")
        assert page.evaluate(MARKED) == 0
    assert dialogs == []
    context.close()
