"""What a map shows, asked of the core's queries: the only file here that knows of a session."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from viauma.analysis.queries import counts_by_area
from viauma.cql2.filters import compiled_filter
from viauma.errors import UnknownName
from viauma.municipalities.queries import municipalities, outlines
from viauma.municipalities.rules import recognise
from viauma.places.queries import places_in
from viauma.places.queryables import place_queryables
from viauma.projects.queries import published_projects
from viauma.register.queries import hours_there
from viauma.taxonomy.queries import attribute_schemas, categories, category_schemas
from viauma.taxonomy.rules import CategoryRef
from viauma_maps.recipes import Recipe
from viauma_maps.scene import Content, Region

Reader = Any
"""A reading session of the core's; handed on, never looked into: SQL stays in the core."""


def read_region(session: Reader) -> Region:
    """Read what every map of a build shares."""
    return Region(
        municipalities=municipalities(session),
        outlines=outlines(session),
        categories=categories(session),
        attribute_schemas=attribute_schemas(session),
        queryables=place_queryables(category_schemas(session)),
        hours=hours_there(session),
    )


def recognised(recipe: Recipe, region: Region) -> Recipe:
    """Turn the names in a recipe's filter into codes and keys, or refuse those not known."""
    question = recipe.question
    for key in question.categories:
        _check_category(key, region.categories)
    codes = recognise(
        question.municipalities, region.municipalities, "recipe filter.municipalities"
    )
    where = None
    if recipe.cql2:
        where = compiled_filter(
            recipe.cql2,
            region.queryables,
            argument="recipe filter.cql2",
            resolve=region.hours.resolve,
        )
    return replace(recipe, question=replace(question, municipalities=codes, where=where))


def read_content(session: Reader, recipe: Recipe) -> Content:
    """Read what one map shows, and no more than its layers draw."""
    layers, question = set(recipe.layers), recipe.question
    return Content(
        places=places_in(session, question) if "places" in layers else (),
        counts=counts_by_area(session, question) if "choropleth" in layers else (),
        projects=published_projects(session) if "projects" in layers else (),
    )


def _check_category(key: str, known: Sequence[CategoryRef]) -> None:
    from rapidfuzz import process

    keys = [category.key for category in known]
    if key not in keys:
        nearest = [name for name, *_ in process.extract(key, keys, limit=2, score_cutoff=50)]
        raise UnknownName("recipe filter.categories", key, nearest)
