"""Ten thousand places stay usable; the figures measured are in docs/maps.md."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.maps.subjects import many_places, scene
from viauma_maps.build import build_scenes

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLACES = 10_000

# Generous: a shared machine may be five times slower than the one in docs/maps.md.
MOST_MS_TO_MARKERS = 10_000
MOST_MS_TO_FILTER = 4_000

FILTERED = """async () => {
    const started = performance.now();
    const filter = document.getElementById("filter");
    filter.value = "plats 77";
    filter.dispatchEvent(new Event("input"));
    await new Promise((done) => {
        new MutationObserver(done).observe(document.getElementById("count"), {childList: true});
    });
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - started;
}"""


def test_ten_thousand_places_are_drawn_listed_and_filtered(tmp_path: Path, open_map: Open) -> None:
    build_scenes([scene(list(many_places(PLACES)), slug="many")], tmp_path / "maps")
    page = open_map("many", folder=tmp_path / "maps").page
    page.wait_for_selector(".marker-cluster")
    markers_ms = page.evaluate("performance.now()")
    expect(page.locator("#count")).to_contain_text("10000")
    assert page.locator("#entries > li").count() == 500

    filter_ms = page.evaluate(FILTERED)

    print(f"markers after {markers_ms:.0f} ms, filtered in {filter_ms:.0f} ms")  # noqa: T201
    assert markers_ms < MOST_MS_TO_MARKERS
    assert filter_ms < MOST_MS_TO_FILTER
