"""Search as one types: by mouse or keyboard to a place, a category, a town."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor.conftest import ready

pytestmark = pytest.mark.browser


def test_a_misspelt_word_leads_to_its_category_by_keyboard(visit) -> None:
    page = ready(visit("/sv/", locale="sv-SE"))
    field = page.get_by_role("combobox", name="Sök plats, kategori eller ort")
    field.press_sequentially("skidspor")
    expect(page.get_by_role("option").first).to_contain_text("Skidspår")
    field.press("ArrowDown")
    field.press("Enter")

    page.wait_for_url("**filter=category*ski_track*")


def test_a_town_moves_the_map(visit) -> None:
    page = ready(visit("/en/"))
    page.get_by_role("combobox").first.press_sequentially("nordmal")
    page.get_by_role("option", name=re.compile("^Nordmaling.*(Locality|Town|Ort)")).first.click()

    page.wait_for_url(re.compile(r"#12/63\.5"))


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(visit) -> None:
    page = ready(visit("/en/"))
    field = page.get_by_role("combobox").first
    field.press_sequentially("ume")
    expect(page.get_by_role("listbox")).to_be_visible()
    field.press("Escape")

    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("ume")
