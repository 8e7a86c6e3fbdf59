"""What a page may cost a phone: measured on loopback, with the processor slowed down four times."""

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import PATIENCE_MS
from tests.browser.visitor.conftest import READY

pytestmark = pytest.mark.browser

PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
USABLE = "performance.getEntriesByName('map-usable')[0].startTime"
SHIFTED = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => {
        for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 300);
})"""
SCRIPTS = """performance.getEntriesByType('resource')
    .filter(one => one.initiatorType === 'script' || one.name.endsWith('.js'))
    .reduce((sum, one) => sum + one.encodedBodySize, 0)"""

MOST_PAINT_MS, MOST_USABLE_MS, MOST_SCRIPT_BYTES, MOST_SHIFT = 800, 1_500, 150_000, 0.1
ROUNDS = 5


def measured(browser: Browser, address: str) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address)
    page.wait_for_function(READY)
    found = {
        "paint": page.evaluate(PAINTED),
        "usable": page.evaluate(USABLE),
        "bytes": page.evaluate(SCRIPTS),
        "shift": page.evaluate(SHIFTED),
    }
    context.close()
    return found


def test_the_map_is_painted_and_usable_in_time(browser: Browser, server: str) -> None:
    measured(browser, f"{server}/en/")
    rounds = [measured(browser, f"{server}/en/") for _ in range(ROUNDS)]
    best = {name: min(one[name] for one in rounds) for name in rounds[0]}

    # The best of five: the machine may be busy with other tests, the page cannot be.
    assert best["paint"] < MOST_PAINT_MS
    assert best["usable"] < MOST_USABLE_MS


def test_scripts_stay_small_and_nothing_jumps(browser: Browser, server: str) -> None:
    found = measured(browser, f"{server}/en/")

    assert 0 < found["bytes"] < MOST_SCRIPT_BYTES
    assert found["shift"] < MOST_SHIFT
