"""What pages may load, and what every answer tells a browser."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Window, browser, maps
from tests.fixtures.database import settings_for
from tests.fixtures.serving import serving
from viauma.settings import MapSettings
from viauma_api.http.policies import map_policy

__all__ = ["browser", "maps"]

PAGES = ("/", "/conformance", "/collections", "/collections/places", "/collections/places/items",
         "/collections/places/counts", "/collections/projects/items?limit=3",
         "/api/docs")  # fmt: skip
REFUSALS = ("/nothing", "/collections/places/items?limit=none")
EVERYTHING = (*PAGES, *REFUSALS, "/static/pages.css", "/static/nothing", "/maps/", "/maps/nothing",
              "/healthz", "/api")  # fmt: skip
HTML = {"accept": "text/html"}


def directives(response: httpx.Response) -> dict[str, list[str]]:
    written = response.headers["content-security-policy"].split("; ")
    return {name: sources for name, *sources in map(str.split, written)}


@pytest.mark.parametrize("path", EVERYTHING)
def test_no_answer_is_taken_for_something_else(api: httpx.Client, path: str) -> None:
    for headers in (HTML, {}):
        response = api.get(path, headers=headers)

        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["access-control-allow-origin"] == "*"
        assert "ETag" in response.headers["access-control-expose-headers"]


@pytest.mark.parametrize("path", [*PAGES, *REFUSALS])
def test_a_page_loads_nothing_from_elsewhere_and_nothing_written_into_it(
    api: httpx.Client, path: str
) -> None:
    response = api.get(path, headers=HTML)

    found = directives(response)
    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == ["'self'"]
    assert found["frame-ancestors"] == ["'self'"]
    assert {source for sources in found.values() for source in sources} <= {
        "'none'", "'self'", *(["data:"] if path == "/api/docs" else []),
    }  # fmt: skip
    assert response.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", [*PAGES, *REFUSALS])
def test_a_page_holds_no_script_and_no_style_of_its_own(api: httpx.Client, path: str) -> None:
    text = api.get(path, headers=HTML).text

    assert re.findall(r"<script(?![^>]*\ssrc=)(?![^>]*json)[^>]*>", text) == []
    assert re.findall(r"\sstyle=|<style|\son\w+=", text) == []


def test_data_has_no_policy(api: httpx.Client) -> None:
    assert "content-security-policy" not in api.get("/collections").headers


def test_a_map_may_run_its_script_and_tell_nobody(api: httpx.Client) -> None:
    found = directives(api.get("/maps/"))

    assert found["script-src"] == ["'self'", "'unsafe-inline'"]
    assert found["default-src"] == ["'none'"]
    assert "connect-src" not in found


@pytest.mark.parametrize(
    ("tile_url", "source"),
    [
        (None, ""),
        ("https://tile.example.org/{z}/{x}/{y}.png", " https://tile.example.org"),
        ("https://{s}.tile.example.org/{z}/{x}/{y}.png", " https://*.tile.example.org"),
        ("http://tile.example.org:8080/{z}/{x}/{y}.png", " http://tile.example.org:8080"),
        ("/tiles/{z}/{x}/{y}.png", ""),
    ],
)
def test_tiles_come_from_where_the_operator_says(tile_url: str | None, source: str) -> None:
    assert f"img-src 'self' data:{source}" in map_policy(tile_url).split("; ")


@contextmanager
def looking(browser: Browser, base: str) -> Iterator[Page]:
    """Open a window whose complaints, refused loads among them, end the test."""
    context = browser.new_context(locale="sv-SE")
    window = Window(context.new_page()).watch()
    window.page.set_default_timeout(15_000)
    yield window.page
    elsewhere = [url for url in window.requests if not url.startswith((base, "data:"))]
    context.close()
    assert window.complaints == []
    assert elsewhere == []


@pytest.mark.parametrize("name", ["places", "hostile", "projects", "rates"])
def test_a_served_map_works_under_its_policy(
    browser: Browser, maps: Path, region_url: str, name: str
) -> None:
    with serving(settings_for(region_url, maps)) as base, looking(browser, base) as page:
        page.goto(f"{base}/maps/")
        page.goto(f"{base}/maps/{name}.html")

        page.locator(".leaflet-map-pane").first.wait_for(state="attached")
        assert page.evaluate("typeof ViaUma.fit") == "function"


def test_a_map_with_tiles_may_load_them(browser: Browser, region_url: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<title>T</title><img src='https://tile.example/1.png'>")
    settings = settings_for(region_url).model_copy(
        update={"maps": MapSettings(directory=tmp_path, tile_url="https://tile.example/{z}.png")}
    )
    asked: list[str] = []
    with serving(settings) as base:
        page = browser.new_page()
        page.route("https://tile.example/**", lambda route: answer(route, asked))
        page.goto(f"{base}/maps/")
        page.wait_for_load_state("networkidle")
        page.close()

    assert asked == ["https://tile.example/1.png"]


def answer(route: Any, asked: list[str]) -> None:
    asked.append(route.request.url)
    route.fulfill(status=204)


@pytest.mark.parametrize("path", PAGES)
def test_our_pages_work_under_their_policy(browser: Browser, server: str, path: str) -> None:
    with looking(browser, server) as page:
        joined = "&" if "?" in path else "?"
        page.goto(f"{server}{path}" + ("" if path == "/api/docs" else f"{joined}f=html"))

        assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == (
            "absolute"
        )


@pytest.mark.parametrize("collection", ["places", "municipalities", "projects"])
def test_the_page_of_a_feature_works_under_its_policy(
    api: httpx.Client, browser: Browser, server: str, collection: str
) -> None:
    items = f"{server}/collections/{collection}/items"
    (feature,) = api.get(f"{items}?limit=1").json()["features"]
    with looking(browser, server) as page:
        page.goto(f"{items}/{feature['id']}?f=html")

        assert page.locator("h1").count() == 1


def test_the_api_page_draws_the_document(browser: Browser, server: str) -> None:
    with looking(browser, server) as page:
        page.goto(f"{server}/api/docs")

        block = page.locator(".swagger-ui .opblock", has_text="/conformance").first
        block.click()
        block.get_by_role("button", name="Try it out").click()
        block.get_by_role("button", name="Execute").click()
        status = block.locator(".live-responses-table .response-col_status:not(.col_header)")
        assert status.inner_text() == "200"
