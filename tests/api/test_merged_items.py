"""The item of a merged place leads to the one that it became; a secret stays one."""

import httpx
import pytest

from tests.factories import place_draft, writing
from tests.fixtures.database import settings_for
from tests.fixtures.serving import asking
from tests.tiles import decoded, total
from viauma.duplicates.actions import merge_places, unmerge_place
from viauma.places.actions import store_places
from viauma.places.correcting import place_row

TILE = "/collections/places/tiles/WebMercatorQuad/6/17/35"
SLUGS = ("gone", "kept", "secret")


@pytest.fixture
def ids(database_url):
    with writing(database_url) as session:
        drafts = [place_draft(slug=slug) for slug in SLUGS[:2]]
        store_places(session, [*drafts, place_draft(slug="secret", visibility="internal")])
        merge_places(session, "kept", "gone")
        return {slug: str(place_row(session, slug)["id"]) for slug in SLUGS}


@pytest.fixture
def api(database_url, ids):
    with asking(settings_for(database_url)) as client:
        yield client


def asked(api: httpx.Client, reference: str, collection: str = "places", query: str = ""):
    path = f"/collections/{collection}/items/{reference}{query}"
    return api.get(path, follow_redirects=False)


def test_an_id_leads_to_an_id_and_a_slug_to_a_slug_with_the_same_question(api, ids):
    by_id = asked(
        api,
        ids["gone"],
        query="?f=json&crs=http%3A%2F%2Fwww.opengis.net%2Fdef%2Fcrs%2FEPSG%2F0%2F3006",
    )
    by_slug = asked(api, "gone")

    assert (by_id.status_code, by_slug.status_code) == (308, 308)
    assert by_id.headers["location"].endswith(
        f"/collections/places/items/{ids['kept']}"
        "?f=json&crs=http%3A%2F%2Fwww.opengis.net%2Fdef%2Fcrs%2FEPSG%2F0%2F3006"
    )
    assert by_slug.headers["location"].endswith("/collections/places/items/kept")
    assert api.get(by_id.headers["location"]).json()["properties"]["slug"] == "kept"


def test_a_merger_may_be_taken_back_so_nobody_keeps_the_redirect(api, ids, database_url):
    told = asked(api, "gone")
    with writing(database_url) as session:
        unmerge_place(session, "gone")

    assert told.headers["cache-control"] == "public, no-cache"
    assert asked(api, "gone").status_code == 200


def test_a_collection_that_the_target_is_not_in_does_not_lead_there(api):
    assert asked(api, "gone", "trails").status_code == 404
    assert asked(api, "gone", "municipalities").status_code == 404


def test_what_was_never_public_leads_nowhere(api, ids, database_url):
    with writing(database_url) as session:
        merge_places(session, "kept", "secret")

    assert asked(api, "secret").status_code == 404
    assert asked(api, ids["secret"]).status_code == 404


def test_a_merged_place_is_in_no_list_no_search_no_count_and_no_tile(api, database_url):
    def seen():
        items = api.get("/collections/places/items", params={"filter": "slug IN ('gone', 'kept')"})
        counts = api.get("/collections/places/counts", params={"f": "json"}).json()["total"]
        found = api.get("/search", params={"q": "Badplats"}).text
        tile = total(decoded(api.get(TILE).content)["places"])
        slugs = {one["properties"]["slug"] for one in items.json()["features"]}
        return slugs, counts, "/gone" in found, tile

    merged = seen()
    with writing(database_url) as session:
        unmerge_place(session, "gone")
    apart = seen()

    assert merged[0] == {"kept"}
    assert apart[0] == {"gone", "kept"}
    assert apart[1] == merged[1] + 1
    assert not merged[2]
    assert apart[3] == merged[3] + 1
