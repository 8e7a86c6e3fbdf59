"""What maps are made from in tests: two square municipalities, the real taxonomy, any places."""

import itertools
import random
from collections.abc import Iterator, Sequence
from typing import Any

from viauma.analysis.rules import AreaCount
from viauma.municipalities.rules import MunicipalityRef
from viauma.settings import MapSettings
from viauma.taxonomy.rules import CategoryRef
from viauma_data.taxonomies import read_taxonomy
from viauma_maps.recipes import Recipe, parse_recipe
from viauma_maps.scene import Content, Feature, Region, Scene

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>window.hacked=1</script>",
    '"onerror="window.hacked=1',
    "<img src=x onerror=window.hacked=1>",
    "{{ 7 * 7 }} {0} ${7*7} </template></noscript><b>bold</b>",
)

_numbers = itertools.count(1)


def municipality(code: str, name: str, population: int | None = 1_000) -> MunicipalityRef:
    return MunicipalityRef(code, name, name.lower(), True, 500.0, population, 2020)


def outline(code: str, name: str, west: float, *, is_member: bool = True) -> Feature:
    ring = [[west, 63.5], [west + 1, 63.5], [west + 1, 64.5], [west, 64.5], [west, 63.5]]
    about = {"name": name, "is_member": is_member, "source": "a test", "geom_accuracy_m": 3000}
    return {
        "type": "Feature",
        "id": code,
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]},
        "properties": about,
    }


def region(population: int | None = 1_000) -> Region:
    return Region(
        municipalities=[
            municipality("2480", "Umea", population),
            municipality("2404", "Vindeln", population),
        ],
        outlines=[outline("2480", "Umea", 20.0), outline("2404", "Vindeln", 19.0)],
        categories=categories(),
        attribute_schemas={one.key: one.attribute_schema for one in read_taxonomy()},
    )


def categories() -> list[CategoryRef]:
    parents: dict[str, tuple[str, ...]] = {}
    found = []
    for one in read_taxonomy():
        parents[one.key] = (*parents.get(one.parent or "", ()), one.key)
        found.append(
            CategoryRef(
                one.key,
                parents[one.key],
                one.label,
                one.abstract,
                one.icon,
                one.colour,
                one.shape,
            )
        )
    return found


def place(name: str | None = "Nydala", category: str = "bathing_beach", **about: Any) -> Feature:
    number = next(_numbers)
    known: dict[str, Any] = {
        "name": name,
        "name_sv": name,
        "category": category,
        "category_sv": "Badplats",
        "category_en": "Bathing place",
        "status": "active",
        "municipality": "2480",
        "municipality_name": "Umea",
        "municipality_basis": "stated",
        "attributes": {},
        "source": "a_register",
        "licence": "CC0-1.0",
        "attribution": "A register",
        "updated_at": "2026-01-02T03:04:05+00:00",
    }
    lonlat = about.pop("at", [20.2 + number % 50 / 100, 63.8 + number % 30 / 100])
    geometry = about.pop("geometry", {"type": "Point", "coordinates": lonlat})
    properties = known | about
    return {
        "type": "Feature",
        "id": f"place-{number}",
        "geometry": geometry,
        "properties": properties,
    }


def many_places(number: int) -> Iterator[Feature]:
    """Places spread over the region in every category, the same in every run."""
    dice = random.Random(number)  # noqa: S311 - places, not passwords
    kinds = [category for category in categories() if not category.abstract]
    for counter in range(number):
        kind = dice.choice(kinds)
        yield place(
            f"Plats {counter} {dice.choice(['vid ån', 'på höjden', 'i skogen'])}",
            kind.key,
            category_sv=kind.labels["sv"],
            category_en=kind.labels["en"],
            at=[round(dice.uniform(18.4, 21.2), 6), round(dice.uniform(63.4, 64.8), 6)],
            attributes={"operator": "Föreningen", "fee": bool(counter % 2)},
        )


def project(title: str = "Stad och Land", **about: Any) -> Feature:
    known: dict[str, Any] = {
        "name": title,
        "title_sv": title,
        "title_en": title,
        "summary_sv": "Något",
        "summary_en": "Something",
        "slug": f"project-{next(_numbers)}",
        "starts_on": "2003-01-01",
        "ends_on": None,
        "part_of": None,
        "budget_total": "5400000.00",
        "funding_total": "5000000.00",
        "not_accounted_for": "400000.00",
        "currency": "SEK",
        "budget": [],
        "funding": [
            {
                "financier": "Kommunen",
                "year": 2003,
                "amount": "5000000.00",
                "currency": "SEK",
                "basis": "stated",
                "wording": "5 mkr",
            }
        ],
        "parties": [{"organisation": "Kommunen", "role": "owner"}],
        "contacts": [{"name": "Secret Person", "roles": {"sv": "ledare"}}],
        "milestones": [],
        "municipalities": ["2480"],
        "places": [],
        "source": "A plan",
        "updated_at": "2026-01-02T03:04:05+00:00",
    }
    geometry = about.pop("geometry", outline("2480", "Umea", 20.0)["geometry"])
    return {
        "type": "Feature",
        "id": "p",
        "geometry": geometry,
        "properties": known | about,
    }


def count_of(code: str, category: str, count: int, population: int | None = 1_000) -> AreaCount:
    return AreaCount(code, code, category, count, population, 500.0)


def recipe(slug: str = "test", layer: str = "places", extra: str = "") -> Recipe:
    text = f"""
        slug = "{slug}"
        layers = ["municipalities", "{layer}"]
        title = {{ sv = "Prov", en = "Test" }}
        description = {{ sv = "En provkarta.", en = "A map for tests." }}
        {extra}
    """
    return parse_recipe(text, slug)


def scene(
    places: Sequence[Feature] = (),
    *,
    slug: str = "test",
    settings: MapSettings | None = None,
    extra: str = "",
) -> Scene:
    return Scene(
        recipe=recipe(slug, extra=extra),
        region=region(),
        content=Content(places=list(places)),
        settings=settings or MapSettings(),
    )


def projects_scene(*projects: Feature) -> Scene:
    return Scene(
        recipe=recipe("projects", "projects"),
        region=region(),
        content=Content(projects=list(projects)),
    )


def choropleth_scene(*counts: AreaCount, population: int | None = 1_000) -> Scene:
    return Scene(
        recipe=recipe("rates", "choropleth", 'filter = { kind = "facility" }'),
        region=region(population),
        content=Content(counts=list(counts)),
    )
