"""Law 3, one filter: the same filter means the same places on every face."""

import csv
import io
import json

import geopandas
import httpx
import pytest
from sqlalchemy.orm import Session

from tests.fixtures.serving import ids_of
from viauma.analysis.queries import counts_by_area
from viauma.cql2.filters import compiled_filter
from viauma.cql2.json_encoding import to_json
from viauma.cql2.queryables import Compiled
from viauma.cql2.text import parse_text
from viauma.places.queries import places_in
from viauma.places.queryables import place_queryables
from viauma.places.rules import PlaceFilter
from viauma.register.queries import hours_there
from viauma.taxonomy.queries import category_schemas
from viauma_maps.reading import read_content, read_region, recognised
from viauma_maps.recipes import parse_recipe

ITEMS = "/collections/places/items"
FILTERS = [
    "category = 'ski_track' AND lit = TRUE",
    "length_km > 5",
    "NOT (lit = TRUE)",
    "municipality IN ('2404', '2460') AND is_facility = TRUE",
    "CASEI(name) LIKE CASEI('%skid%')",
    "S_INTERSECTS(geometry, POLYGON((20 63.7, 20.5 63.7, 20.5 63.95, 20 63.95, 20 63.7)))",
    "distance_m(geometry, POINT(20.26 63.82)) < 5000",
    "A_CONTAINS(category_path, ('water'))",
    "operator IS NOT NULL OR website LIKE 'https://%'",
    "is_open(TIMESTAMP('2026-06-20T10:00:00Z'))",
    "NOT is_closed(TIMESTAMP('2026-12-24T22:30:00Z')) AND opening_hours IS NOT NULL",
    "name IS NULL AND updated_at > TIMESTAMP('2000-01-01T00:00:00Z')",
]
RECIPE = """
slug = "asked"
layers = ["places"]
title.en = "Asked"
description.en = "As asked."
[filter]
cql2 = {text}
"""


def compiled(asked: str, session: Session) -> Compiled:
    known = place_queryables(category_schemas(session))
    return compiled_filter(asked, known, resolve=hours_there(session).resolve)


@pytest.fixture(scope="module", params=FILTERS)
def asked(request) -> str:
    return request.param


@pytest.fixture
def expected(asked: str, session: Session) -> set[str]:
    where = compiled(asked, session)
    found = {one["id"] for one in places_in(session, PlaceFilter(where=where))}

    assert 0 < len(found) < 374
    return found


def test_on_pages(api: httpx.Client, asked, expected):
    found, following = [], f"{ITEMS}?{httpx.QueryParams(filter=asked, limit=9)}"
    while following:
        page = api.get(following)
        found += ids_of(page)
        following = next(
            (one["href"] for one in page.json()["links"] if one["rel"] == "next"), None
        )

    assert len(found) == len(set(found))
    assert set(found) == expected


def test_by_post(api: httpx.Client, asked, expected):
    response = api.post("/collections/places/search", json={"filter": asked, "limit": 1000})

    assert set(ids_of(response)) == expected


@pytest.mark.parametrize("f", ["jsonfg", "jsonld", "jsonseq", "csv", "fgb", "gpkg", "parquet"])
def test_in_files(api: httpx.Client, asked, expected, f):
    response = api.get(ITEMS, params={"filter": asked, "f": f, "limit": 1000})

    assert response.status_code == 200
    assert set(ids_in(f, response.content)) == expected


def ids_in(f: str, body: bytes) -> list[str]:
    match f:
        case "jsonfg":
            return [one["id"] for one in json.loads(body)["features"]]
        case "jsonld":
            return [one["@id"].rpartition("/")[2] for one in json.loads(body)["@graph"]]
        case "jsonseq":
            return [json.loads(line)["id"] for line in body.split(b"\x1e")[1:]]
        case "csv":
            return [row["id"] for row in csv.DictReader(io.StringIO(body.decode()))]
        case "parquet":
            return list(geopandas.read_parquet(io.BytesIO(body))["id"])
        case _:
            return list(geopandas.read_file(io.BytesIO(body))["id"])


def test_in_counts(api: httpx.Client, session: Session, asked, expected):
    total = api.get("/collections/places/counts", params={"filter": asked}).json()["total"]
    where = compiled(asked, session)
    counts = counts_by_area(session, PlaceFilter(where=where))

    assert total == len(expected) == sum(one.count for one in counts)


def test_on_maps(session: Session, asked, expected):
    recipe = parse_recipe(RECIPE.format(text=json.dumps(asked)), "test")
    content = read_content(session, recognised(recipe, read_region(session)))

    assert {one["id"] for one in content.places} == expected


def test_in_json_as_in_text(api: httpx.Client, asked, expected):
    document = json.dumps(to_json(parse_text(asked)))
    response = api.get(
        ITEMS, params={"filter": document, "filter-lang": "cql2-json", "limit": 1000}
    )

    assert set(ids_of(response)) == expected


def test_with_coordinates_of_another_reference_system(api: httpx.Client):
    asked = {
        "filter": "S_INTERSECTS(geometry, POLYGON((7075000 750000, 7095000 750000, 7095000 770000,"
        " 7075000 770000, 7075000 750000)))",
        "filter-crs": "http://www.opengis.net/def/crs/EPSG/0/3006",
        "limit": "1000",
    }
    boxed = {
        "bbox": "7075000,750000,7095000,770000",
        "bbox-crs": "http://www.opengis.net/def/crs/EPSG/0/3006",
        "limit": "1000",
    }

    found = ids_of(api.get(ITEMS, params=asked))

    assert len(found) > 50
    assert found == ids_of(api.get(ITEMS, params=boxed))
