"""What a page tells of a feature: in words, with units, dates and addresses that lead somewhere."""

import pytest

from viauma_api.item_facts import Fact, facts_of, readable

SCHEMAS = {
    "length_km": {"title": "Length", "x-title-sv": "Längd", "x-unit": "km", "type": "number"},
    "lit": {"title": "Lit", "x-title-sv": "Belyst", "type": "boolean"},
    "established_on": {"title": "Established on", "type": "string", "format": "date"},
    "sports": {"title": "Sports", "type": "array"},
}


def place(**properties):
    return facts_of("place", {"name": "Spåret", "attributes": {}, **properties}, SCHEMAS)


@pytest.mark.parametrize(
    ("key", "value", "fact"),
    [
        ("length_km", 5.0, Fact("Length", "5 km", "Längd")),
        ("length_km", 2.5, Fact("Length", "2.5 km", "Längd")),
        ("lit", True, Fact("Lit", "yes", "Belyst")),
        ("established_on", "2018-12-14", Fact("Established on", "14 December 2018")),
        ("sports", ["football", "golf"], Fact("Sports", "football, golf")),
        ("not_in_the_schema", 12_345, Fact("Not in the schema", "12\u00a0345")),
    ],
)
def test_an_attribute_has_its_label_and_its_unit(key, value, fact):
    assert place(attributes={key: value}).about == [fact]


@pytest.mark.parametrize(
    ("namespace", "value", "href"),
    [
        ("osm", "way/743718024", "https://www.openstreetmap.org/way/743718024"),
        ("wikidata", "Q90208136", "http://www.wikidata.org/entity/Q90208136"),
        ("osm", "javascript:alert(1)", ""),
        ("nvr", "2046536", ""),
    ],
)
def test_an_identifier_leads_to_where_it_is_known(namespace, value, href):
    (fact,) = place(identifiers={namespace: value}).elsewhere

    assert (fact.text, fact.href) == (value, href)


@pytest.mark.parametrize(
    ("website", "href"),
    [("https://example.org/a", "https://example.org/a"), ("javascript:alert(1)", "")],
)
def test_only_web_addresses_are_followed(website, href):
    assert place(website=website).about == [Fact("Website", website, href=href)]


def test_a_licence_leads_to_its_text():
    (fact,) = place(licence="ODbL-1.0").row

    assert fact.href == "https://opendatacommons.org/licenses/odbl/1-0/"


def test_what_is_not_known_is_said_once():
    found = place(street=None, operator=None, name_en=None, attributes={"operator": "Umeå"})

    assert found.unknown == ["street"]


def test_a_name_in_another_language_is_shown_and_the_same_is_not():
    found = place(name_sv="Spåret", name_en="The track")

    assert found.about == [Fact("Name in English", "The track")]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2022", "2022"),
        ("2022-04", "April 2022"),
        ("2022-04-12", "12 April 2022"),
        ("2026-11-27T23:10:05.123+00:00", "27 November 2026, 23:10 UTC"),
        ("2022-13-45", "2022-13-45"),
        ("last summer", "last summer"),
    ],
)
def test_dates_are_readable(text, written):
    assert written == readable(text)


def test_a_municipality_has_its_area_with_its_unit():
    found = facts_of("municipality", {"name": "Umeå", "land_area_km2": 2317.12}, {})

    assert found.about == [Fact("Land area", "2317.12 km²")]
