"""A page of somebody else's site asks the API from a real browser."""

import json
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
BROWSER = next((path for name in NAMES if (path := shutil.which(name))), None)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed"),
]

ASK = """async ([address, headers, method, body]) => {
    const answer = await fetch(address, {headers, method, body, cache: "no-store"});
    const text = await answer.text();
    const named = ["etag", "content-crs", "link", "content-disposition", "x-request-id"];
    const seen = Object.fromEntries(named.map(name => [name, answer.headers.get(name)]));
    return {status: answer.status, text, headers: seen};
}"""


class Elsewhere(BaseHTTPRequestHandler):
    """An empty page of another origin."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>A partner</title>")

    def log_message(self, *_: object) -> None:
        """Keep silent."""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    site = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=BROWSER, args=arguments)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{site.server_port}/")
        yield page
        browser.close()
    site.shutdown()


def ask(page: Page, address: str, headers=None, method="GET", body=None):
    return page.evaluate(ASK, [address, headers or {}, method, body])


def test_a_page_reads_features_and_the_headers_that_say_what_they_are(page, via_uma, true):
    answer = ask(page, f"{via_uma}/collections/trails/items?limit=10000")

    assert answer["status"] == 200
    assert {one["id"] for one in json.loads(answer["text"])["features"]} == set(true("trails"))
    assert answer["headers"]["content-crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
    assert answer["headers"]["etag"]
    assert answer["headers"]["x-request-id"]


def test_a_page_asks_whether_anything_changed(page, via_uma, recorder):
    address = f"{via_uma}/collections/trails/items?limit=3"
    known = ask(page, address)["headers"]["etag"]
    again = ask(page, address, {"If-None-Match": known})

    assert (again["status"], again["text"]) == (304, "")
    # The browser asked first whether it may.
    assert ("OPTIONS", 204) in [(one.method, one.status) for one in recorder.exchanges]


def test_a_page_searches_by_post(page, via_uma, true):
    body = '{"filter": "category = \'ski_track\'", "limit": 1000}'
    headers = {"Content-Type": "application/json"}
    answer = ask(page, f"{via_uma}/collections/places/search", headers, "POST", body)

    assert answer["status"] == 200
    found = {one["id"] for one in json.loads(answer["text"])["features"]}
    assert found == set(true("places", "category = 'ski_track'")) != set()


def test_a_page_reads_why_it_was_refused(page, via_uma):
    answer = ask(page, f"{via_uma}/collections/places/items?limit=none")

    assert answer["status"] == 400
    assert "limit: 'none' must be a whole number" in answer["text"]


def test_a_page_saves_a_file_under_its_name(page, via_uma):
    answer = ask(page, f"{via_uma}/collections/trails/items?f=csv")

    assert answer["headers"]["content-disposition"] == 'attachment; filename="trails.csv"'
