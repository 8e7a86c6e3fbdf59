"""Places in the words of schema.org: what is known, nothing else, and nothing wrong."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import SDO

from tests.unit.api.features import BASE, PLACE_URL, category, place
from viauma_api.schema_org_places import CLOSER, IN_COMMON, NOT_PLACES, place_json_ld
from viauma_data.taxonomies import read_taxonomy

LINE = {"type": "LineString", "coordinates": [[20.0, 63.0], [20.1, 63.2]]}


def described(feature: dict[str, Any], *types: str, **attributes: Any) -> dict[str, Any]:
    taxonomy = {"bathing_beach": category("bathing_beach", *types, **attributes)}
    return place_json_ld(feature, url=PLACE_URL, taxonomy=taxonomy)


def test_what_is_not_known_is_not_mentioned() -> None:
    said = described(place(geometry=None), "Beach")

    assert said == {
        "@type": "Beach",
        "@id": PLACE_URL,
        "url": PLACE_URL,
        "keywords": [
            {"@language": "sv", "@value": "Badplats"},
            {"@language": "en", "@value": "Bathing place"},
        ],
        "subjectOf": {
            "@type": "CreativeWork",
            "url": PLACE_URL,
            "dateModified": "2026-01-02T03:04:05Z",
            "version": 1,
        },
    }


def test_a_name_carries_its_language() -> None:
    said = described(place(name_sv="Nydalasjön", name_en="Lake Nydala"))

    assert said["name"] == [
        {"@language": "sv", "@value": "Nydalasjön"},
        {"@language": "en", "@value": "Lake Nydala"},
    ]


def test_a_category_that_nobody_knows_makes_a_place() -> None:
    said = place_json_ld(place(category="moon_base"), url=PLACE_URL, taxonomy={})

    assert said["@type"] == "Place"


def test_a_journey_that_lies_somewhere_is_a_place_as_well() -> None:
    assert described(place(geometry=LINE), "TouristTrip")["@type"] == ["TouristTrip", "Place"]


def test_of_alternatives_what_they_have_in_common_is_said() -> None:
    assert described(place(), "BusStop", "TrainStation")["@type"] == "CivicStructure"


def test_every_type_of_the_taxonomy_is_a_word_of_schema_org() -> None:
    words = {str(word).removeprefix(str(SDO)) for word in dir(SDO)}
    types = {name for one in read_taxonomy() for name in one.schema_org}
    replaced = {name for names in IN_COMMON.values() for name in names}

    assert (types | replaced | NOT_PLACES) - words == set()


def test_every_pair_of_alternatives_and_closer_word_belongs_to_the_taxonomy() -> None:
    categories = list(read_taxonomy())

    assert set(IN_COMMON) <= {frozenset(one.schema_org) for one in categories}
    assert set(CLOSER) <= {one.key for one in categories}


def test_an_address_has_a_country_when_the_municipality_is_known() -> None:
    known = described(place(street="Storgatan 1", city="Umeå", municipality="2480"))
    unknown = described(place(street="Storgatan 1"))

    assert known["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "Storgatan 1",
        "addressLocality": "Umeå",
        "addressCountry": "SE",
    }
    assert "addressCountry" not in unknown["address"]


def test_the_municipality_is_linked_and_doubt_about_it_is_told() -> None:
    stated = place(municipality="2480", municipality_name="Umeå", municipality_basis="stated")
    nearest = place(municipality="2480", municipality_name="Umeå", municipality_basis="nearest")

    assert described(stated)["containedInPlace"] == {
        "@type": "AdministrativeArea",
        "@id": f"{BASE}/collections/municipalities/items/2480",
        "name": "Umeå",
    }
    doubt = described(nearest)["containedInPlace"]["disambiguatingDescription"]
    assert "distance" in doubt


def test_identity_elsewhere_is_given_as_addresses() -> None:
    said = described(
        place(website="https://example.org/", identifiers={"osm": "way/7", "wikidata": "Q42"})
    )

    assert said["sameAs"] == [
        "https://example.org/",
        "http://www.wikidata.org/entity/Q42",
        "https://www.openstreetmap.org/way/7",
    ]
    assert {"@type": "PropertyValue", "propertyID": "osm", "value": "way/7"} in said["identifier"]


@pytest.mark.parametrize(
    ("website", "identifiers"),
    [
        ("javascript:alert(1)", {}),
        (None, {"wikidata": "Q42/../../evil"}),
        (None, {"osm": "way/7?x=<script>"}),
        (None, {"osm": "user/7"}),
        (None, {"wikidata": 42}),
    ],
)
def test_what_is_no_address_or_no_such_identifier_identifies_nothing(
    website: str | None, identifiers: dict[str, Any]
) -> None:
    assert "sameAs" not in described(place(website=website, identifiers=identifiers))


@pytest.mark.parametrize(("fee", "free"), [(True, False), (False, True)])
def test_a_fee_is_the_contrary_of_free(fee: object, free: bool) -> None:  # noqa: FBT001
    assert described(place(attributes={"fee": fee}))["isAccessibleForFree"] is free


def test_an_unknown_fee_is_neither() -> None:
    assert "isAccessibleForFree" not in described(place())
    assert "isAccessibleForFree" not in described(place(attributes={"fee": "sometimes"}))


@pytest.mark.parametrize(
    ("access", "public"), [("yes", True), ("private", False), ("customers", None), (None, None)]
)
def test_access_for_some_is_neither_public_nor_private(
    access: str | None,
    public: bool | None,  # noqa: FBT001
) -> None:
    attributes = {} if access is None else {"access": access}

    assert described(place(attributes=attributes)).get("publicAccess") is public


def test_amenities_are_the_truths_of_a_place_under_their_titles() -> None:
    lit = {"title": "Lit", "x-title-sv": "Belyst", "type": "boolean"}

    said = described(place(attributes={"lit": False}), lit=lit)

    assert said["amenityFeature"] == [
        {
            "@type": "LocationFeatureSpecification",
            "propertyID": "lit",
            "name": [
                {"@language": "sv", "@value": "Belyst"},
                {"@language": "en", "@value": "Lit"},
            ],
            "value": False,
        }
    ]


def test_a_measure_has_its_unit() -> None:
    length = {"title": "Length", "x-title-sv": "Längd", "x-unit": "km", "type": "number"}

    (said,) = described(place(attributes={"length_km": 2.5}), length_km=length)[
        "additionalProperty"
    ]

    assert said["value"] == 2.5
    assert said["unitText"] == "km"


def test_a_place_that_is_closed_says_so() -> None:
    (said,) = described(place(status="closed"))["additionalProperty"]

    assert said == {"@type": "PropertyValue", "propertyID": "status", "value": "closed"}


def test_the_row_and_not_the_place_has_the_licence() -> None:
    said = described(place(licence="ODbL-1.0", attribution="© OpenStreetMap contributors"))

    assert "license" not in said
    assert said["subjectOf"]["license"] == "https://opendatacommons.org/licenses/odbl/1-0/"
    assert said["subjectOf"]["creditText"] == "© OpenStreetMap contributors"


@pytest.mark.parametrize("licence", ["not-stated", "a licence of our own"])
def test_a_licence_without_a_page_is_not_invented(licence: str) -> None:
    assert "license" not in described(place(licence=licence))["subjectOf"]


def test_a_hiking_trail_is_known_to_the_tourism_sector_too() -> None:
    taxonomy = {"hiking_trail": category("hiking_trail", "TouristTrip")}

    said = place_json_ld(
        place(category="hiking_trail", geometry=LINE), url=PLACE_URL, taxonomy=taxonomy
    )

    assert "http://data.visitsweden.com/terms/Hiking" in said["additionalType"]


def test_a_selection_of_properties_is_enough() -> None:
    feature = {"type": "Feature", "id": "1", "geometry": None, "properties": {"name_sv": "Bad"}}

    said = place_json_ld(feature, url=PLACE_URL, taxonomy={})

    assert said["name"] == [{"@language": "sv", "@value": "Bad"}]


@given(
    st.dictionaries(
        st.text(max_size=10),
        st.none() | st.booleans() | st.integers() | st.text(max_size=10) | st.lists(st.text()),
    )
)
def test_whatever_attributes_there_are_something_is_said(attributes: dict[str, Any]) -> None:
    said = described(place(attributes=attributes))

    assert said["@id"] == PLACE_URL
