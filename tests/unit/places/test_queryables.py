"""What filters may name of places follows the taxonomy, and one name means one thing."""

from collections import defaultdict

import pytest

from viauma.cql2.queryables import Kind
from viauma.places.queryables import COLUMNS, place_queryables
from viauma.taxonomy.rules import CategorySchema
from viauma_api import parameters as p
from viauma_api.collections import COLLECTIONS
from viauma_data.region.load import _category
from viauma_data.taxonomies import read_taxonomy


@pytest.fixture(scope="module")
def categories() -> list[CategorySchema]:
    return [
        CategorySchema(
            one.key, one.labels, one.definitions,
            one.attributes_schema.get("properties", {}), one.mappings,
        )
        for one in map(_category, read_taxonomy()) if not one.abstract
    ]  # fmt: skip


def test_every_attribute_of_the_taxonomy_can_be_named(categories):
    keys = {key for one in categories for key in one.attributes}

    assert keys <= place_queryables(categories).keys()
    assert len(keys) > 100


def test_one_key_means_one_type_in_the_whole_taxonomy(categories):
    meanings = defaultdict(set)
    for one in categories:
        for key, schema in one.attributes.items():
            meanings[key].add((schema["type"], schema.get("format"), schema.get("x-unit")))

    assert {key: kinds for key, kinds in meanings.items() if len(kinds) > 1} == {}


def test_an_attribute_hides_no_parameter_and_no_column_but_operator(categories):
    keys = {key for one in categories for key in one.attributes}
    own = {name for one in COLLECTIONS.values() for name in one.filters}
    paging = {one.name for one in p.PAGING} | {"f"}

    assert keys & COLUMNS.keys() == {"operator"}
    assert keys & (own | paging) == set()


def test_types_follow_the_schema(categories):
    known = place_queryables(categories)

    assert {name: known[name].kind for name in ("lit", "length_km", "difficulty", "sports",
                                                "established_on")} == {
        "lit": Kind.BOOLEAN, "length_km": Kind.NUMBER, "difficulty": Kind.STRING,
        "sports": Kind.STRINGS, "established_on": Kind.DATE,
    }  # fmt: skip
    assert known["length_km"].schema["x-ogc-unit"] == "km"
    assert known["length_km"].member_of == ("published_place.attributes", "length_km")
    assert "ski_track" in str(known["length_km"].schema["description"])


def test_additional_keywords_are_those_of_the_standard(categories):
    for one in place_queryables(categories).values():
        assert all(key.startswith("x-ogc-") for key in one.schema if key.startswith("x-"))
