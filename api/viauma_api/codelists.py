"""The lists that codes come from: the taxonomy and the municipalities."""

from collections.abc import Mapping
from typing import Any

from viauma_api.service import Service

CODELISTS = {"categories": "Categories of places", "municipalities": "Municipalities"}


async def labels_of(service: Service) -> Mapping[str, Mapping[str, str]]:
    """Map each codelist to its codes with their English labels."""
    vocabulary, municipalities = await service.vocabulary(), await service.municipalities()
    return {
        "categories": {one.key: one.labels["en"] for one in vocabulary.categories},
        "municipalities": {one.code: one.name for one in municipalities},
    }


async def codelist_document(service: Service, name: str) -> dict[str, Any]:
    """Write a codelist with what each code means."""
    entries = await (_categories if name == "categories" else _municipalities)(service)
    return {"id": name, "title": CODELISTS[name], "codes": entries}


async def _categories(service: Service) -> list[dict[str, Any]]:
    groups = {one.key: one for one in await service.categories() if one.abstract}
    paths = {one.key: one.path for one in await service.categories()}
    return [
        {
            "code": one.key,
            "labels": one.labels,
            "definitions": one.definitions,
            "group": paths[one.key][0],
            "group_labels": groups[paths[one.key][0]].labels if paths[one.key][0] in groups else {},
            "equivalents": one.mappings,
        }
        for one in (await service.vocabulary()).categories
    ]


async def _municipalities(service: Service) -> list[dict[str, Any]]:
    return [
        {"code": one.code, "labels": {"sv": one.name, "en": one.name}, "is_member": one.is_member}
        for one in await service.municipalities()
    ]
