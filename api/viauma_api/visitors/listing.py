"""The places that a visitor asked for: a page of them, asked the way the API is asked."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from viauma.analysis.queries import counts_question
from viauma.cql2.tree import Function, Instant
from viauma.errors import InvalidInput
from viauma.places.rules import PlaceFilter
from viauma_api.asking import Asked, page_of, read_query, reading_of
from viauma_api.collections import COLLECTIONS
from viauma_api.cursors import Cursor
from viauma_api.service import Service
from viauma_api.visitors.choices import Choices, visible

PLACES = COLLECTIONS["places"]
LISTED = 40

Feature = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of places, how many match in all, and how to go on."""

    features: Sequence[Feature]
    matched: int | None
    cursor: str | None
    problem: str = ""
    """Why the address could not be followed; then everything is listed."""


async def listing_of(
    service: Service, *, text: str = "", cursor: str = "", limit: int = LISTED, **others: str
) -> Listing:
    """List what a filter leaves; what cannot be read is said, and everything listed instead.

    Parameters
    ----------
    text
        CQL2 text, empty for all that visitors can go to.
    cursor
        From an earlier page; it carries the whole question.
    others
        Further parameters of items, such as q and near; empty ones do not count.
    """
    given = {name: value for name, value in others.items() if value}
    if cursor:
        given = {"cursor": cursor}
    else:
        given["filter"] = visible(text)
        if "near" not in given:
            given["sortby"] = "name"
    try:
        return await _listed(service, given | {"limit": str(limit)})
    except InvalidInput as error:
        everything = {"filter": visible(""), "sortby": "name", "limit": str(limit)}
        found = await _listed(service, everything)
        return Listing(found.features, found.matched, found.cursor, error.message)


async def listing_within(service: Service, text: str, cursor: str = "") -> Listing:
    """List what a page is about; a cursor of another question is said, and the first page listed.

    Parameters
    ----------
    text
        CQL2 text that the page itself wrote.
    cursor
        From an earlier page of the same list.
    """
    asked = {"filter": visible(text), "sortby": "name", "limit": str(LISTED)}
    try:
        return await _listed(service, asked | ({"cursor": cursor} if cursor else {}))
    except InvalidInput as error:
        return replace(await _listed(service, asked), problem=error.message)


async def _listed(service: Service, given: Mapping[str, str]) -> Listing:
    asked = await read_query(service, PLACES, given)
    page = await page_of(service, asked)
    features = [json.loads(one.feature) for one in page.found]
    return Listing(features, page.matched, _next(service, asked, page.after))


def _next(service: Service, asked: Asked, after: Any) -> str | None:
    if after is None:
        return None
    return service.cursors.write(PLACES.id, Cursor(asked.query, after))


async def occurring(service: Service) -> dict[str, dict[str, int]]:
    """Count the visitable places of each category by municipality, remembered until a change."""

    async def ask() -> dict[str, dict[str, int]]:
        vocabulary = await service.vocabulary()
        where = vocabulary.compiled("place", visible(""))
        rows = await service.lane.fetch(counts_question(PlaceFilter(where=where)))
        found: dict[str, dict[str, int]] = {}
        for code, key, count in rows:
            found.setdefault(key.decode(), {})[code.decode() if code else ""] = count
        return found

    return await service.remembered("visitable counts", ask)


async def unknown_hours(service: Service, choices: Choices, q: str = "") -> int:
    """Count what would match were it not unknown whether it is open; 0 when nobody asked."""
    if choices.open_at is None:
        return 0
    at_any_time = replace(choices, open_at=None)
    closed = Function("is_closed", (Instant(choices.open_at),))
    texts = (
        at_any_time.text,
        choices.text,
        replace(at_any_time, others=(*at_any_time.others, closed)).text,
    )
    everything, opened, shut = [await _count(service, text, q) for text in texts]
    return max(0, everything - opened - shut)


async def _count(service: Service, text: str, q: str) -> int:
    given = {"filter": visible(text)} | ({"q": q} if q else {})
    try:
        asked = await read_query(service, PLACES, given)
    except InvalidInput:
        return 0
    question = (await reading_of(service, asked)).source.count_question()
    ((count,),) = await service.lane.fetch(question)
    return int(count)
