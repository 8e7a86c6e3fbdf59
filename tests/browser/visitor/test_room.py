"""A narrow window, or text twice as large, scrolls in one direction only (WCAG 2.2, 1.4.10)."""

import pytest

pytestmark = pytest.mark.browser

PATHS = (
    "/en/",
    "/sv/",
    "/en/?filter=nonsense((",
    "/en/embed",
    "/sv/embed?make=1&width=320&height=300",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", [320, 640])
def test_nothing_scrolls_sideways(visit, path: str, width: int) -> None:
    window = visit(path, viewport={"width": width, "height": 640})
    page = window.page
    page.wait_for_load_state("networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
