"""Laws of the taxonomy: a tree, in two languages, readable without colour."""

import pytest
from jsonschema import Draft202012Validator

from viauma_data.taxonomies import CategoryRecord, read_taxonomy

SHAPES = {"circle", "square", "diamond", "triangle", "hexagon"}


@pytest.fixture(scope="module")
def categories() -> list[CategoryRecord]:
    return list(read_taxonomy())


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_keys_are_unique_and_parents_come_first(categories: list[CategoryRecord]) -> None:
    seen: set[str] = set()
    for category in categories:
        assert category.key not in seen
        assert category.parent is None or category.parent in seen
        seen.add(category.key)


def test_roots_are_the_abstract_groups(categories: list[CategoryRecord]) -> None:
    assert all(category.abstract == (category.parent is None) for category in categories)


def test_there_are_ten_groups_and_eighty_four_categories(
    categories: list[CategoryRecord],
) -> None:
    assert [sum(c.abstract for c in categories), sum(not c.abstract for c in categories)] == [
        10,
        84,
    ]


def test_every_category_speaks_both_languages(categories: list[CategoryRecord]) -> None:
    for category in categories:
        assert all(category.label[language] for language in ("sv", "en"))
        assert all(category.definition[language].endswith(".") for language in ("sv", "en"))


def test_every_category_is_a_site_or_a_facility_and_has_a_geometry(
    categories: list[CategoryRecord],
) -> None:
    for category in categories:
        if not category.abstract:
            assert category.is_site or category.is_facility, category.key
            assert set(category.geometry) <= {"point", "line", "polygon"}
            assert category.geometry


def test_every_colour_is_readable_on_white_and_has_a_shape(
    categories: list[CategoryRecord],
) -> None:
    contrasts = {c.key: 1.05 / (luminance(c.colour) + 0.05) for c in categories}

    assert [key for key, contrast in contrasts.items() if contrast < 4.5] == []
    assert {category.shape for category in categories} <= SHAPES


def test_every_attribute_schema_is_a_schema_and_has_a_title_in_both_languages(
    categories: list[CategoryRecord],
) -> None:
    for category in categories:
        Draft202012Validator.check_schema(category.attribute_schema)
        assert all(s["title"] and s["x-title-sv"] for s in category.attributes.values())


def test_every_openstreetmap_mapping_is_made_of_tags(categories: list[CategoryRecord]) -> None:
    tags = [tag for category in categories for rule in category.osm for tag in rule.split("+")]

    assert [tag for tag in tags if tag.count("=") != 1] == []
