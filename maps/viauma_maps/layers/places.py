"""Places as clustered symbols, the list of the same places, and the legend that switches them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry import mapping, shape

from viauma.taxonomy.rules import CategoryRef
from viauma_maps.elements import Call
from viauma_maps.extents import bounds_of
from viauma_maps.popups import Table, attribute_label, details, position
from viauma_maps.scene import Feature, Part, Scene, Source
from viauma_maps.symbols import checked_colour, sprite
from viauma_maps.templating import rendered
from viauma_maps.words import Words, alphabetical, words

SHAPE_DIGITS = 5


def draw(scene: Scene) -> Part:
    """Draw the places of a map."""
    places = sorted(scene.content.places, key=listing_order)
    used = {place["properties"]["category"] for place in places}
    categories = [category for category in scene.region.categories if category.key in used]
    values = {
        "places": places,
        "groups": groups(categories, scene.region.categories, places),
        "data": page_data(places, categories, scene),
    }
    languages = scene.recipe.languages
    return Part(
        elements=(Call("ViaUma.places", {"radius": scene.recipe.style.cluster_radius_px}),),
        panel=rendered("places_list.html.j2", languages, values),
        legend=rendered("places_legend.html.j2", languages, values),
        body=sprite(categories) + rendered("places_body.html.j2", languages, values),
        scripts=("place_texts.js", "places.js"),
        sources=_sources(places),
        bounds=bounds_of(places),
        updated_at=max((place["properties"]["updated_at"] for place in places), default=None),
        entries=len(places),
    )


def listing_order(place: Feature) -> tuple[bool, str, str, str]:
    """Order the list: by name as in a Swedish dictionary, those without a name last."""
    about = place["properties"]
    name = alphabetical(about["name"] or "")
    return not name, name, about["category_sv"], str(place["id"])


def groups(
    used: Sequence[CategoryRef], taxonomy: Sequence[CategoryRef], places: Sequence[Feature]
) -> list[dict[str, Any]]:
    """Gather the categories that occur below the group they belong to, with counts."""
    roots = {category.key: category for category in taxonomy}
    counts = Counter(place["properties"]["category"] for place in places)
    found: dict[str, dict[str, Any]] = {}
    for category in used:
        root = roots.get(category.path[0], category)
        group = found.setdefault(root.key, {"key": root.key, "label": root.labels, "members": []})
        group["members"].append(
            {"key": category.key, "label": category.labels, "count": counts[category.key]}
        )
    return list(found.values())


def page_data(
    places: Sequence[Feature], categories: Sequence[CategoryRef], scene: Scene
) -> dict[str, Any]:
    """Write the places compactly: what many share stands once in a table and is numbered."""
    tables = _Tables({category.key: number for number, category in enumerate(categories)})
    schemas = scene.region.attribute_schemas
    records = [_record(place, tables, schemas) for place in places]
    return {
        "categories": [_category(category) for category in categories],
        "municipalities": tables.municipalities.values,
        "sources": tables.sources.values,
        "facts": tables.facts.values,
        "words": {**words("places"), "approximate": words("page")["approximate"]},
        "statuses": words("status"),
        "values": words("value"),
        "places": records,
        "shapes": {place["id"]: drawn for place in places if (drawn := _shape(place))},
    }


@dataclass(frozen=True, slots=True)
class _Tables:
    categories: Mapping[str, int]
    municipalities: Table[str] = field(default_factory=Table)
    sources: Table[dict[str, Any]] = field(default_factory=Table)
    facts: Table[list[Any]] = field(default_factory=Table)


def _record(
    place: Feature, tables: _Tables, schemas: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    about = place["properties"]
    return {
        "id": place["id"],
        "at": position(place),
        "category": tables.categories[about["category"]],
        "source": _source_number(about, tables.sources),
        **_municipality(about, tables.municipalities),
        **details(about),
        **_facts(about, schemas, tables.facts),
    }


def _category(category: CategoryRef) -> dict[str, Any]:
    return {
        "key": category.key,
        "group": category.path[0],
        "label": category.labels,
        "colour": checked_colour(category.colour),
    }


def _municipality(about: Mapping[str, Any], table: Table[str]) -> dict[str, int]:
    name = about.get("municipality_name")
    return {"municipality": table.number(name, name)} if name else {}


def _source_number(about: Mapping[str, Any], table: Table[dict[str, Any]]) -> int:
    named = {key: about.get(key) for key in ("source", "licence", "attribution")}
    return table.number(tuple(named.values()), named)


def _facts(
    about: Mapping[str, Any], schemas: Mapping[str, Mapping[str, Any]], table: Table[list[Any]]
) -> dict[str, Any]:
    schema = schemas.get(about["category"], {})
    found = []
    for name, value in (about.get("attributes") or {}).items():
        label, unit = attribute_label(schema, name)
        found.append([table.number((*label.values(), unit), [label, unit]), value])
    return {"facts": found} if found else {}


def _shape(place: Feature) -> dict[str, Any] | None:
    geometry = shape(place["geometry"])
    if geometry.geom_type == "Point":
        return None
    return dict(mapping(shapely.set_precision(geometry, 10**-SHAPE_DIGITS, mode="pointwise")))


def _sources(places: Sequence[Feature]) -> list[Source]:
    counts = Counter(
        (about["source"], about.get("attribution") or about["source"], about["licence"])
        for about in (place["properties"] for place in places)
    )
    return [
        Source(name, attribution, _licence(licence), number)
        for (name, attribution, licence), number in sorted(counts.items())
    ]


def _licence(licence: str) -> Words | str:
    return words("places")["not_stated"] if licence == "not-stated" else licence
