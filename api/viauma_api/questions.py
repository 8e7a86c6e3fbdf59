"""From read parameters to the question that PostgreSQL is asked."""

from typing import Any

from starlette.requests import Request

from viauma.errors import InvalidInput, UnknownName
from viauma.geo.areas import Point, Within
from viauma.municipalities.rules import recognise
from viauma.places.queries import geometry_of, item_question
from viauma.places.rules import PlaceFilter
from viauma.taxonomy.rules import recognise as recognise_categories
from viauma.taxonomy.rules import unfolded
from viauma_api.collections import Collection
from viauma_api.service import Service, service_of


async def place_filter(
    request: Request, collection: Collection, values: dict[str, Any]
) -> PlaceFilter:
    """Compose the filter, looking up the municipalities and places that it names."""
    service = service_of(request)
    codes: tuple[str, ...] = ()
    if "in" in values:
        codes = recognise(values["in"], await service.municipalities())
    categories: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    if "category" in values:
        taxonomy = await service.categories()
        categories = recognise_categories(values["category"], taxonomy)
        leaves = unfolded(categories, taxonomy)
    return PlaceFilter(
        kind=collection.kind or "place",
        municipalities=codes,
        bbox=values.get("bbox"),
        polygon=values.get("within"),
        within=await _distances(service, values),
        categories=() if leaves else categories,
        leaf_categories=leaves,
        statuses=values.get("status", ()),
        text=values.get("q"),
        attributes=values.get("attributes", {}),
    )


def origin_of(values: dict[str, Any]) -> Point | None:
    """Find the position to measure from, when the nearest are asked for."""
    near = values.get("near")
    return near[0] if near else None


async def _distances(service: Service, values: dict[str, Any]) -> tuple[Within, ...]:
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
    return Within(geometry_of(rows[0][2]), metres)
