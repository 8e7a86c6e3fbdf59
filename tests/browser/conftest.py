"""A real headless Chromium, and a window that writes down everything a page does wrong."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.maps.subjects import (
    HOSTILE,
    choropleth_scene,
    count_of,
    place,
    project,
    projects_scene,
    scene,
)
from viauma_maps.build import build_scenes

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Else Chromium looks for its maker's hosts at every start.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

NAMES = ("chromium", "chromium-browser", "google-chrome")

PATIENCE_MS = 15_000


@dataclass
class Window:
    """A page with what it asked for and what it complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> "Window":
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", lambda request: self.complaints.append(request.url))
        return self

    def _listen(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


Open = Callable[..., Window]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium; not for the session, because its loop would be in the way of all others."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("no Chromium: install the package chromium to run the browser tests")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def maps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built maps of a few made-up things: a place of each awkward kind among them."""
    out = tmp_path_factory.mktemp("browser") / "maps"
    beaches = [place(f"Badet {number}", at=[20.5, 64.0]) for number in range(3)]
    places = [
        *beaches,
        place("Ängsjöns badplats", name_en="Meadow Lake Beach", at=[20.3, 63.9]),
        place("Umeå flygplats", "airport", category_sv="Flygplats", at=[20.28, 63.79]),
        place(None, municipality_basis="nearest", at=[19.5, 64.2]),
        place("Gamla hallen", status="closed", at=[19.4, 63.7], website="javascript:alert(1)"),
        place("Nya hallen", at=[19.2, 63.7], website="https://umea.example/", opening_hours="24/7"),
    ]
    hostile = [
        place(text, attribution=text, opening_hours=text, text_sv=text, attributes={text: text})
        for text in HOSTILE
    ]
    counts = [count_of("2480", "library", 3), count_of("2404", "bathing_beach", 9)]
    build_scenes(
        [
            scene(places, slug="places"),
            scene(hostile, slug="hostile"),
            choropleth_scene(*counts),
            projects_scene(
                project("Stad och Land"),
                project("Båda", municipalities=["2480", "2404"]),
                project("Ingenstans", geometry=None, municipalities=[]),
                *(project(text, slug=f"hostile-{n}") for n, text in enumerate(HOSTILE)),
            ),
        ],
        out,
    )
    return out


@pytest.fixture
def open_map(browser: Browser, maps: Path) -> Iterator[Open]:
    """Open a map in a window of its own; afterwards nothing may have gone wrong in any."""
    windows: list[Window] = []

    def opened(
        name: str, *, address: str = "", folder: Path = maps, base: str = "", **options: Any
    ) -> Window:
        context = browser.new_context(
            **(
                {
                    "locale": "sv-SE",
                    "viewport": {"width": 1280, "height": 800},
                    # A map that slides under the pointer makes clicks miss now and then.
                    "reduced_motion": "reduce",
                }
                | options
            )
        )
        context.set_default_timeout(PATIENCE_MS)
        window = Window(context.new_page()).watch()
        windows.append(window)
        window.page.goto(f"{base or folder.as_uri() + '/'}{name}.html{address}")
        return window

    yield opened
    complaints = [complaint for window in windows for complaint in window.complaints]
    for window in windows:
        window.page.context.close()
    assert complaints == []
