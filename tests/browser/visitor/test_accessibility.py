"""axe-core finds nothing serious on any kind of page, in light and in dark, on a phone too."""

from pathlib import Path

import pytest

from tests.browser.visitor.pages import PAGES

pytestmark = pytest.mark.browser

AXE = Path("maps/web/node_modules/axe-core/axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FOUND = """async (tags) => (await axe.run(document, { runOnly: tags })).violations
    .filter(one => ["serious", "critical"].includes(one.impact))
    .map(one => `${one.id}: ${one.nodes.map(node => node.html.slice(0, 160)).join(" | ")}`)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_serious_is_found(visit, name: str, scheme: str) -> None:
    width = 390 if scheme == "dark" else 1280
    window = visit(
        PAGES[name],
        allowed=("status of 404", "status of 410"),
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
        bypass_csp=True,
    )
    page = window.page
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.evaluate(AXE.read_text(encoding="utf-8"))

    assert page.evaluate(FOUND, RULES) == []
