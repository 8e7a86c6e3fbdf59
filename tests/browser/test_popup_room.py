import pytest

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("viewport", [(1280, 800), (390, 844)])
def test_a_popup_lies_clear_of_the_legend(viewport: tuple[int, int], open_map: Open) -> None:
    width, height = viewport
    size = {"width": width, "height": height}
    page = open_map("places", viewport=size, reduced_motion="no-preference").page
    page.locator("#entries button", has_text="Nya hallen").click()
    page.wait_for_timeout(600)
    popup = page.locator(".leaflet-popup-content-wrapper").bounding_box()
    legend = page.locator(".legend").bounding_box()

    assert popup
    assert legend
    beside = popup["x"] + popup["width"] <= legend["x"]
    below = popup["y"] >= legend["y"] + legend["height"]
    assert beside or below
