from pathlib import Path

import pytest

from tests.maps.subjects import municipality, recipe
from viauma.errors import InvalidInput, UnknownName
from viauma_maps.recipes import expanded, load_recipe, parse_recipe, shipped_recipes

GOOD = """
slug = "mine"
layers = ["places"]
title = { sv = "Min" }
description = { sv = "Min karta." }
"""


def test_the_shipped_recipes_are_the_maps_we_promise() -> None:
    slugs = [recipe.slug for recipe in shipped_recipes()]

    assert slugs == [
        "overview",
        "bathing-and-camping",
        "winter",
        "facilities-per-1000",
        "projects",
        "municipality-{slug}",
    ]


@pytest.mark.parametrize(
    ("extra", "named"),
    [
        ("colour = 3", "'colour'"),
        ("[filter]\ncategory = []", "'category'"),
        ("[style]\nradius = 3", "'radius'"),
    ],
)
def test_an_unknown_key_is_refused_by_name(extra: str, named: str) -> None:
    with pytest.raises(InvalidInput, match=named):
        parse_recipe(GOOD + extra, "mine.toml")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"mine"', '"../../etc/passwd"'),
        ('"mine"', '"index"'),
        ('["places"]', '["satellites"]'),
        ('["places"]', "[]"),
        ('["places"]', '"places"'),
        ('{ sv = "Min" }', '{ fi = "Minun" }'),
        ('{ sv = "Min" }', "{ sv = 3 }"),
    ],
)
def test_a_wrong_value_is_refused(old: str, new: str) -> None:
    with pytest.raises(InvalidInput):
        parse_recipe(GOOD.replace(old, new, 1), "mine.toml")


@pytest.mark.parametrize(
    "extra",
    [
        "[style]\nclasses = 9",
        "[style]\nclasses = true",
        "[style]\ncluster_radius_px = 0",
        '[style]\nmeasure = "per_head"',
        '[filter]\nstatuses = ["merged?"]',
        "order = 1.5",
    ],
)
def test_a_number_or_name_out_of_range_is_refused(extra: str) -> None:
    with pytest.raises(InvalidInput):
        parse_recipe(f"{GOOD}\n{extra}", "mine.toml")


def test_a_wrong_layer_is_answered_with_those_that_exist() -> None:
    with pytest.raises(UnknownName, match="choropleth"):
        parse_recipe(GOOD.replace('"places"', '"place"'), "mine.toml")


def test_a_file_that_is_not_toml_is_refused_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("slug = ", encoding="utf-8")

    with pytest.raises(InvalidInput, match="is not TOML"):
        load_recipe(file)


def test_a_file_that_is_not_there_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        load_recipe(tmp_path / "mine.toml")


def test_a_recipe_for_each_municipality_becomes_one_map_per_member() -> None:
    shipped = [recipe for recipe in shipped_recipes() if recipe.for_each]
    members = [municipality("2480", "Umea"), municipality("2404", "Vindeln")]

    maps = list(expanded(shipped, members))

    assert [one.slug for one in maps] == ["municipality-umea", "municipality-vindeln"]
    assert [one.question.municipalities for one in maps] == [("2480",), ("2404",)]
    assert maps[1].title == {"sv": "Vindeln", "en": "Vindeln"}


def test_what_a_recipe_leaves_out_has_a_default() -> None:
    assert recipe().languages == ("sv", "en")
    assert recipe().question.kind == "place"
