import pytest

from tests.maps.subjects import categories, count_of, region
from viauma.analysis.rules import AreaCount
from viauma_maps.rates import Measure, class_breaks, class_of, measures
from viauma_maps.recipes import Style

EVERYTHING = {"sv": "Allt", "en": "All"}


def worked_out(
    *counts: AreaCount, population: int | None = 1_000, style: Style | None = None
) -> dict[str, Measure]:
    members = region(population).members
    found = measures(counts, members, categories(), EVERYTHING, style or Style())
    return {measure.key: measure for measure in found}


def test_a_rate_is_count_per_thousand_inhabitants() -> None:
    found = worked_out(count_of("2480", "library", 3), population=2_000)

    assert found["library"].areas["2480"].rate == pytest.approx(1.5)


def test_a_rate_per_area_is_count_per_hundred_square_kilometres() -> None:
    found = worked_out(count_of("2480", "library", 3), style=Style(measure="per_100_km2"))

    assert found["library"].areas["2480"].rate == pytest.approx(0.6)


def test_a_group_counts_all_its_categories() -> None:
    found = worked_out(count_of("2480", "library", 3), count_of("2480", "school", 4))

    assert found["municipal_service"].areas["2480"].count == 7
    assert found[""].areas["2480"].count == 7


def test_a_member_without_any_has_zero() -> None:
    assert worked_out(count_of("2480", "library", 3))["library"].areas["2404"].count == 0


def test_only_what_occurs_can_be_picked() -> None:
    assert set(worked_out(count_of("2480", "library", 3))) == {"", "municipal_service", "library"}


def test_an_unknown_population_gives_no_rate_and_no_class() -> None:
    area = worked_out(count_of("2480", "library", 3), population=None)["library"].areas["2480"]

    assert (area.count, area.rate, area.class_) == (3, None, None)


def test_places_outside_the_members_are_counted_apart() -> None:
    found = worked_out(count_of("2480", "library", 3), count_of("unknown", "library", 2))

    assert found["library"].unplaced == 2


def test_classes_are_of_equal_width_from_zero() -> None:
    assert class_breaks([1.0, 8.0], 4) == (0.0, 2.0, 4.0, 6.0, 8.0)


def test_the_highest_rate_is_in_the_highest_class_and_zero_in_the_lowest() -> None:
    breaks = class_breaks([0.0, 8.0], 4)

    assert class_of(8.0, breaks) == 3
    assert class_of(0.0, breaks) == 0


def test_when_there_is_nothing_there_are_no_classes() -> None:
    assert class_breaks([0.0], 4) == ()
    assert class_of(0.0, ()) == 0
