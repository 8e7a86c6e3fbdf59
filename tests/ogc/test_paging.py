"""OGC API Features Part 1, core: what pages promise together, also while rows come and go."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.factories import place_draft, store_small_world, writing
from tests.fixtures.database import settings_for
from tests.fixtures.serving import asking
from tests.ogc.asking import COLLECTIONS, FEATURES_1, Asked
from viauma.places.actions import store_places

CORE = f"{FEATURES_1}core"
every_collection = pytest.mark.parametrize("name", COLLECTIONS)
ORDERS = ("", "&sortby=name", "&sortby=-name", "&near=20.26,63.82")


def pages(api: httpx.Client, href: str | None) -> Iterator[dict[str, Any]]:
    while href is not None:
        page = api.get(href).json()
        yield page
        href = next_of(page)


def next_of(page: dict[str, Any]) -> str | None:
    return next((link["href"] for link in page["links"] if link["rel"] == "next"), None)


def ids_in(found: list[dict[str, Any]]) -> list[str]:
    return [feature["id"] for page in found for feature in page["features"]]


@pytest.mark.abstract_test(CORE, "/conf/core/fc-numberMatched")
@every_collection
def test_pages_show_each_feature_exactly_once(
    api: httpx.Client, asked: Asked, name: str, server: str
) -> None:
    """A.25, and the order and completeness it does not ask about."""
    whole = [one["id"] for one in asked.every(name)]
    for limit in (1 if len(whole) < 100 else 41, 7, len(whole), len(whole) - 1):
        found = list(pages(api, f"{server}/collections/{name}/items?limit={limit}"))

        assert ids_in(found) == whole
        assert all(page.get("numberMatched", len(whole)) == len(whole) for page in found)
        assert len(found) == -(-len(whole) // limit)


def test_paging_keeps_the_whole_question_and_takes_another_limit(api: httpx.Client) -> None:
    question = {"in": "Umeå", "bbox": "20,63.7,20.5,64", "q": "a", "filter": "is_site = TRUE",
                "crs": "http://www.opengis.net/def/crs/EPSG/0/3006", "sortby": "-name",
                "properties": "name"}  # fmt: skip
    whole = api.get("/collections/places/items", params={**question, "limit": "10000"}).json()
    first = api.get("/collections/places/items", params={**question, "limit": "3"}).json()
    following = next_of(first)
    assert following is not None

    # The suite takes the link apart and sends it with the greatest limit.
    given = dict(httpx.URL(following).params) | {"limit": "10000"}
    rest = api.get("/collections/places/items", params=given).json()

    assert first["features"] + rest["features"] == whole["features"]
    assert first["numberMatched"] == rest["numberMatched"] == len(whole["features"]) > 6


def test_a_page_that_ends_exactly_has_no_next(api: httpx.Client, asked: Asked) -> None:
    count = len(asked.every("projects"))

    page = api.get("/collections/projects/items", params={"limit": count}).json()

    assert (len(page["features"]), next_of(page)) == (count, None)


def test_two_requests_give_the_same_order(api: httpx.Client) -> None:
    answers = [api.get("/collections/places/items?limit=1000").json() for _ in range(2)]

    assert json.dumps(answers[0]["features"]) == json.dumps(answers[1]["features"])


@pytest.mark.parametrize("order", ORDERS)
def test_pages_lose_and_repeat_nothing_while_places_come_and_go(
    empty_database_url: str, order: str
) -> None:
    spots = [f"POINT ({20 + n * 0.01:.2f} 63.8)" for n in range(30)]
    with writing(empty_database_url) as session:
        store_small_world(session)
        store_places(session, [
            place_draft(slug=f"old-{n:02}", names={"sv": f"Strand {n:02}"}, wkt=spot)
            for n, spot in enumerate(spots)
        ])  # fmt: skip
    with asking(settings_for(empty_database_url)) as api:
        seen: list[str] = []
        href: str | None = f"/collections/places/items?limit=4{order}"
        for number in range(20):
            page = api.get(str(href)).json()
            seen += [one["properties"]["slug"] for one in page["features"]]
            href = next_of(page)
            if href is None:
                break
            change(empty_database_url, number)

    assert href is None
    stayed = {f"old-{n:02}" for n in range(30)} - {f"old-{n:02}" for n in CLOSED}
    assert stayed <= set(seen)
    assert len(seen) == len(set(seen))
    assert any(slug.startswith("new") for slug in seen)


CLOSED = (3, 11, 17, 23)
"""Hidden one after the other, whether they have been seen or not."""


def change(url: str, number: int) -> None:
    """Let places come, before and behind what was shown in either direction, and let one go."""
    with writing(url) as session:
        store_places(session, [
            place_draft(slug=f"new-{number}-{at}", names={"sv": f"Strand {at:02}b"},
                        wkt=f"POINT ({20 + at * 0.01:.2f} 63.801)")
            for at in (number, min(number * 4 + 6, 29), max(23 - number * 4, 0))
        ])  # fmt: skip
        if number < len(CLOSED):
            hide(session, f"old-{CLOSED[number]:02}")


def hide(session: Any, slug: str) -> None:
    from sqlalchemy import text

    session.execute(
        text("update viauma.place set visibility = 'internal' where slug = :slug"), {"slug": slug}
    )
