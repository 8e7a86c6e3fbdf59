"""Stored Feature texts, read a page at a time into columns, shapes and narrower texts."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from viauma.exchange.columns import Column, Columns, ColumnType

Feature = Mapping[str, Any]
Batches = Iterable[Sequence[bytes]]
"""Pages of stored GeoJSON Features, UTF-8; a page should not hold more than a few thousand."""

Shapes = npt.NDArray[np.object_]
"""Shapely geometries, None where a feature has none."""


def parse_features(batch: Sequence[bytes]) -> list[dict[str, Any]]:
    """Read a page of Features; one parse of the page costs less than one of each."""
    found: list[dict[str, Any]] = json.loads(b"[" + b",".join(batch) + b"]")
    return found


def narrowed(batch: Sequence[bytes], columns: Columns) -> list[bytes]:
    """Leave out of each Feature's properties what is not among the columns."""
    names = [column.name for column in columns if column.is_property]
    return [
        to_json({**feature, "properties": chosen(feature, names)}).encode()
        for feature in parse_features(batch)
    ]


def chosen(feature: Feature, names: Sequence[str]) -> dict[str, Any]:
    """Take the named properties that a Feature has."""
    properties = feature["properties"]
    return {name: properties[name] for name in names if name in properties}


def values_of(column: Column, features: Sequence[Feature]) -> list[Any]:
    """Collect a column's values; what is nested becomes JSON text, what is missing None."""
    if not column.is_property:
        return [feature[column.name] for feature in features]
    values = [feature["properties"].get(column.name) for feature in features]
    if column.type is not ColumnType.JSON:
        return values
    return [None if value is None else to_json(value) for value in values]


def shapes_of(features: Sequence[Feature]) -> Shapes:
    """Build the geometries of Features, in the order and the CRS in which they come."""
    geometries = [feature["geometry"] for feature in features]
    found = np.empty(len(geometries), dtype=object)
    points = [at for at, one in enumerate(geometries) if one and one["type"] == "Point"]
    others = [at for at, one in enumerate(geometries) if one and one["type"] != "Point"]
    if points:
        # Most places are points, and an array of numbers is built ten times as fast as from text.
        found[points] = shapely.points([geometries[at]["coordinates"] for at in points])
    if others:
        found[others] = shapely.from_geojson([to_json(geometries[at]) for at in others])
    return found


def to_json(value: Any) -> str:
    """Spell a value as compact JSON that keeps its letters."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
