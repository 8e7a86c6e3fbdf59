"""Rates divide by what is known, and sums keep nothing twice and lose nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viauma.analysis.rules import ALL, AreaCount, Whole, grouped

UMEA = ("2480", "Umeå")
VANNAS = ("2460", "Vännäs")
REGION = Whole("the region", 1_000, 200.0)


def count_of(area=UMEA, category="museum", n=1, population=100, km2=10.0) -> AreaCount:
    return AreaCount(*area, category, n, population, km2)


@st.composite
def tables(draw: st.DrawFn) -> list[AreaCount]:
    facts = {
        area: (draw(st.integers(1, 10**6)), draw(st.floats(1, 10**5)))
        for area in (UMEA, VANNAS, ("2404", "Vindeln"))
    }
    pairs = draw(st.sets(st.tuples(st.sampled_from(list(facts)), st.sampled_from("abcd"))))
    return [AreaCount(*area, key, draw(st.integers(1, 50)), *facts[area]) for area, key in pairs]


def test_a_rate_per_1000_is_the_count_over_the_people():
    assert count_of(n=3, population=130_224).per_1000_inhabitants == 1000 * 3 / 130_224


def test_a_rate_per_100_km2_is_the_count_over_the_land():
    assert count_of(n=3, km2=2317.0).per_100_km2 == 100 * 3 / 2317.0


@pytest.mark.parametrize("population", [None, 0])
def test_nobody_known_to_live_there_makes_no_rate(population):
    assert count_of(population=population).per_1000_inhabitants is None


@pytest.mark.parametrize("km2", [None, 0.0])
def test_no_land_known_makes_no_rate(km2):
    assert count_of(km2=km2).per_100_km2 is None


@given(tables(), st.sets(st.sampled_from(["municipality", "category"])))
def test_grouping_keeps_the_number_of_places(counts, by):
    assert sum(c.count for c in counts) == sum(
        c.count for c in grouped(counts, frozenset(by), REGION)
    )


@given(tables())
def test_grouping_by_both_changes_nothing(counts):
    assert counts == grouped(counts, frozenset({"municipality", "category"}), REGION)


@given(tables())
def test_grouping_by_municipality_keeps_its_people(counts):
    people = {c.area: c.population for c in counts}

    assert people == {
        c.area: c.population for c in grouped(counts, frozenset({"municipality"}), REGION)
    }


def test_a_sum_over_municipalities_divides_by_all_that_was_asked_about():
    counts = [count_of(), count_of(category="church", n=2), count_of(VANNAS, n=4, population=50)]
    (whole,) = grouped(counts, frozenset(), REGION)

    assert AreaCount(ALL, "the region", ALL, 7, 1_000, 200.0) == whole


def test_a_category_over_all_divides_by_all_not_only_where_it_occurs():
    counts = [count_of(category="church"), count_of(VANNAS, n=4, population=50)]
    found = grouped(counts, frozenset({"category"}), REGION)
    museums = next(count for count in found if count.category == "museum")

    assert (museums.count, museums.population) == (4, 1_000)


def test_an_unknown_population_of_the_whole_makes_no_rate():
    (whole,) = grouped([count_of()], frozenset(), Whole("the asked area", None, 20.0))

    assert whole.per_1000_inhabitants is None
    assert whole.per_100_km2 == 5.0


def test_nothing_groups_to_nothing():
    assert grouped([], frozenset(), REGION) == []
