"""Features as answers: GeoJSON from ready bytes, and what else is composed from it."""

import json
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from viauma.exchange.features import parse_features
from viauma.exchange.gpx import GpxWriter
from viauma.exchange.json_fg import json_fg, project_time, root_members
from viauma.exchange.streams import encoder
from viauma.features.found import Found
from viauma.geo.crs import CRS84, Crs
from viauma_api.asking import FeaturePage
from viauma_api.collections import Collection
from viauma_api.formats import ITEM, ITEMS, PLAIN_JSON, canonical, refuse_crs
from viauma_api.http.conditional import conditional
from viauma_api.item_pages import item_page, items_page
from viauma_api.links import Link, base_url
from viauma_api.page_links import alternates, collection_link, found_links, items_links
from viauma_api.responses import JSON, dump, html_response
from viauma_api.schema_org import graph_json_ld, script_json
from viauma_api.selection import Selection
from viauma_api.service import service_of

FEATURE_TYPES = {"place": "Place", "municipality": "Municipality", "project": "Project"}


async def show_items(
    request: Request, key: str, page: FeaturePage, changed_at: datetime
) -> Response:
    """Answer with a page of features in a representation."""
    kind = canonical(key)
    refuse_crs(ITEMS[kind], is_crs84=page.crs.is_crs84)
    links = items_links(request, kind, page)
    if kind == "html":
        features = [one.feature for one in page.found]
        said = script_json(await graph_of(request, page.asked.collection, features))
        text = await items_page(request, page, links, said)
        return html_response(text, request, last_modified=changed_at)
    body = await _ITEMS_WRITERS[kind](request, page, links)
    return _answer(request, key, body, page.crs, changed_at)


async def show_found(
    request: Request, key: str, page: FeaturePage, changed_at: datetime
) -> Response:
    """Answer with a page of what was searched for by POST."""
    kind = canonical(key)
    refuse_crs(ITEMS[kind], is_crs84=page.crs.is_crs84)
    links = found_links(request, kind, page)
    body = await _ITEMS_WRITERS[kind](request, page, links)
    return _answer(request, key, body, page.crs, changed_at)


async def show_item(
    request: Request,
    key: str,
    collection: Collection,
    found: Found,
    crs: Crs,
    changed_at: datetime,
) -> Response:
    """Answer with one feature in a representation."""
    kind = canonical(key)
    refuse_crs(ITEM[kind], is_crs84=crs.is_crs84)
    if kind == "html":
        said = script_json(await graph_of(request, collection, [found.feature]))
        text = await item_page(request, collection, json.loads(found.feature), said)
        return html_response(text, request, last_modified=changed_at)
    links = [*alternates(request, kind, ITEM), collection_link(request, collection.id)]
    body = await _item_body(request, kind, collection, found, crs, links)
    return _answer(request, key, body, crs, changed_at)


def _answer(
    request: Request,
    key: str,
    body: bytes,
    crs: Crs,
    changed_at: datetime,
) -> Response:
    headers = {"content-crs": f"<{crs.uri}>"}
    return conditional(request, body, _media_type(key), last_modified=changed_at, headers=headers)


def _media_type(key: str) -> str:
    if key == PLAIN_JSON:
        return JSON
    return ITEMS[canonical(key)].media_type


async def _geojson(_: Request, page: FeaturePage, links: list[Link]) -> bytes:
    return collection_text([one.placed for one in page.found], dump(links), page.matched)


def collection_text(
    features: list[bytes], links: bytes, matched: int | None, more: bytes = b""
) -> bytes:
    """Join ready Features and links to a FeatureCollection."""
    matched_text = b"" if matched is None else b',"numberMatched":%d' % matched
    return b"".join(
        (
            b'{"type":"FeatureCollection"', more, matched_text,
            b',"numberReturned":%d,"links":' % len(features), links,
            b',"features":[', b",".join(features), b"]}",
        )
    )  # fmt: skip


async def _jsonfg(request: Request, page: FeaturePage, links: list[Link]) -> bytes:
    collection = page.asked.collection
    root = dump(_root(request, collection, page.crs))[1:-1]
    features = [_fg_feature(collection, one) for one in page.found]
    return collection_text(features, dump(links), page.matched, b"," + root)


def _root(request: Request, collection: Collection, crs: Crs) -> dict[str, Any]:
    return root_members(
        FEATURE_TYPES[collection.record],
        feature_schema=f"{base_url(request)}/collections/{collection.id}/schema",
        coord_ref_sys=None if crs.is_crs84 else crs.uri,
    )


def _fg_feature(collection: Collection, one: Found, root: dict[str, Any] | None = None) -> bytes:
    time = project_time(one.feature) if collection.record == "project" else None
    return json_fg(one.feature, time=time, place=one.geometry, root=root)


async def _jsonld(request: Request, page: FeaturePage, _: list[Link]) -> bytes:
    features = [one.feature for one in page.found]
    return dump(await graph_of(request, page.asked.collection, features))


async def graph_of(
    request: Request, collection: Collection, features: Sequence[bytes]
) -> dict[str, Any]:
    """Say features in the words of schema.org."""
    vocabulary = await service_of(request).vocabulary()
    parsed = [json.loads(one) for one in features]
    base, record = base_url(request), collection.record
    return graph_json_ld(record, parsed, vocabulary.taxonomy, base, collection.id)


_ITEMS_WRITERS = {"json": _geojson, "jsonfg": _jsonfg, "jsonld": _jsonld}


async def _item_body(
    request: Request,
    kind: str,
    collection: Collection,
    found: Found,
    crs: Crs,
    links: list[Link],
) -> bytes:
    if kind == "jsonld":
        return dump(await graph_of(request, collection, [found.feature]))
    if kind in {"gpx", "kml"}:
        return await _file_of_one(request, kind, collection, found)
    if kind == "jsonfg":
        text = _fg_feature(collection, found, _root(request, collection, crs))
    else:
        text = found.placed
    return b'%b,"links":%b}' % (text[:-1], dump(links))


async def _file_of_one(request: Request, kind: str, collection: Collection, found: Found) -> bytes:
    """Write what is a file by nature; both formats are always in CRS84."""
    inside = (await service_of(request).vocabulary()).attributes
    columns = Selection.of(collection, {}, inside).columns
    if kind == "kml":
        writer = encoder(kind, columns, collection.item_title, CRS84)
        return b"".join((writer.begin(), writer.batch([found.feature]), writer.end()))
    out = BytesIO()
    with GpxWriter(out, columns, collection.item_title) as gpx:
        gpx.write(parse_features([found.feature]))
    return out.getvalue()
