"""What is asked as the standard allows and yet hardly meant: it is answered, and a link says so.

Any valid box must be answered with 200 (OGC 17-069r4, 7.15.3), and what has no time matches every
`datetime` (7.15.4). An answer that is empty, or whole, without a word would be taken for the truth.
"""

from collections.abc import Mapping
from typing import NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from viauma.cql2.filters import shapes_in
from viauma.cql2.reading import read_filter
from viauma.errors import InvalidInput
from viauma.geo.crs import CRS84
from viauma_api.collections import Collection
from viauma_api.questions import Values, area_of
from viauma_api.service import Service

HINT_REL = "related"


class Hint(NamedTuple):
    """A sentence, and the parameters that were probably meant."""

    sentence: str
    meant: Mapping[str, str]


TIMELESS = Hint(
    "datetime narrows nothing here, since places have no time of their own; for what changed "
    "since, filter by updated_at",
    {},
)


async def hints_of(
    service: Service, collection: Collection, values: Values, *, is_empty: bool
) -> tuple[Hint, ...]:
    """Find what should be said of a question; an empty answer is worth a closer look."""
    found = [TIMELESS] if "datetime" in values and collection.holds_places else []
    # Features of a layer may lie nowhere, and match every box.
    if not (is_empty or collection.layer) or not {"bbox", "filter"} & values.keys():
        return tuple(found)
    extent = await service.extent(collection.extent_of)
    if extent is None:
        return tuple(found)
    everything = extent.geometry
    found += _of_box(values, everything) if "bbox" in values else []
    found += _of_filter(values, everything) if "filter" in values and is_empty else []
    return tuple(found)


def _of_box(values: Values, everything: BaseGeometry) -> list[Hint]:
    first, second, third, fourth = values["bbox"]
    turned = (second, first, fourth, third)
    try:
        area = area_of({**values, "bbox": turned}).geometry
    except InvalidInput:
        return []
    if not _look_swapped(area_of(values).geometry, area, everything):
        return []
    spelled = ",".join(f"{number:g}" for number in turned)
    axes = values.get("bbox-crs", CRS84).axes
    return [
        Hint(
            f"this bbox lies outside all data, and inside when its axes are swapped: {spelled} "
            f"({axes})",
            {"bbox": ",".join(str(number).removesuffix(".0") for number in turned)},
        )
    ]


def _of_filter(values: Values, everything: BaseGeometry) -> list[Hint]:
    language = values.get("filter-lang", "cql2-text")
    crs = values.get("filter-crs", CRS84)
    if not crs.is_geographic:
        return []
    shapes = shapes_in(read_filter(values["filter"], language, crs=crs))
    if not any(_look_swapped(one, _turned(one), everything) for one in shapes):
        return []
    return [
        Hint(
            "a shape in the filter lies outside all data, and inside when its axes are swapped; "
            f"the order is {crs.axes}",
            {},
        )
    ]


def _look_swapped(
    given: BaseGeometry | None, turned: BaseGeometry | None, everything: BaseGeometry
) -> bool:
    if given is None or turned is None:
        return False
    return bool(turned.intersects(everything)) and not given.intersects(everything)


def _turned(shape: BaseGeometry) -> BaseGeometry:
    turned: BaseGeometry = shapely.transform(shape, lambda places: places[:, ::-1])
    return turned
