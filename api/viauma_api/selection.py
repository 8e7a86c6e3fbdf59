"""The `properties` parameter: only those members of each feature that somebody asked for."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from viauma.errors import InvalidInput
from viauma.exchange.column import Column, ColumnType
from viauma.exchange.columns import COLUMNS, Columns, is_whole, selected
from viauma.exchange.features import narrowed
from viauma.features.found import Found
from viauma_api.collections import Collection

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
    def of(
        cls, collection: Collection, values: Mapping[str, Any], inside: Container[str] = ()
    ) -> Self:
        """Read the selection, which the returnables of the collection bound.

        `inside` names what lies in `attributes`, which is given whole or not at all.
        """
        every = COLUMNS[collection.record]
        if "properties" not in values:
            return cls(every)
        names = values["properties"]
        known = {one.name for one in every}
        for name in names:
            if "attributes" in known and name in inside and name not in known:
                raise InvalidInput(
                    "properties", f"'{name}' is one of the attributes: write properties=attributes"
                )
        return cls(selected(every, names))

    def applied(self, found: Sequence[Found]) -> list[Found]:
        """Leave out of each feature what was not asked for."""
        if is_whole(self.columns):
            return list(found)
        kept = narrowed([one.feature for one in found], (*self.columns, *MEASURED))
        return [Found(text, one.geometry) for text, one in zip(kept, found, strict=True)]
