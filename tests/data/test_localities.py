"""The localities are those of the region, each where it should be."""

from collections import Counter

from viauma_data.region import localities, read_municipalities

MEMBERS = {one.code for one in read_municipalities() if one.is_member}


def test_every_municipality_has_its_seat_among_the_localities() -> None:
    found = {one.name: one.municipality for one in localities() if one.kind == "locality"}

    for one in read_municipalities():
        if one.is_member:
            assert found[one.name_sv] == one.code


def test_towns_beyond_are_in_other_municipalities_and_all_else_in_ours() -> None:
    for one in localities():
        assert (one.municipality in MEMBERS) == (one.kind != "town"), one.slug


def test_a_slug_names_one_locality() -> None:
    taken = Counter(one.slug for one in localities())

    assert max(taken.values()) == 1


def test_only_islets_and_capes_have_no_population() -> None:
    for one in localities():
        assert (one.population is None) == (one.kind == "coast"), one.slug


def test_every_row_names_its_source_and_licence() -> None:
    assert {one.licence for one in localities()} == {"CC-BY-4.0"}
    assert all(one.source.startswith("GeoNames") and one.source_id for one in localities())
