"""Areas and population are plausible and complete."""

from decimal import Decimal
from itertools import pairwise

from viauma_data.region import read_municipalities, read_population


def test_six_members_and_three_neighbours() -> None:
    members = [municipality.is_member for municipality in read_municipalities()]

    assert (members.count(True), members.count(False)) == (6, 3)


def test_land_is_a_plausible_part_of_the_whole() -> None:
    for municipality in read_municipalities():
        share = municipality.land_area_km2 / municipality.total_area_km2
        assert Decimal("0.4") < share < 1, municipality.slug


def test_population_is_complete_from_1950_to_2019() -> None:
    rows = list(read_population())

    assert len(rows) == 9 * 70
    assert {row.year for row in rows} == set(range(1950, 2020))


def test_no_population_jumps_by_a_fifth_in_a_year() -> None:
    rows = list(read_population())
    for before, after in pairwise(rows):
        if before.municipality == after.municipality:
            assert abs(after.population - before.population) < before.population / 5
