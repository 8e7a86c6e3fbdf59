"""Synthetic places spread like the real ones: each is a real place's kind, some kilometres off."""

import json
import math
import random
import uuid
from collections.abc import Iterator
from typing import Any

from viauma.places.rules import MunicipalityBasis, PlaceDraft
from viauma_data.region.places import PlaceRecord, read_places
from viauma_data.taxonomies import read_taxonomy

SEED = 2005
SPREAD_KM = 6.0
KM_PER_DEGREE = 111.2


def synthetic_places(count: int) -> Iterator[PlaceDraft]:
    """Yield drafts, always the same ones, with some 300 bytes of attributes where they fit."""
    chance = random.Random(SEED)
    models = [record for record in read_places() if record.geometry.startswith("POINT")]
    samples = {
        category.key: _sample_attributes(category.attributes) for category in read_taxonomy()
    }
    for number in range(count):
        yield _near(chance.choice(models), number, chance, samples)


def _near(
    model: PlaceRecord, number: int, chance: random.Random, samples: dict[str, dict[str, Any]]
) -> PlaceDraft:
    lon, lat = map(float, model.geometry.removeprefix("POINT (").rstrip(")").split())
    lat += chance.gauss(0, SPREAD_KM / KM_PER_DEGREE)
    lon += chance.gauss(0, SPREAD_KM / KM_PER_DEGREE / math.cos(math.radians(lat)))
    return PlaceDraft(
        id=uuid.UUID(int=chance.getrandbits(128), version=4),
        slug=f"synthetic-{number}",
        names={"sv": f"{model.name_sv or 'Plats'} {number}"},
        category=model.category,
        is_site=model.is_site,
        is_facility=model.is_facility,
        wkt=f"POINT ({lon:.6f} {lat:.6f})",
        municipality=model.municipality,
        municipality_basis=MunicipalityBasis.COMPUTED,
        attributes=samples[model.category],
        source="synthetic",
        source_id=str(number),
        licence="CC0-1.0",
        observed_on="2026-11-23",
    )


def _sample_attributes(declared: Any) -> dict[str, Any]:
    values = {name: _sample(schema) for name, schema in declared.items()}
    chosen: dict[str, Any] = {}
    for name, value in values.items():
        if len(json.dumps(chosen)) > 300:
            break
        if value is not None:
            chosen[name] = value
    return chosen


def _sample(schema: dict[str, Any]) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    if set(schema) & {"pattern", "format", "maximum", "items"}:
        return None
    return {"boolean": True, "integer": 12, "number": 2.5, "string": "synthetic"}.get(
        schema["type"]
    )
