"""Every feature of the region in the words of schema.org."""

import json
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from viauma.taxonomy.rules import CategorySchema
from viauma_api.schema_org import graph_json_ld
from viauma_data.taxonomies import read_taxonomy

BASE = "https://data.example.org"
RELATIONS = {
    "place": ("published_place", "places"),
    "municipality": ("published_municipality", "municipalities"),
    "project": ("published_project", "projects"),
}


@pytest.fixture(scope="module")
def graphs(session: Session) -> dict[str, list[dict[str, Any]]]:
    taxonomy = {
        one.key: CategorySchema(
            one.key, one.label, one.definition, one.attributes, {"schema_org": one.schema_org}
        )
        for one in read_taxonomy()
    }
    found = {}
    for record, (relation, collection) in RELATIONS.items():
        texts = session.scalars(text(f"select feature from viauma.{relation}"))
        features = [json.loads(one) for one in texts]
        found[record] = graph_json_ld(record, features, taxonomy, BASE, collection)["@graph"]
    return found


def values_in(said: Any) -> list[Any]:
    if isinstance(said, dict):
        return [one for value in said.values() for one in values_in(value)]
    if isinstance(said, list):
        return [one for value in said for one in values_in(value)]
    return [said]


def test_every_feature_has_its_own_address(graphs: dict[str, list[dict[str, Any]]]) -> None:
    for record, nodes in graphs.items():
        addresses = {one["@id"] for one in nodes}

        assert len(addresses) == len(nodes) > 8
        assert all(
            one.startswith(f"{BASE}/collections/{RELATIONS[record][1]}/") for one in addresses
        )


def test_nothing_unknown_is_said(graphs: dict[str, list[dict[str, Any]]]) -> None:
    said = [value for nodes in graphs.values() for value in values_in(nodes)]

    assert len(said) > 10_000
    assert [one for one in said if one is None or one == ""] == []


def test_every_place_lies_near_the_region(graphs: dict[str, list[dict[str, Any]]]) -> None:
    for one in graphs["place"]:
        spot = one["geo"] if isinstance(one["geo"], dict) else one["geo"][0]

        assert 62 < spot["latitude"] < 66
        assert 16 < spot["longitude"] < 23


def test_the_kinds_of_places_are_those_that_people_look_for(
    graphs: dict[str, list[dict[str, Any]]],
) -> None:
    kinds = Counter(str(one["@type"]) for one in graphs["place"])

    assert kinds["Beach"] == 81
    assert kinds["GasStation"] == 60
    assert kinds["Place"] == 0


def test_no_contact_of_a_project_is_named(
    graphs: dict[str, list[dict[str, Any]]], session: Session
) -> None:
    names = list(session.scalars(text("select name from viauma.project_contact")))

    assert len(names) > 5
    written = json.dumps(graphs["project"], ensure_ascii=False)
    assert [name for name in names if name in written] == []
