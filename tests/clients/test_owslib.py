"""OWSLib, with which harvesters and notebooks read OGC APIs."""

import json

import pytest
import requests
from owslib.ogcapi.features import Features

COLLECTIONS = ["places", "sites", "facilities", "trails", "municipalities", "projects"]
SKI_TRACKS = {"op": "=", "args": [{"property": "category"}, "ski_track"]}


@pytest.fixture
def client(via_uma) -> Features:
    return Features(via_uma)


def ids(found) -> list[str]:
    return [feature["id"] for feature in found["features"]]


def test_the_document_of_the_api_is_found(client):
    assert client.api()["openapi"].startswith("3.0")


def test_the_conformance_classes_are_found(client):
    declared = client.conformance()["conformsTo"]

    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in declared


def test_all_collections_are_collections_of_features(client):
    assert client.feature_collections() == COLLECTIONS


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_collection_is_described(client, name):
    assert client.collection(name)["id"] == name
    assert client.collection_queryables(name)["properties"]
    assert client.collection_schema(name)["properties"]


def test_items_lie_in_the_box(client, true):
    found = client.collection_items("places", bbox=[20.0, 63.7, 20.5, 64.0], limit=1_000)
    inside = "st_intersects(geom, st_makeenvelope(20.0, 63.7, 20.5, 64.0, 4326))"

    assert sorted(ids(found)) == sorted(true("places", inside)) != []


def test_items_are_of_the_time(client, true):
    found = client.collection_items("projects", datetime_="2004-06-01T00:00:00Z/..", limit=1_000)
    then = "during is null or during && daterange('2004-06-01', null)"

    assert sorted(ids(found)) == sorted(true("projects", then)) != []


def test_items_fulfil_a_filter_in_text(client, true):
    found = client.collection_items("places", filter="category = 'ski_track'", limit=1_000)

    assert sorted(ids(found)) == sorted(true("places", "category = 'ski_track'")) != []


def test_items_fulfil_a_filter_in_json(client, true):
    asked = {"filter": json.dumps(SKI_TRACKS), "filter-lang": "cql2-json", "limit": 1_000}
    found = client.collection_items("places", **asked)

    assert sorted(ids(found)) == sorted(true("places", "category = 'ski_track'")) != []


def test_items_fulfil_a_search(client, true):
    found = client.collection_items("places", q="badplats", limit=1_000)
    expected = true("places", "name_sv ~* '\\ybadplats'")

    assert set(ids(found)) >= set(expected) != set()


def test_items_are_sorted(client, true):
    found = client.collection_items("municipalities", sortby=("population", "desc"), limit=3)
    by_size = sorted(true("municipalities").values(), key=lambda one: -one[0]["population"])

    assert ids(found) == [known["id"] for known, _ in by_size[:3]]


def test_pages_lead_to_each_other(client, true):
    found = client.collection_items("trails", limit=20)
    seen = ids(found)
    while following := [one for one in found["links"] if one["rel"] == "next"]:
        found = requests.get(following[0]["href"], timeout=30).json()
        seen += ids(found)

    assert sorted(seen) == sorted(true("trails"))
    assert found["numberMatched"] == len(seen)


def test_an_item_is_what_the_database_holds(client, true):
    id_, (known, _) = min(true("sites").items())
    found = client.collection_item("sites", id_)

    assert found["properties"] | {"id": id_} == known


def test_what_only_pygeoapi_understands_is_refused_with_a_reason(client):
    """Neither is in a standard: pages are by cursor, and filters in JSON go with `filter-lang`."""
    with pytest.raises(RuntimeError, match="offset: is not a parameter here"):
        client.collection_items("places", offset=5)
    with pytest.raises(RuntimeError, match="POST is not possible here"):
        client.collection_items("places", cql=SKI_TRACKS)
