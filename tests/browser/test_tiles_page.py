"""The page beside a PMTiles file, served with ranges by our own server."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.cli.asked import asking

pytestmark = pytest.mark.browser

Export = Callable[..., Path]


@pytest.fixture
def export(region_url, built_maps: Path, monkeypatch, capsys) -> Export:
    ask = asking(region_url, monkeypatch, capsys)

    def exported(*arguments: str) -> Path:
        out = built_maps / "region.pmtiles"
        answer = ask("export", "tiles", "--page", "--out", str(out), *arguments)
        assert (answer.code, answer.err) == (0, "")
        return out.with_suffix(".html")

    return exported


def test_the_page_shows_every_place_and_asks_nobody_else(
    export: Export, open_map: Open, api: httpx.Client, server: str
) -> None:
    export("--max-zoom", "8")
    matched = api.get("/collections/places/items", params={"limit": 1}).json()["numberMatched"]
    window = open_map("region", base=f"{server}/maps/")
    page = window.page
    page.evaluate("ViaUma.map.setView([64, 19.5], 5, { animate: false })")

    page.wait_for_function(f"ViaUma.shownPlaces() === {matched}")
    expect(page.locator(".several").first).to_be_visible()
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("OpenStreetMap")
    assert [url for url in window.requests if not url.startswith((f"{server}/", "data:"))] == []


def test_a_click_tells_how_many_places_of_which_kind_a_figure_stands_for(
    export: Export, open_map: Open, server: str
) -> None:
    export("--max-zoom", "8")
    page = open_map("region", base=f"{server}/maps/").page
    # In one breath: more figures come while tiles do, and another would then be the last.
    number = page.locator(".several").last.evaluate(
        "one => { one.dispatchEvent(new MouseEvent('click', { bubbles: true })); "
        "return one.innerText }"
    )

    expect(page.locator(".popup h2")).to_contain_text(f"{number} platser")
    expect(page.locator(".popup tr").first).to_be_visible()


def test_opened_as_a_file_the_page_says_what_it_needs(export: Export, open_map: Open) -> None:
    page = export("--max-zoom", "4")
    window = open_map("region", base=f"{page.parent.as_uri()}/")

    expect(window.page.locator("#notice")).to_contain_text("webbserver")
    assert unquote(window.page.url).endswith("region.html")
