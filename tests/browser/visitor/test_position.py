"""Near me: by distance where the position is known, and no harm where it is not."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor.conftest import ready

pytestmark = pytest.mark.browser


def test_near_me_orders_the_list_by_distance_and_tells_it(visit) -> None:
    here = {"latitude": 63.8258, "longitude": 20.263}
    window = visit("/en/", geolocation=here, permissions=["geolocation"])
    page = ready(window)
    page.get_by_role("button", name="Near me").click()

    expect(page.locator(".place .distance").first).to_contain_text("away")
    told = page.locator(".place .distance").all_inner_texts()
    metres = [float(t.split()[0].replace(",", ".")) * (1000 if "km" in t else 1) for t in told]
    assert metres == sorted(metres)
    assert "near=20.26300" in page.url


def test_a_refused_position_is_said_and_nothing_else_changes(visit) -> None:
    page = ready(visit("/en/"))
    before = page.locator("#count").inner_text()
    page.get_by_role("button", name="Near me").click()

    expect(page.locator(".notice")).to_contain_text("could not be found")
    expect(page.locator("#count")).to_have_text(before)
