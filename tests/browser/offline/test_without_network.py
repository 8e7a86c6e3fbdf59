"""With the network cut and the server stopped, what was saved works; what was not is told."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.browser.offline.conftest import Visitor

COUNT = "#count"


def count(visitor: Visitor) -> int:
    return int(re.sub(r"\D", "", visitor.page.locator(COUNT).inner_text()))


@pytest.fixture
def places(visitor: Visitor) -> list[dict[str, Any]]:
    """What the server lists of Vindeln, asked before the network is cut."""
    asked = {"filter": "municipality = '2404' AND status <> 'closed'", "limit": "1000"}
    found = httpx.get(f"{visitor.site.base}/collections/places/items", params=asked).json()
    return [one["properties"] | {"at": one["geometry"]["coordinates"]} for one in found["features"]]


@pytest.fixture
def cut(visitor: Visitor, places: list[dict[str, Any]]) -> Iterator[Visitor]:
    assert places
    visitor.keep()
    visitor.cut()
    visitor.go("/sv/")
    return visitor


def test_the_list_holds_every_place_of_the_municipality(
    cut: Visitor, places: list[dict[str, Any]]
) -> None:
    assert count(cut) == len(places)
    assert cut.page.locator("#results .place").count() == len(places)


def test_the_map_shows_symbols_and_land(cut: Visitor) -> None:
    cut.page.locator(".leaflet-marker-icon.spot .symbol").first.wait_for()

    assert cut.page.locator("path.land, path.area").count() > 0


def test_the_figures_on_the_map_add_up_to_the_list(cut: Visitor) -> None:
    cut.page.locator(".leaflet-marker-icon.spot").first.wait_for()
    figures = cut.page.locator(".leaflet-marker-icon.several").all_inner_texts()
    single = cut.page.locator(".leaflet-marker-icon.spot").count()

    assert sum(map(int, figures)) + single == count(cut)


def test_close_up_the_map_shows_what_is_in_the_kept_tile(
    cut: Visitor, places: list[dict[str, Any]]
) -> None:
    (lon, lat), name = next(
        (one["at"], one["name_sv"]) for one in places if one["name_sv"] == "Abborrtjärn"
    )
    cut.go(f"/sv/?q=abborrtjarn#15/{lat}/{lon}")
    marker = cut.page.locator(".leaflet-marker-icon.spot")
    marker.first.wait_for()
    marker.first.click()

    assert marker.count() == count(cut) == 1
    cut.page.locator(".leaflet-popup", has_text=name).wait_for()
    cut.page.locator(".leaflet-popup", has_text="Vindeln").wait_for()


def test_search_finds_a_name_without_its_rings_and_dots(cut: Visitor) -> None:
    cut.page.fill("#q", "OVERRODA")
    cut.page.locator("#suggestions li", has_text="Överrödå").wait_for()
    cut.page.locator(".search button").click()

    cut.page.locator(COUNT, has_text="1 plats").wait_for()
    assert "q=OVERRODA" in cut.page.url


def test_a_category_narrows_the_list_and_the_address_carries_it(
    cut: Visitor, places: list[dict[str, Any]]
) -> None:
    wanted = [one for one in places if one["category"] == "nature_reserve"]
    cut.page.locator(".filters > summary").click()
    cut.page.locator(".group", has=cut.page.locator("[value=nature_reserve]")).locator(
        "summary"
    ).click()
    cut.page.locator("[value=nature_reserve]").check()
    cut.page.locator(COUNT, has_text=f"{len(wanted)} platser").wait_for()
    cut.page.reload()

    assert "nature_reserve" in cut.page.url
    assert count(cut) == len(wanted)
    assert cut.page.locator("[value=nature_reserve]").is_checked()


def test_another_municipality_has_nothing_that_was_saved(cut: Visitor) -> None:
    cut.page.locator(".filters > summary").click()
    cut.page.locator("[name=municipality][value='2480']").check()

    cut.page.locator(COUNT, has_text="0 platser").wait_for()
    cut.page.locator("#offline", has_text="Vindeln").wait_for()


def test_what_only_the_server_can_tell_is_said_to_need_a_network(cut: Visitor) -> None:
    cut.page.locator(".filters > summary").click()
    cut.page.locator("[name=free]").check()

    cut.page.locator("#results [role=alert]", has_text="behöver nät").wait_for()
    assert cut.page.locator("[name=free]").is_checked()


def test_near_me_orders_by_distance(cut: Visitor) -> None:
    cut.go("/sv/?near=19.72489,64.231409")

    first = cut.page.locator("#results .place").first
    assert "Abborrtjärn" in first.inner_text()
    assert "0 m bort" in first.inner_text()


def test_a_page_that_was_not_saved_says_so_and_leads_to_what_was(cut: Visitor) -> None:
    cut.go("/sv/about")

    cut.page.locator("#not-kept").wait_for()
    cut.page.locator("#offline", has_text="Vindeln").wait_for()
    # The script looks into what is kept before it shows the button.
    cut.page.locator('[data-keep="2404"] [data-do=remove]').wait_for()


def test_a_language_in_which_nothing_was_saved_says_so(cut: Visitor) -> None:
    cut.go("/en/")

    cut.page.locator("#offline", has_text="saved nothing in English").wait_for()


def test_a_place_opens_and_the_day_plan_keeps_its_picks(cut: Visitor) -> None:
    link = cut.page.locator("#results .place a", has_text="Abborrtjärn")
    link.click()
    cut.page.locator("h1", has_text="Abborrtjärn").wait_for()
    cut.page.locator("button[data-plan]").click()
    cut.go("/sv/")

    assert "(1)" in cut.page.locator("[data-plan-count]").inner_text()


def test_the_network_comes_back_and_everything_is_listed_again(
    cut: Visitor, places: list[dict[str, Any]]
) -> None:
    cut.page.locator("#offline:visible").wait_for()
    cut.mend()
    cut.page.reload()

    assert count(cut) > len(places)
    assert cut.page.locator("#offline").is_hidden()
