"""Without JavaScript the list, the form and a still picture do the work."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_form_filters_and_the_address_carries_the_filter(visit) -> None:
    page = visit("/sv/", allowed=("csp",), java_script_enabled=False).page
    page.locator(".filters > summary").click()
    page.get_by_label("Vindeln").check()
    page.get_by_role("button", name="Visa", exact=True).click()

    expect(page.locator(".place").first).to_contain_text("Vindeln")
    assert "filter=municipality" in page.url
