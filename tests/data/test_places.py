"""Laws of the shipped places: honest, complete, and true to the taxonomy."""

from collections import Counter

import pytest
import shapely
from jsonschema import Draft202012Validator, FormatChecker
from shapely.geometry import box

from viauma_data.region import PlaceRecord, read_municipalities, read_places
from viauma_data.taxonomies import read_taxonomy

MEMBERS = {"2401", "2403", "2404", "2409", "2460", "2480"}

# West, south, east, north of the six municipalities, with the islands.
REGION = box(18.0, 63.2, 21.6, 64.8)

KINDS = {
    "Point": "point",
    "LineString": "line",
    "MultiLineString": "line",
    "Polygon": "polygon",
    "MultiPolygon": "polygon",
}


@pytest.fixture(scope="module")
def places() -> list[PlaceRecord]:
    return list(read_places())


def test_there_are_enough_places_in_every_municipality(places: list[PlaceRecord]) -> None:
    found = Counter(place.municipality for place in places)

    assert set(found) == MEMBERS
    assert found.total() >= 330


def test_every_id_slug_and_source_row_occurs_once(places: list[PlaceRecord]) -> None:
    rows = [f"{place.source}:{place.source_id}" for place in places]
    rows += [key for place in places for key in place.merged_from]

    assert len({place.id for place in places}) == len(places)
    assert len({place.slug for place in places}) == len(places)
    assert len(set(rows)) == len(rows)


def test_every_id_is_a_uuid_of_version_7(places: list[PlaceRecord]) -> None:
    assert {(place.id.version, place.id.variant) for place in places} == {
        (7, "specified in RFC 4122")
    }


def test_every_geometry_is_valid_and_within_the_region(places: list[PlaceRecord]) -> None:
    shapes = {place.slug: shapely.from_wkt(place.geometry) for place in places}

    wrong = [slug for slug, shape in shapes.items() if shape.is_empty or not shape.is_valid]
    outside = [slug for slug, shape in shapes.items() if not REGION.contains(shape)]

    assert (wrong, outside) == ([], [])


def test_every_geometry_is_of_a_kind_its_category_accepts(places: list[PlaceRecord]) -> None:
    accepted = {category.key: category.geometry for category in read_taxonomy()}

    wrong = [
        place.slug
        for place in places
        if KINDS[shapely.from_wkt(place.geometry).geom_type] not in accepted[place.category]
    ]

    assert wrong == []


def test_every_attribute_follows_the_schema_of_its_category(places: list[PlaceRecord]) -> None:
    validators = {
        category.key: Draft202012Validator(
            category.attribute_schema, format_checker=FormatChecker()
        )
        for category in read_taxonomy()
    }

    errors = [
        (place.slug, error.message)
        for place in places
        for error in validators[place.category].iter_errors(dict(place.attributes))
    ]

    assert errors == []


def test_every_place_is_a_site_or_a_facility_as_its_category(places: list[PlaceRecord]) -> None:
    truths = {c.key: (c.is_site, c.is_facility) for c in read_taxonomy()}

    assert all((p.is_site, p.is_facility) == truths[p.category] for p in places)


def test_rows_are_ordered_by_municipality_category_and_slug(places: list[PlaceRecord]) -> None:
    keys = [(place.municipality, place.category, place.slug) for place in places]

    assert keys == sorted(keys)


def test_no_name_is_an_id_of_openstreetmap(places: list[PlaceRecord]) -> None:
    names = [place.name_sv for place in places if place.name_sv]

    assert [name for name in names if name.startswith(("node/", "way/", "relation/"))] == []


def test_no_row_carries_an_email_address_or_a_telephone_number(places: list[PlaceRecord]) -> None:
    text = " ".join(str(place) for place in places)

    assert "@" not in text
    assert "+46" not in text


def test_whatever_openstreetmap_gave_is_share_alike(places: list[PlaceRecord]) -> None:
    from_osm = {p.licence for p in places if "OpenStreetMap" in p.attribution}
    others = {p.licence for p in places if "OpenStreetMap" not in p.attribution}

    assert from_osm == {"ODbL-1.0"}
    assert "ODbL-1.0" not in others


def test_the_statement_of_the_source_beats_every_outline(places: list[PlaceRecord]) -> None:
    (place,) = [place for place in places if place.slug == "bredtrask"]

    assert (place.municipality, place.municipality_basis) == ("2403", "stated")


@pytest.mark.parametrize(
    ("slug", "also"),
    [
        ("umea-airport", "umea_ovriga_platser:6"),
        ("radhuset", "umea_ovriga_platser:2"),
        ("umedalens-skulpturpark", "umea_ovriga_platser:7"),
        ("grano-beckasin", "osm_gpxfeed_caravansites_2026:node/1822846823"),
        ("angsjons-camping-fiske-o-vildmark", "osm_gpxfeed_caravansites_2026:way/169699108"),
    ],
)
def test_a_place_of_two_sources_is_one_row(slug: str, also: str, places: list[PlaceRecord]) -> None:
    (place,) = [place for place in places if place.slug == slug]

    assert also in place.merged_from


def test_official_bathing_places_took_in_their_topographic_points(
    places: list[PlaceRecord],
) -> None:
    official = [place for place in places if "hav" in place.identifiers]

    assert len(official) == 42
    assert sum("lantmateriet" in place.identifiers for place in official) == 32


def test_ski_tracks_that_share_a_start_stay_apart(places: list[PlaceRecord]) -> None:
    tracks = [place for place in places if place.category == "ski_track"]

    assert len(tracks) == 53
    assert len({place.geometry for place in tracks}) == 30


def test_every_municipality_used_is_known(places: list[PlaceRecord]) -> None:
    known = {municipality.code for municipality in read_municipalities()}

    assert {place.municipality for place in places} <= known
