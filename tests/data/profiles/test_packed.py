"""OpenStreetMap's packings and the nested shapes of linked data are laid flat."""

import pytest

from tests.data.profiles.made import codes, made

TAGS = {"amenity": "fuel", "name": "Macken", "fuel:diesel": "yes", "opening_hours": "24/7"}


@pytest.mark.parametrize(
    "row",
    [
        {"name": "node/7", "desc": "amenity=fuel;\n    name=Macken; fuel:diesel=yes;\n"
                                   "opening_hours=24/7; id=node/7"},
        {"osm_type": "node", "osm_id": 7, "tags": TAGS},
        {"osm_type": "n", "osm_id": "7", "tags": str(TAGS)},
        {"type": "node", "id": 7, "tags": TAGS},
        {"@id": "node/7", **TAGS},
        {"osm_id": "node/7", "tags": "", **TAGS},
    ],
)  # fmt: skip
def test_tags_are_read_from_any_packing(row: dict):
    (found,) = made([row], "osm")
    draft = found.draft

    assert (draft.category, draft.source_id) == ("fuel_station", "node/7")
    assert draft.identifiers == {"osm": "node/7"}
    assert (draft.names, draft.opening_hours) == ({"sv": "Macken"}, "24/7")
    assert draft.attributes == {"fuel_diesel": True}
    assert (draft.licence, draft.attribution) == ("ODbL-1.0", "© OpenStreetMap contributors")


@pytest.mark.parametrize(
    ("tags", "category"),
    [
        ({"tourism": "camp_site"}, "campsite"),
        ({"tourism": "camp_site", "backcountry": "yes"}, "tent_site"),
        ({"amenity": "community_centre", "community_centre": "youth_centre"}, "youth_centre"),
        ({"leisure": "ice_rink", "indoor": "yes"}, "ice_hall"),
        ({"leisure": "ice_rink"}, "outdoor_rink"),
    ],
)
def test_the_category_that_says_most_of_the_tags_is_taken(tags: dict, category: str):
    assert category == made([{"osm_id": 1, "tags": tags}], "osm")[0].draft.category


def test_objects_that_are_no_places_are_counted_not_quarantined():
    from collections import Counter

    left: Counter[str] = Counter()
    found = made([{"osm_id": 1, "tags": {"highway": "crossing"}}], "osm", left_out=left)

    assert (found, left.total()) == ([], 1)


@pytest.mark.parametrize(
    "tags", ["{", "{'a': __import__('os')}", "[" * 9_999, '"a"=>"b', "x" * 300_000]
)
def test_tags_that_are_no_tags_are_left(tags: str):
    assert made([{"osm_id": 1, "tags": tags}], "osm") == []


def test_odd_values_of_tags_do_not_hold_an_object_back():
    tags = TAGS | {"capacity": "some", "wheelchair": "kanske"}
    (found,) = made([{"osm_id": 1, "tags": tags}], "osm")

    assert not found.waits
    assert found.draft.attributes == {"fuel_diesel": True}


HOTEL = {
    "@type": ["schema:Hotel"],
    "@id": "https://example.org/hotel/1",
    "schema:name": [{"@language": "sv", "@value": "Hotellet"},
                    {"@language": "en", "@value": "Inn"}],
    "schema:description": {"@language": "en", "@value": "<p>Quiet.</p>"},
    "schema:address": {"schema:streetAddress": "Storgatan 1", "schema:postalCode": "90326",
                       "schema:addressLocality": "Umeå"},
    "schema:url": {"@id": "https://example.org"},
    "schema:sameAs": ["https://www.wikidata.org/wiki/Q42"],
    "schema:telephone": "+46 90 00 00",
    "schema:openingHoursSpecification": [
        {"schema:dayOfWeek": ["https://schema.org/Monday", "Tuesday"], "schema:opens": "09:00:00",
         "schema:closes": "17:00"},
    ],
}  # fmt: skip


def test_schema_org_is_read_with_its_languages():
    (found,) = made([HOTEL], "schema_org")
    draft = found.draft

    assert codes(found) == ["html-in-text"]
    assert (draft.category, draft.names) == ("hotel", {"sv": "Hotellet", "en": "Inn"})
    assert (draft.texts, draft.website) == ({"en": "Quiet."}, "https://example.org")
    assert (draft.street, draft.postcode, draft.city) == ("Storgatan 1", "903 26", "Umeå")
    assert (draft.identifiers, draft.opening_hours) == ({"wikidata": "Q42"}, "Mo,Tu 09:00-17:00")


def test_plain_schema_org_is_read():
    row = {
        "@type": "Museum",
        "name": "Museet",
        "openingHours": ["Mo-Fr 10:00-16:00"],
        "url": "x.se",
    }
    draft = made([row], "schema_org")[0].draft

    assert (draft.category, draft.names) == ("museum", {"sv": "Museet"})
    assert (draft.opening_hours, draft.website) == ("Mo-Fr 10:00-16:00", "https://x.se")


def test_datatourisme_is_read():
    row = {
        "@id": "https://data.datatourisme.fr/1",
        "@type": ["schema:Museum", "CulturalSite", "Museum", "PointOfInterest"],
        "rdfs:label": {"fr": ["Musée"], "en": ["Museum"]},
        "isLocatedAt": [{"schema:address": [{"schema:addressLocality": "Nantes",
                                             "schema:postalCode": "44000",
                                             "schema:streetAddress": ["1 rue Bleue"]}]}],
        "hasContact": [{"foaf:homepage": ["https://example.org"]}],
        "hasDescription": [{"shortDescription": {"fr": ["Beau."]}}],
        "lastUpdate": "2024-05-01",
    }  # fmt: skip
    draft = made([row], "datatourisme")[0].draft

    assert (draft.category, draft.names) == ("museum", {"fr": "Musée", "en": "Museum"})
    assert (draft.street, draft.city, draft.texts) == ("1 rue Bleue", "Nantes", {"fr": "Beau."})
    assert (draft.observed_on, draft.website) == ("2024-05-01", "https://example.org")


@pytest.mark.parametrize("key", ["schema_org", "datatourisme", "osm"])
@pytest.mark.parametrize("value", [None, 7, "", [], {}, [[[]]], {"@value": None}, [{"a": [1]}]])
def test_nodes_of_any_shape_end_in_a_finding_never_a_fault(key: str, value):
    names = ("@type", "@id", "name", "label", "address", "isLocatedAt", "hasContact", "url", "id",
             "openingHours", "openingHoursSpecification", "sameAs", "tags", "osm_id")  # fmt: skip

    made([dict.fromkeys(names, value)], key, category="hotel")
