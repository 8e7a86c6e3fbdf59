"""The base map is ours and asks nobody, until the operator names another; then the page says so."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import PATIENCE_MS
from tests.browser.visitor.conftest import READY, ready
from tests.fixtures.database import settings_for
from tests.fixtures.serving import serving

pytestmark = pytest.mark.browser

# A square of one grey pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a4944415478da63a8070000810080a8b6ef3b0000000049454e44ae426082"
)


@pytest.fixture
def tile_host() -> Iterator[tuple[str, list[str]]]:
    """A tile server of somebody else's, which writes down what it is asked."""
    asked: list[str] = []

    class Tiles(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("content-type", "image/png")
            self.send_header("access-control-allow-origin", "*")
            self.end_headers()
            self.wfile.write(PIXEL if self.path.endswith(".png") else b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    host = HTTPServer(("127.0.0.1", 0), Tiles)
    threading.Thread(target=host.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{host.server_port}", asked
    host.shutdown()


def test_our_own_base_map_names_municipalities_and_towns(visit) -> None:
    page = ready(visit("/en/#10/63.83/20.27"))

    page.wait_for_selector("path.area.focus")
    names = page.locator(".name").all_text_contents()
    assert "Umeå" in names
    assert page.locator("path.land").count() > 0


@pytest.mark.parametrize(
    ("setting", "address"),
    [("tile_url", "/{z}/{x}/{y}.png"), ("vector_tile_url", "/{z}/{x}/{y}.mvt")],
)
def test_an_operator_s_base_map_is_asked_and_the_privacy_page_says_so(
    browser: Browser, region_url: str, built_maps: Path, tile_host, setting: str, address: str
) -> None:
    origin, asked = tile_host
    settings = settings_for(region_url, built_maps)
    maps = settings.maps.model_copy(update={setting: f"{origin}{address}"})
    with serving(settings.model_copy(update={"maps": maps})) as base:
        context = browser.new_context(viewport={"width": 800, "height": 600})
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        page.goto(f"{base}/en/")
        page.wait_for_function(READY)
        page.wait_for_load_state("networkidle")
        page.goto(f"{base}/en/privacy")

        assert asked
        assert origin.removeprefix("http://") in page.locator("main").inner_text()
        assert complaints == []
        context.close()
