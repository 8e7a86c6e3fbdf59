"""What the pages about themselves say follows from the data and the settings."""

from collections import Counter

import httpx
import pytest

from tests.api.visitors.seeing import seen
from tests.fixtures.database import settings_for
from tests.fixtures.serving import asking
from viauma.settings import CatalogueSettings, MapSettings, ServerSettings, Settings


def with_settings(url: str, **given: object) -> Settings:
    return settings_for(url).model_copy(update=given)


def test_every_source_licence_and_credit_is_named_with_its_count(api: httpx.Client) -> None:
    places = api.get("/collections/places/items", params={"limit": "10000"}).json()["features"]
    names = ("source", "licence", "attribution")
    counted = Counter(tuple(one["properties"][name] for name in names) for one in places)
    page = seen(api, "/en/about")
    rows = [one for one in page.all("th") if one["scope"] == "row"]
    shown = page.texts["th"] + page.texts["td"] + page.texts["a"]

    assert len(rows) == len(counted)
    for source, licence, credit in counted:
        assert source in shown
        assert credit in shown
        assert licence in shown or licence in {"not-stated", "public-domain"}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_without_a_base_map_of_others_nobody_else_is_asked(
    api: httpx.Client, language: str
) -> None:
    text = api.get(f"/{language}/privacy").text

    assert ("Ingen utom den här servern" if language == "sv" else "Nobody but this server") in text


@pytest.mark.parametrize("name", ["tile_url", "vector_tile_url"])
def test_a_base_map_of_others_is_named_where_a_visitor_looks_for_it(
    region_url: str, name: str
) -> None:
    maps = MapSettings(**{name: "https://{s}.tiles.example/{z}/{x}/{y}.png?key=secret"})
    with asking(with_settings(region_url, maps=maps)) as client:
        text = client.get("/en/privacy").text

    assert "<code>https://*.tiles.example</code>" in text
    assert "secret" not in text
    assert "Nobody but this server" not in text


@pytest.mark.parametrize(("level", "word"), [("info", "For each answer"), ("warning", "nothing")])
def test_the_log_is_told_as_it_is_set(region_url: str, level: str, word: str) -> None:
    server = ServerSettings(log_level=level)
    with asking(with_settings(region_url, server=server)) as client:
        text = client.get("/en/privacy").text

    assert word in text.partition("log</h2>")[2].partition("<h2>")[0]


@pytest.mark.parametrize("page", ["about", "accessibility"])
def test_whoever_runs_it_can_be_written_to_if_they_said_how(region_url: str, page: str) -> None:
    catalogue = CatalogueSettings(contact_name="GIS", contact_email="gis@region.example")
    with asking(with_settings(region_url, catalogue=catalogue)) as client:
        text = client.get(f"/sv/{page}").text

    assert '<a href="mailto:gis@region.example">' in text


def test_without_an_address_the_page_says_that_there_is_none(api: httpx.Client) -> None:
    assert "has given no address" in api.get("/en/accessibility").text
