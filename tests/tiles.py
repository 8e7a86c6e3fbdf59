"""Reading tiles with a decoder that is not ours, for tests of what is in them."""

from collections.abc import Iterable, Iterator
from typing import Any

import mapbox_vector_tile

Layers = dict[str, list[dict[str, Any]]]


def decoded(body: bytes) -> Layers:
    """Read the features of each layer; y counts from the north as in the tile."""
    options = {"y_coord_down": True}
    layers = mapbox_vector_tile.decode(body, default_options=options) if body else {}
    return {name: layer["features"] for name, layer in layers.items()}


def own(features: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Keep the points that lie in the tile itself, not in its margin."""
    for one in features:
        x, y = one["geometry"]["coordinates"]
        if 0 <= x < 4096 and 0 <= y < 4096:
            yield one


def total(features: Iterable[dict[str, Any]]) -> int:
    """Add up how many places features stand for."""
    return sum(one["properties"]["count"] for one in features)
