"""Texts of others are shown and not obeyed, on whichever page they come to stand."""

import httpx
import pytest

from tests.api.visitors.conftest import SCRIPT
from tests.api.visitors.seeing import Seen, seen

PAGES = (
    "", "places/hostile", "places/kept", "places/no-hostile", "places/shut",
    "categories", "categories/nature_reserve", "categories/nature", "municipalities",
    "municipalities/umea", "projects", "projects/hostile", "projects/hostil", "about", "privacy",
    "accessibility", "map.svg",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_hostile_text_is_shown_and_not_obeyed(
    own: httpx.Client, language: str, path: str
) -> None:
    response = own.get(f"/{language}/{path}", headers={"accept": "text/html"})
    page = Seen(response.text)

    assert SCRIPT not in response.text
    assert len(page.scripts) == (0 if path == "map.svg" else 1)
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert not any(href.startswith(("javascript:", "data:")) for href in page.leads_to)


@pytest.mark.parametrize("path", ["places/hostile", "projects/hostile", "about"])
def test_a_hostile_text_is_seen_where_it_belongs(own: httpx.Client, path: str) -> None:
    page = seen(own, f"/en/{path}")

    assert SCRIPT in "".join(page.texts.values())


def test_a_contact_person_is_not_shown_even_with_consent(own: httpx.Client) -> None:
    assert "Nobody Named" in own.get("/collections/projects/items/hostile?f=json").text
    assert "Nobody Named" not in own.get("/en/projects/hostile").text
    assert "Nobody Named" not in own.get("/en/projects").text
