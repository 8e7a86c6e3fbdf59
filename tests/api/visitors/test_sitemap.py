"""Search engines find every page, in both languages, and nothing that is not there."""

from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

import httpx
import pytest

from tests.fixtures.serving import problem_of
from viauma_api.routers import visitor_sitemap

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def parsed(api: httpx.Client, address: str) -> ET.Element:
    response = api.get(address)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/xml"
    return ET.fromstring(response.content)  # noqa: S314 - ours


def parts(api: httpx.Client) -> list[str]:
    return [str(one.text) for one in parsed(api, "/sitemap.xml").iter(f"{SITEMAP}loc")]


def pages(api: httpx.Client) -> dict[str, dict[str, str]]:
    """Every page of the sitemap with its languages."""
    return {
        str(url.findtext(f"{SITEMAP}loc")): {
            one.attrib["hreflang"]: one.attrib["href"] for one in url.iter(f"{XHTML}link")
        }
        for part in parts(api)
        for url in parsed(api, part).iter(f"{SITEMAP}url")
    }


def test_robots_are_led_to_the_sitemap(api: httpx.Client, server: str) -> None:
    response = api.get("/robots.txt")

    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert f"Sitemap: {server}/sitemap.xml" in response.text.splitlines()


def test_the_sitemap_has_every_place_that_can_be_gone_to(api: httpx.Client, server: str) -> None:
    asked = api.get("/collections/places/items", params={"limit": "10000"}).json()["features"]
    wanted = {
        f"{server}/{language}/places/{one['properties']['slug']}"
        for one in asked
        for language in ("sv", "en")
        if one["properties"]["status"] != "closed"
    }

    assert {page for page in pages(api) if "/places/" in page} == wanted


def test_every_page_of_the_sitemap_is_there_and_wants_to_be_found(api: httpx.Client) -> None:
    found = [page for page in pages(api) if "/places/" not in page]

    assert len(found) > 60
    for page in found:
        response = api.get(page, headers={"accept": "text/html"})
        assert response.status_code == 200
        assert 'name="robots"' not in response.text


def test_each_page_names_both_of_its_languages(api: httpx.Client) -> None:
    for page, languages in pages(api).items():
        assert page in languages.values()
        assert set(languages) == {"sv", "en"}
        assert len({urlsplit(one).path[3:] for one in languages.values()}) == 1


@pytest.mark.parametrize("size", [1, 7, 100])
def test_parts_together_hold_every_page_once(
    api: httpx.Client, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    slugs = sorted(page for page in pages(api) if "/places/" in page)
    monkeypatch.setattr(visitor_sitemap, "PER_PART", size)
    monkeypatch.setattr(visitor_sitemap, "REMEMBERED", f"sitemap starts of {size}")
    found = [
        str(url.text)
        for part in parts(api)[1 : 2 + 20]
        for url in parsed(api, part).iter(f"{SITEMAP}loc")
    ]

    assert len(found) == len(set(found)) == min(len(slugs), 2 * size * 21)
    assert set(found) <= set(slugs)


@pytest.mark.parametrize("start", ["zzzz", "", "<script>", '"onerror=', "å"])
def test_a_part_may_begin_anywhere(api: httpx.Client, start: str) -> None:
    parsed(api, f"/sitemap-places.xml?from={quote(start)}")


def test_a_zero_byte_is_refused(api: httpx.Client) -> None:
    assert problem_of(api.get("/sitemap-places.xml?from=%00"), 400)["parameter"] == "from"
