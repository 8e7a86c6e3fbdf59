import pytest

from tests.maps.subjects import place, region
from viauma_maps.popups import address, attribute_label, details, names, position, website


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("https://umea.se/bad", "https://umea.se/bad"),
        ("HTTP://umea.se", "HTTP://umea.se"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        (" javascript:alert('http://x')", None),
        ("https://", None),
        ("https://a b", None),
        ("umea.se", None),
        (None, None),
    ],
)
def test_only_a_web_address_becomes_a_link(given: str | None, shown: str | None) -> None:
    assert website({"website": given}) == shown


def test_a_municipality_found_by_distance_is_marked() -> None:
    assert details(place(municipality_basis="nearest")["properties"])["near"] == 1
    assert "near" not in details(place(municipality_basis="stated")["properties"])


def test_what_is_unknown_is_left_out_and_not_guessed() -> None:
    found = details(place(name=None)["properties"])

    assert found == {}


def test_a_status_is_told_when_it_is_not_the_ordinary_one() -> None:
    assert details(place(status="closed")["properties"])["status"] == "closed"
    assert "status" not in details(place(status="active")["properties"])


def test_an_english_name_is_told_when_it_differs() -> None:
    assert details(place("Slottet", name_en="The Castle")["properties"])["name_en"] == "The Castle"
    assert "name_en" not in details(place("Umestan", name_en="Umestan")["properties"])


def test_a_place_with_only_an_english_name_has_that() -> None:
    about = place(None, name_en="The Castle")["properties"]

    assert details(about)["name"] == "The Castle"
    assert names(about) == {"en": "The Castle"}


def test_an_attribute_has_the_taxonomys_label_and_unit() -> None:
    schema = region().attribute_schemas["viewpoint"]

    label, unit = attribute_label(schema, "elevation_m")

    assert label == {"sv": "Höjd över havet", "en": "Elevation above sea"}
    assert unit == "m"


def test_an_attribute_without_a_label_is_called_by_its_name() -> None:
    assert attribute_label({}, "sea_view") == ({"sv": "sea view", "en": "sea view"}, "")


def test_an_address_is_one_line() -> None:
    about = {"street": "Storgatan 1", "postcode": "903 26", "city": "Umeå"}

    assert address(about) == "Storgatan 1, 903 26 Umeå"
    assert address({}) is None


def test_the_marker_of_a_bent_polygon_stands_on_it() -> None:
    ring = [[0, 0], [3, 0], [3, 3], [2, 3], [2, 1], [1, 1], [1, 3], [0, 3], [0, 0]]

    lat, lon = position(place(geometry={"type": "Polygon", "coordinates": [ring]}))

    assert not (1 < lon < 2 and lat > 1)


def test_the_marker_of_a_line_stands_half_way_along_it() -> None:
    line = {"type": "LineString", "coordinates": [[20, 64], [20, 64.2]]}

    assert position(place(geometry=line)) == (64.1, 20.0)
