"""Whole answers as files: everything that matches, nothing left behind, and nothing for nothing."""

import csv
import io
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import geopandas
import httpx
import pytest
from sqlalchemy import text

from tests.factories import writing
from tests.fixtures.database import settings_for
from tests.fixtures.serving import asking, problem_of
from viauma.exchange.media_types import FORMATS, Delivery
from viauma_api import downloads

ITEMS = "/collections/places/items"
KEYS = sorted(key for key, one in FORMATS.items() if one.delivery is not Delivery.DOCUMENT)
FILES = sorted(key for key, one in FORMATS.items() if one.delivery is Delivery.FILE)
EDIT = "update viauma.municipality set land_area_km2 = land_area_km2 + 1"
SWEREF = "http://www.opengis.net/def/crs/EPSG/0/3006"


def rows(response: httpx.Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text[:300]
    return list(csv.DictReader(io.StringIO(response.text)))


@pytest.mark.parametrize("collection", ["places", "trails", "municipalities", "projects"])
@pytest.mark.parametrize("key", KEYS)
def test_every_collection_leaves_in_every_format(api, collection, key):
    response = api.get(f"/collections/{collection}/items", params={"f": key})

    assert response.status_code == 200
    assert response.headers["content-type"] == FORMATS[key].media_type
    assert response.headers["content-disposition"] == (
        f'attachment; filename="{collection}{FORMATS[key].suffix}"'
    )
    assert response.headers["content-crs"].endswith("CRS84>")
    assert len(response.content) > 500


def test_a_file_holds_everything_and_limit_narrows_it(api):
    assert len(rows(api.get(ITEMS, params={"f": "csv"}))) == 374
    assert len(rows(api.get(ITEMS, params={"f": "csv", "limit": 7}))) == 7


def test_pages_are_joined_in_order(api, monkeypatch):
    monkeypatch.setattr(downloads, "STREAM_PAGE", 50)

    found = [row["id"] for row in rows(api.get(ITEMS, params={"f": "csv"}))]
    sorted_ = [row["name"] for row in rows(api.get(ITEMS, params={"f": "csv", "sortby": "name"}))]
    nearest = [
        float(row["distance_m"])
        for row in rows(api.get(ITEMS, params={"f": "csv", "near": "20.26,63.83", "limit": 120}))
        if row.get("distance_m")
    ]
    limited = [row["id"] for row in rows(api.get(ITEMS, params={"f": "csv", "limit": 130}))]

    assert len(found) == len(set(found)) == 374
    assert limited == found[:130]
    assert len(sorted_) == 374
    assert nearest == sorted(nearest)


def test_a_file_takes_up_where_a_cursor_stands(api):
    page = api.get(ITEMS, params={"limit": 100}).json()
    following = next(one["href"] for one in page["links"] if one["rel"] == "next")

    rest = rows(api.get(f"{following.replace('limit=100', '')}&f=csv"))

    assert len(rest) == 274
    assert not {row["id"] for row in rest} & {one["id"] for one in page["features"]}


def test_only_the_chosen_properties_leave(api):
    found = rows(api.get(ITEMS, params={"f": "csv", "properties": "name,category", "limit": 3}))
    texts = api.get(ITEMS, params={"f": "jsonseq", "properties": "name", "limit": 1}).text

    assert {"name", "category"} <= found[0].keys()
    assert "licence" not in found[0]
    assert json.loads(texts.lstrip("\x1e"))["properties"].keys() == {"name"}


@pytest.mark.parametrize("key", ["fgb", "gpkg", "parquet"])
def test_a_file_in_another_reference_system_says_so_and_lies_there(api, key):
    response = api.get(ITEMS, params={"f": key, "crs": SWEREF, "limit": 20})
    read = geopandas.read_parquet if key == "parquet" else geopandas.read_file
    there = read(io.BytesIO(response.content)).set_index("id")
    here = read(io.BytesIO(api.get(ITEMS, params={"f": key, "limit": 20}).content)).set_index("id")

    assert response.headers["content-crs"] == f"<{SWEREF}>"
    assert there.crs.to_epsg() == 3006
    distances = there.geometry.distance(here.to_crs(3006).geometry.reindex(there.index))
    assert distances.max() < 0.02


@pytest.mark.parametrize("key", ["gpx", "kml", "jsonseq"])
def test_what_is_always_in_degrees_refuses_metres(api, key):
    refused = problem_of(api.get(ITEMS, params={"f": key, "crs": SWEREF}), 400)

    assert refused["parameter"] == "crs"


@pytest.mark.parametrize("key", KEYS)
def test_a_file_that_is_known_is_not_written_again(api, key, monkeypatch):
    tag = api.head(ITEMS, params={"f": key}).headers["etag"]
    monkeypatch.setattr(downloads, "_pages", None)

    again = api.get(ITEMS, params={"f": key}, headers={"if-none-match": tag})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag


def test_another_question_has_another_tag(api):
    asked = [{}, {"limit": 3}, {"filter": "lit = TRUE"}, {"filter": "lit = FALSE"}, {"crs": SWEREF}]
    tags = {api.head(ITEMS, params={"f": "gpkg", **one}).headers["etag"] for one in asked}

    assert len(tags) == len(asked)


@pytest.mark.parametrize("key", KEYS)
def test_head_writes_no_file(api, key, monkeypatch):
    monkeypatch.setattr(downloads, "_pages", None)

    response = api.head(ITEMS, params={"f": key})

    assert response.status_code == 200
    assert response.headers["content-type"] == FORMATS[key].media_type
    assert "content-length" not in response.headers


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("key", FILES)
def test_nothing_is_left_behind(api, folder, key):
    assert api.get(ITEMS, params={"f": key}).status_code == 200
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("key", FILES)
def test_without_room_it_is_503_and_nothing_is_left_behind(api, folder, key, monkeypatch):
    async def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(downloads, "write_file_apart", full)

    refused = problem_of(api.get(ITEMS, params={"f": key}), 503)

    assert "room" in refused["detail"]
    assert list(folder.iterdir()) == []


def test_a_bad_question_is_refused_before_a_file_begins(api):
    for key in KEYS:
        problem_of(api.get(ITEMS, params={"f": key, "filter": "nothing = 1"}), 400)


def test_an_edit_gives_files_another_tag(database_url):
    with asking(settings_for(database_url)) as client:
        before = client.head(ITEMS, params={"f": "csv"}).headers["etag"]
        with writing(database_url) as session:
            session.execute(text(EDIT))
        after = before
        for _ in range(30):
            after = client.head(ITEMS, params={"f": "csv"}).headers["etag"]
            if after != before:
                break
            time.sleep(0.1)

    assert after != before


def test_a_file_of_a_part_links_the_next_part(api):
    found: list[str] = []
    address: str | None = f"{ITEMS}?f=fgb&limit=150&sortby=name"
    while address:
        response = api.get(address)
        found += list(geopandas.read_file(io.BytesIO(response.content))["id"])
        address = response.links.get("next", {}).get("url")

    assert len(found) == len(set(found)) == 374
