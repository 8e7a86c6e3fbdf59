"""From read parameters to the question that PostgreSQL is asked."""

import re
from asyncio import to_thread
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from shapely.geometry.base import BaseGeometry

from viauma.cql2.queryables import Compiled
from viauma.cql2.tree import Literal
from viauma.errors import InvalidInput, UnknownName
from viauma.features.layers import LayerFilter
from viauma.features.rules import SortBy, parse_sortby, sortables
from viauma.geo.areas import Within
from viauma.geo.bbox import BBox, checked_bbox, rectangle
from viauma.geo.crs import CRS84, Crs, window_to_lonlat
from viauma.municipalities.rules import recognise
from viauma.places.queries import geometry_of, item_question
from viauma.places.queryables import checked_attributes
from viauma.places.rules import PlaceFilter
from viauma.register.filtering import mentions_hours
from viauma.taxonomy.rules import recognise as recognise_categories
from viauma.taxonomy.rules import unfolded
from viauma_api.collections import Collection
from viauma_api.service import Service

Values = Mapping[str, Any]

_CODE = re.compile("[0-9]{4}", re.ASCII)


# Programs made from the API document send defaults of their own accord.
FILTER_DEFAULTS: Values = {"filter-lang": "cql2-text", "filter-crs": CRS84}


@dataclass(frozen=True, slots=True)
class Area:
    """Where a bbox lies: as a box in degrees, or as the shape that another CRS's box has there."""

    box: BBox | None = None
    shape: BaseGeometry | None = None

    @property
    def geometry(self) -> BaseGeometry | None:
        """The area as a geometry."""
        return self.shape if self.box is None else self.box.geometry


async def place_filter(service: Service, collection: Collection, values: Values) -> PlaceFilter:
    """Compose the filter, looking up the municipalities, categories and places that it names."""
    area = area_of(values)
    categories, leaves = await _categories(service, values)
    return PlaceFilter(
        kind=collection.kind or "place",
        municipalities=await _municipalities(service, values),
        bbox=area.box,
        polygon=_intersection(area.shape, values.get("within")),
        within=await _distances(service, values),
        categories=() if leaves else categories,
        leaf_categories=leaves,
        statuses=values.get("status", ()),
        texts=values.get("q", ()),
        attributes=checked_attributes(
            values.get("attributes", {}), (await service.vocabulary()).attributes
        ),
        where=await where(service, collection, values),
    )


async def layer_filter(service: Service, collection: Collection, values: Values) -> LayerFilter:
    """Compose the filter of a small collection."""
    interval = values.get("datetime")
    return LayerFilter(
        area=area_of(values).geometry,
        days=interval.days if interval else None,
        texts=values.get("q", ()),
        where=await where(service, collection, values),
    )


async def where(service: Service, collection: Collection, values: Values) -> Compiled | None:
    """Compile `filter` together with the queryables that are asked for by their own names."""
    for name, usual in FILTER_DEFAULTS.items():
        if "filter" not in values and values.get(name, usual) != usual:
            raise InvalidInput(name, "says how a filter is to be read, but there is no filter")
    vocabulary = await service.vocabulary()
    asked = vocabulary.parameters(collection.record).keys() - collection.filters.keys()
    values = await _coded(service, values)
    compiled = partial(
        vocabulary.compiled,
        collection.record,
        values.get("filter"),
        values.get("filter-lang", "cql2-text"),
        values.get("filter-crs", CRS84),
        tuple((name, value) for name, value in values.items() if name in asked),
    )
    if not mentions_hours(values.get("filter")):
        return compiled()
    # To evaluate thousands of texts takes a while, which others need not wait for.
    return await to_thread(compiled, await service.hours())


async def order_of(service: Service, collection: Collection, values: Values) -> tuple[SortBy, ...]:
    """Read the order, which the sortables of the collection bound."""
    if "sortby" not in values:
        return ()
    known = (await service.vocabulary()).queryables(collection.record)
    return parse_sortby(values["sortby"], sortables(known))


async def _coded(service: Service, values: Values) -> Values:
    """Take a municipality's name for its code; what looks like a code is compared as it is."""
    match values.get("municipality"):
        case Literal(str(name)) if not _CODE.fullmatch(name):
            (code,) = recognise((name,), await service.municipalities(), "municipality")
            return {**values, "municipality": Literal(code)}
    return values


def area_of(values: Values) -> Area:
    """Find where the bbox lies, whatever CRS it was given in.

    Raises
    ------
    InvalidInput
        Out of bounds, upside down, or wholly outside the area where the CRS is defined.
    """
    crs: Crs = values.get("bbox-crs", CRS84)
    if "bbox" not in values:
        if not crs.is_crs84:
            raise InvalidInput("bbox-crs", "says how a bbox is to be read, but there is no bbox")
        return Area()
    first, second, third, fourth = values["bbox"]
    if crs.is_geographic and crs.is_swapped:
        return Area(checked_bbox(second, first, fourth, third, "bbox"))
    if crs.is_geographic:
        return Area(checked_bbox(first, second, third, fourth, "bbox"))
    if first > third or second > fourth:
        raise InvalidInput("bbox", "the first corner must not lie beyond the second")
    return Area(shape=window_to_lonlat(rectangle(first, second, third, fourth), crs, "bbox"))


def _intersection(one: BaseGeometry | None, other: BaseGeometry | None) -> BaseGeometry | None:
    if one is None or other is None:
        return other if one is None else one
    raise InvalidInput("bbox-crs", "does not go with within; put both areas into a filter")


async def _municipalities(service: Service, values: Values) -> tuple[str, ...]:
    if "in" not in values:
        return ()
    return recognise(values["in"], await service.municipalities())


async def _categories(service: Service, values: Values) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if "category" not in values:
        return (), ()
    taxonomy = await service.categories()
    named = recognise_categories(values["category"], taxonomy)
    return named, unfolded(named, taxonomy)


async def _distances(service: Service, values: Values) -> tuple[Within, ...]:
    found: list[Within] = []
    if "near" in values and values["near"][1] is not None:
        point, metres = values["near"]
        found.append(Within(point.geometry, metres))
    if "along" in values:
        found.append(values["along"])
    if "around" in values:
        found.append(await _neighbourhood(service, *values["around"]))
    return tuple(found)


async def _neighbourhood(service: Service, reference: str, metres: float) -> Within:
    if "\x00" in reference:
        raise InvalidInput("around", "holds a zero byte")
    rows = await service.lane.fetch(item_question(reference))
    if not rows:
        raise UnknownName("around", reference)
    return Within(geometry_of(rows[0][0]), metres)
