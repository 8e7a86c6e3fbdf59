"""A narrow window, or text twice as large, scrolls in one direction only (WCAG 2.2, 1.4.10)."""

import pytest

pytestmark = pytest.mark.browser

PATHS = (
    "/en/",
    "/sv/",
    "/en/?filter=nonsense((",
    "/sv/places/ica-supermarket-nordmaling",
    "/en/places/rotjarnberget",
    "/sv/places/no-such-place",
    "/en/categories/ski_track",
    "/sv/categories",
    "/sv/municipalities/umea",
    "/en/projects/turk",
    "/sv/about",
    "/en/privacy",
    "/sv/accessibility",
    "/en/embed",
    "/sv/embed?make=1&width=320&height=300",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", [320, 640])
def test_nothing_scrolls_sideways(visit, path: str, width: int) -> None:
    window = visit(path, allowed=("status of 404",), viewport={"width": width, "height": 640})
    page = window.page
    page.wait_for_load_state("networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
