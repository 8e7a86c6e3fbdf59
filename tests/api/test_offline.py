"""What belongs to a municipality's copy, and what the worker is told."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from tests.factories import place_draft, writing
from tests.fixtures.database import settings_for
from tests.fixtures.serving import asking, problem_of
from viauma import clock
from viauma.places.actions import store_places
from viauma.settings import DatabaseSettings, ServerSettings

COPY = "/offline/2404.json"
CODINGS = {"accept-encoding": "gzip"}


def copy(api: httpx.Client, address: str = COPY, language: str = "sv") -> dict[str, Any]:
    response = api.get(address, params={"lang": language}, headers=CODINGS)
    assert response.status_code == 200, response.text[:300]
    found: dict[str, Any] = response.json()
    return found


def files(found: dict[str, Any]) -> dict[str, str]:
    return {one["address"]: one["etag"] for one in found["files"]}


def newer_than(known: dict[str, Any], api: httpx.Client) -> dict[str, Any]:
    """Ask until the change was heard of."""
    deadline = time.monotonic() + 5
    while (found := copy(api))["version"] == known["version"]:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return found


@pytest.fixture
def own(database_url: str) -> Iterator[httpx.Client]:
    with asking(settings_for(database_url)) as client:
        yield client


def test_each_file_comes_with_the_etag_and_the_bytes_that_the_list_promises(
    api: httpx.Client,
) -> None:
    found = copy(api)

    for file in found["files"]:
        accept = "text/html" if file["address"].startswith("/sv/") else "*/*"
        headers = CODINGS | {"accept": accept}
        with api.stream("GET", file["address"], headers=headers) as response:
            body = b"".join(response.iter_raw())
        assert response.status_code == 200, file
        # What is open now is worded for the moment: some letters more or fewer.
        of_the_hour = 100 if file["address"].startswith("/sv/places/") else 0
        assert len(body) == pytest.approx(file["bytes"], abs=of_the_hour), file
        if not file["address"].startswith(("/assets/", "/sv/places/")):
            assert response.headers["etag"].replace('-gzip"', '"') == file["etag"]
    assert found["bytes"] == sum(file["bytes"] for file in found["files"])


def test_a_copy_holds_all_places_and_every_tile_in_which_one_lies(api: httpx.Client) -> None:
    asked = {"filter": "municipality = '2404' AND status <> 'closed'", "limit": "1000"}
    listed = api.get("/collections/places/items", params=asked).json()
    document = api.get("/offline/2404/places.json", params={"lang": "sv"}).json()

    assert {one["id"] for one in listed["features"]} == {one["id"] for one in document["places"]}
    tiles = [address for address in files(copy(api)) if "/tiles/" in address]
    assert tiles
    assert all(b"places" in api.get(address).content for address in tiles)


def test_both_languages_have_a_copy_of_their_own(api: httpx.Client) -> None:
    swedish, english = copy(api), copy(api, language="en")

    assert "/sv/offline/map" in files(swedish)
    assert "/en/offline/map" in files(english)
    assert swedish["version"] != english["version"]


def test_an_edit_changes_the_list_of_places_and_the_tile_and_nothing_else(
    own: httpx.Client, database_url: str
) -> None:
    draft = place_draft(municipality="2404", wkt="POINT (19.70 64.20)", names={"sv": "Förut"})
    with writing(database_url) as session:
        store_places(session, [draft])
    before = copy(own)
    renamed = place_draft(
        municipality="2404", wkt="POINT (19.70 64.20)", names={"sv": "Efteråt"},
        slug=draft.slug, source_id=draft.source_id,
    )  # fmt: skip

    with writing(database_url) as session:
        store_places(session, [renamed])
    old, new = files(before), files(newer_than(before, own))

    changed = {address for address, etag in new.items() if old.get(address) != etag}
    tile = {one for one in changed if "/tiles/WebMercatorQuad/12/" in one}
    pages = {one for one in changed if one.startswith("/sv/places/")}
    assert old.keys() == new.keys()
    assert len(tile) == 1
    assert changed - tile - pages - {"/sv/municipalities/vindeln"} == {
        "/offline/2404/places.json?lang=sv"
    }


def test_hours_that_pass_within_a_day_change_nothing(
    region_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgetful = settings_for(region_url).model_copy(
        update={"server": ServerSettings(answers_mb=0, cursor_key=SecretStr("a key"))}
    )
    morning, evening = (datetime(2026, 6, 10, hour, 7, tzinfo=UTC) for hour in (5, 18))
    with asking(forgetful) as client:
        monkeypatch.setattr(clock, "now", lambda: morning)
        before = files(copy(client))
        monkeypatch.setattr(clock, "now", lambda: evening)

        assert any(address.startswith("/sv/places/") for address in before)
        assert files(copy(client)) == before


def test_a_municipality_that_is_not_known_is_refused(api: httpx.Client) -> None:
    assert "'9999'" in problem_of(api.get("/offline/9999.json"), 404)["detail"]
    assert "'9999'" in problem_of(api.get("/offline/9999/places.json"), 404)["detail"]


def test_a_language_that_is_not_spoken_is_refused(api: httpx.Client) -> None:
    assert problem_of(api.get(f"{COPY}?lang=fi"), 400)["detail"].startswith("lang:")


def test_what_is_too_large_to_be_kept_is_refused_with_its_limit(region_url: str) -> None:
    few = settings_for(region_url).model_copy(
        update={"server": ServerSettings(offline_places=3, cursor_key=SecretStr("a key"))}
    )
    with asking(few) as client:
        detail = problem_of(client.get(COPY), 400)["detail"]

    assert "more than the 3 places" in detail


def test_the_worker_is_asked_for_anew_each_time_and_knows_its_files(api: httpx.Client) -> None:
    response = api.get("/sw.js")

    assert response.headers["cache-control"] == "no-cache"
    assert response.headers["service-worker-allowed"] == "/"
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.text.startswith("self.viauma = {")
    again = api.get("/sw.js", headers={"if-none-match": response.headers["etag"]})
    assert again.status_code == 304


def test_below_a_folder_the_worker_keeps_to_it(region_url: str) -> None:
    below = settings_for(region_url).model_copy(
        update={"server": ServerSettings(root_path="/karta", cursor_key=SecretStr("a key"))}
    )
    with asking(below) as client:
        worker = client.get("/karta/sw.js")
        manifest = client.get("/karta/sv/manifest.webmanifest").json()
        found = copy(client, f"/karta{COPY}")

        assert worker.headers["service-worker-allowed"] == "/karta/"
        assert manifest["scope"].endswith("/karta/")
        assert manifest["start_url"].endswith("/karta/sv/")
        for address in files(found):
            assert client.get(f"/karta{address}").status_code == 200, address


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_manifest_is_in_the_language_and_its_icons_are_there(
    api: httpx.Client, language: str
) -> None:
    response = api.get(f"/{language}/manifest.webmanifest")
    manifest = response.json()

    assert response.headers["content-type"] == "application/manifest+json"
    assert manifest["lang"] == language
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        assert api.get(icon["src"]).headers["content-type"].startswith("image/svg+xml")


def test_a_database_that_is_away_gives_no_list_at_all(region_url: str) -> None:
    lost = settings_for(region_url).model_copy(
        update={"database": DatabaseSettings(url=SecretStr("postgresql://127.0.0.1:9/none"))}
    )
    with ExitStack() as stack:
        client = stack.enter_context(asking(lost))

        problem_of(client.get(COPY), 503)
