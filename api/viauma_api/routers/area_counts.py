"""Counts per municipality and category, with rates: the officer's question in one call."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from viauma.analysis.queries import GROUPS, counted, counts_question
from viauma.analysis.rules import AreaCount
from viauma.errors import InvalidInput, NotFound
from viauma.exchange.csv_rows import write_table
from viauma_api.asking import allowed_parameters
from viauma_api.filterable import filterable
from viauma_api.formats import COUNTS_F, COUNTS_TYPES, TABLES
from viauma_api.http.conditional import conditional
from viauma_api.links import self_and_alternate, with_query
from viauma_api.media import negotiate
from viauma_api.pages import render
from viauma_api.parameters import read_parameters
from viauma_api.place_parameters import BY
from viauma_api.questions import place_filter
from viauma_api.responses import JSON, html_response, json_response
from viauma_api.routers.collections import collection_of
from viauma_api.service import service_of

RATES = ("per_1000_inhabitants", "per_100_km2")
TITLES = (("json", "JSON"), *((key, one.title) for key, one in TABLES.items()))


async def counts(request: Request) -> Response:
    """Count the places that a filter means."""
    collection = collection_of(request)
    if not collection.holds_places:
        raise NotFound(f"{collection.title} are not counted; ask places, sites or facilities.")
    service = service_of(request)
    known = allowed_parameters(await service.vocabulary(), collection, (BY, COUNTS_F))
    values = read_parameters(request, known)
    by = values.get("by", GROUPS)
    for name in by:
        if name not in GROUPS:
            raise InvalidInput("by", f"'{name[:40]}' must be municipality or category")
    question = await place_filter(service, collection, values)
    rows = await service.lane.fetch(counts_question(question))
    spelled = ((code and code.decode(), key.decode(), n) for code, key, n in rows)
    labels = {one.key: one.labels["en"] for one in await service.categories()}
    found = counted(spelled, await service.municipalities(), question, by)
    return _answer(request, found, labels)


def _answer(request: Request, found: list[AreaCount], labels: Mapping[str, str]) -> Response:
    rows = [_row(count) for count in found]
    total = sum(count.count for count in found)
    kind = negotiate(request, COUNTS_TYPES, "json")
    if kind in TABLES:
        return _table(request, rows, kind)
    if kind == "html":
        page = render(
            request,
            "counts.html",
            rows=rows,
            total=total,
            labels=labels,
            formats=[(title, with_query(request, f=key)) for key, title in TITLES],
        )
        return html_response(page, request)
    return json_response(
        {"total": total, "counts": rows, "links": self_and_alternate(request, JSON)}, request
    )


def _table(request: Request, rows: list[dict[str, Any]], key: str) -> Response:
    columns = [*(one.name for one in fields(AreaCount)), *RATES]
    headers = {"content-disposition": 'attachment; filename="counts.csv"'}
    body = write_table(columns, rows, key)
    return conditional(request, body, TABLES[key].media_type, headers=headers)


def _row(count: AreaCount) -> dict[str, Any]:
    return asdict(count) | {
        "per_1000_inhabitants": _rounded(count.per_1000_inhabitants),
        "per_100_km2": _rounded(count.per_100_km2),
    }


def _rounded(rate: float | None) -> float | None:
    return None if rate is None else round(rate, 4)


routes = [
    Route("/collections/{collection_id}/counts", filterable(counts)),
]
