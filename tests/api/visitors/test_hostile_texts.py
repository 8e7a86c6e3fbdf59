"""Texts of others are shown and not obeyed, on whichever page they come to stand."""

from xml.etree import ElementTree as ET

import httpx
import pytest

from tests.api.visitors.conftest import SCRIPT
from tests.api.visitors.seeing import Seen, seen

PAGES = (
    "", "places/hostile", "places/kept", "places/no-hostile", "places/shut",
    "categories", "categories/nature_reserve", "categories/nature", "municipalities",
    "municipalities/umea", "projects", "projects/hostile", "projects/hostil", "about", "privacy",
    "accessibility", "map.svg", "plan?places=hostile,track&day=2026-12-05", "offline", "embed",
    "?q=script", "?filter=category = 'nature_reserve'",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_hostile_text_is_shown_and_not_obeyed(
    own: httpx.Client, language: str, path: str
) -> None:
    response = own.get(
        f"/{language}/{path}", headers={"accept": "text/html"}, follow_redirects=True
    )
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


EVERYWHERE = (
    *(f"/collections/places/items/hostile?f={key}" for key in ("json", "jsonld", "gpx", "kml")),
    *(f"/collections/places/items?category=nature_reserve&f={key}"
      for key in ("json", "jsonfg", "jsonld", "jsonseq", "csv", "gpx", "kml")),
    "/search?q=script&lang=en", "/en/plan.gpx?places=hostile&day=2026-12-05",
    "/en/plan.ics?places=hostile&day=2026-12-05", "/en/plan/qr.svg?places=hostile&day=2026-12-05",
    "/offline/2480/places.json?lang=en", "/sitemap-places.xml", "/symbols.svg", "/datasets/dcat",
)  # fmt: skip


@pytest.mark.parametrize("path", EVERYWHERE)
def test_files_that_browsers_may_run_hold_no_script(own: httpx.Client, path: str) -> None:
    """What is not XML or a page is never read as one: its type says so, and nobody may guess."""
    response = own.get(path, follow_redirects=True)
    kind = response.headers["content-type"]

    assert response.status_code == 200, response.text
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "html" not in kind
    if "xml" in kind or "svg" in kind:
        root = ET.fromstring(response.text)  # noqa: S314 - ours
        names = {one.tag.rpartition("}")[2].lower() for one in root.iter()}
        assert "script" not in names


def test_a_hostile_text_reaches_calendars_in_one_line_of_its_own(own: httpx.Client) -> None:
    text = own.get(
        "/en/plan.ics?places=hostile&day=2026-12-05", follow_redirects=True
    ).text.replace("\r\n ", "")

    assert text.count("BEGIN:VEVENT") == 1
    assert any(SCRIPT in line for line in text.splitlines() if line.startswith("SUMMARY"))
