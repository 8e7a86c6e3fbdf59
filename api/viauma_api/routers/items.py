"""Features: pages of them and one at a time, as the bytes PostgreSQL built."""

import json
from typing import Any

import shapely
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma import clock
from viauma.db.fastlane import Question
from viauma.db.named_sql import named_sql
from viauma.errors import InvalidInput, NotFound
from viauma.geo.areas import Point
from viauma.places.queries import (
    COUNT_BOUND,
    count_question,
    item_question,
    nearest_question,
    page_question,
)
from viauma.places.rules import PlaceFilter
from viauma_api import cursors
from viauma_api.collections import Collection
from viauma_api.item_pages import item_page, items_page
from viauma_api.links import Link, base_url, link, self_and_alternate, with_query
from viauma_api.negotiation import wants_html
from viauma_api.operations import ONLY_FORMAT
from viauma_api.parameters import DEFAULT_LIMIT, read_parameters
from viauma_api.questions import origin_of, place_filter
from viauma_api.responses import GEOJSON, JSON, dump, geojson_response, html_response
from viauma_api.routers.collections import collection_of
from viauma_api.service import service_of

Page = tuple[list[bytes], str | None, int | None]
"""Feature texts, the position after them if there are more, and how many match if counted."""


async def items(request: Request) -> Response:
    """Answer with a page of features."""
    collection = collection_of(request)
    values = read_parameters(request, collection.parameters)
    features, after, matched = await _page(request, collection, values)
    links = self_and_alternate(request, GEOJSON)
    if after is not None:
        links.append(link(with_query(request, after=after), "next", GEOJSON, "The next page"))
    if wants_html(request):
        return html_response(items_page(request, collection, features, links, matched))
    return geojson_response(_collection(features, links, matched))


async def item(request: Request) -> Response:
    """Answer with one feature, by id or slug."""
    collection = collection_of(request)
    read_parameters(request, ONLY_FORMAT)
    feature = await _feature(request, collection, request.path_params["reference"])
    if wants_html(request):
        return html_response(await item_page(request, collection, json.loads(feature)))
    links = [
        *self_and_alternate(request, GEOJSON),
        link(f"{base_url(request)}/collections/{collection.id}", "collection", JSON),
    ]
    return geojson_response(b'%b,"links":%b}' % (feature[:-1], dump(links)))


async def _feature(request: Request, collection: Collection, reference: str) -> bytes:
    rows: list[tuple[Any, ...]] = []
    if "\x00" not in reference:
        rows = await service_of(request).lane.fetch(_item_question(collection, reference))
    if not rows:
        raise NotFound(f"There is no '{reference[:80]}' in {collection.id}.")
    found: bytes = rows[0][2]
    return found


def _item_question(collection: Collection, reference: str) -> Question:
    if collection.kind:
        return item_question(reference, collection.kind)
    return Question(named_sql(f"{collection.statements}_item"), {"reference": reference})


async def _page(request: Request, collection: Collection, values: dict[str, Any]) -> Page:
    limit = values.get("limit", DEFAULT_LIMIT)
    if not collection.holds_places:
        return await _small_page(request, collection, values, limit)
    question = await place_filter(request, collection, values)
    origin = origin_of(values)
    if origin is not None:
        if "after" in values:
            raise InvalidInput("after", "does not go with near, whose answer has one page")
        return await _nearest(request, question, origin, limit)
    return await _places(request, question, values.get("after"), limit)


async def _places(request: Request, question: PlaceFilter, after: str | None, limit: int) -> Page:
    lane = service_of(request).lane
    start = None if after is None else cursors.decode_place(after)
    extent = await service_of(request).extent("places") if question.bbox else None
    rows = await lane.fetch(page_question(question, limit=limit + 1, after=start, extent=extent))
    page = [row[2] for row in rows[:limit]]
    if len(rows) <= limit:
        matched = len(rows) if start is None else await _count(request, question)
        return page, None, matched
    last = rows[limit - 1]
    return page, cursors.encode(last[0], last[1]), await _count(request, question)


async def _count(request: Request, question: PlaceFilter) -> int | None:
    (row,) = await service_of(request).lane.fetch(count_question(question))
    count: int = row[0]
    return count if count <= COUNT_BOUND else None


async def _nearest(request: Request, question: PlaceFilter, origin: Point, limit: int) -> Page:
    rows = await service_of(request).lane.fetch(nearest_question(question, origin, limit=limit))
    return [_with_distance(*row) for row in rows], None, await _count(request, question)


def _with_distance(distance_m: float, bearing: float | None, _id: Any, feature: bytes) -> bytes:
    # Properties stand last in a stored Feature, so what is measured is added before "}}".
    bearing_text = "null" if bearing is None else f"{bearing:.1f}"
    measured = f',"distance_m":{distance_m:.1f},"bearing_deg":{bearing_text}}}}}'
    return feature[:-2] + measured.encode()


async def _small_page(
    request: Request, collection: Collection, values: dict[str, Any], limit: int
) -> Page:
    after = cursors.decode_key(values["after"]) if "after" in values else 0
    rows = await service_of(request).lane.fetch(
        _small_question(collection, values, after=after, limit=limit + 1)
    )
    more = cursors.encode(rows[limit - 1][0]) if len(rows) > limit else None
    whole = len(rows) if more is None and not after else None
    return [row[2] for row in rows[:limit]], more, whole


def _small_question(
    collection: Collection, values: dict[str, Any], *, after: int, limit: int
) -> Question:
    box, interval = values.get("bbox"), values.get("datetime")
    first, last = interval.days if interval else (None, None)
    return Question(
        named_sql(f"{collection.statements}_page"),
        {
            "after_key": after, "limit": limit,
            "area": box and shapely.to_wkb(box.geometry),
            "timed": interval is not None, "from": first, "until": last,
        },
    )  # fmt: skip


def _collection(features: list[bytes], links: list[Link], matched: int | None) -> bytes:
    matched_text = b"" if matched is None else b',"numberMatched":%d' % matched
    stamp = clock.now().strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return b"".join(
        (
            b'{"type":"FeatureCollection","timeStamp":"', stamp, b'"', matched_text,
            b',"numberReturned":%d,"links":' % len(features), dump(links),
            b',"features":[', b",".join(features), b"]}",
        )
    )  # fmt: skip


routes = [
    Route("/collections/{collection_id}/items", items),
    Route("/collections/{collection_id}/items/{reference}", item),
]
