"""The `properties` parameter: only those members of each feature that somebody asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from viauma.exchange.column import Column, ColumnType
from viauma.exchange.columns import COLUMNS, Columns, is_whole, selected
from viauma.exchange.features import narrowed
from viauma_api.collections import Collection
from viauma_api.reading import Found

# What is measured per answer stays with it.
MEASURED = (
    Column("distance_m", ColumnType.NUMBER, "Distance", "Geodesic metres to the position."),
    Column("bearing_deg", ColumnType.NUMBER, "Bearing", "Degrees clockwise from north."),
)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which columns of a collection are wanted."""

    columns: Columns

    @classmethod
    def of(cls, collection: Collection, values: Mapping[str, Any]) -> Self:
        """Read the selection, which the returnables of the collection bound."""
        every = COLUMNS[collection.record]
        return cls(selected(every, values["properties"]) if "properties" in values else every)

    def applied(self, found: Sequence[Found]) -> list[Found]:
        """Leave out of each feature what was not asked for."""
        if is_whole(self.columns):
            return list(found)
        kept = narrowed([one.feature for one in found], (*self.columns, *MEASURED))
        return [Found(text, one.geometry) for text, one in zip(kept, found, strict=True)]
