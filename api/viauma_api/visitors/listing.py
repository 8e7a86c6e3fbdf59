"""The places that a visitor asked for: a page of them, asked the way the API is asked."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from viauma.analysis.queries import counts_question
from viauma.cql2.tree import Function, Instant, Not
from viauma.errors import InvalidInput
from viauma.features.paging import COUNT_BOUND
from viauma.places.rules import VISITABLE, PlaceFilter
from viauma_api.asking import Asked, page_of, read_query, reading_of
from viauma_api.collections import COLLECTIONS
from viauma_api.cursors import Cursor
from viauma_api.service import Service
from viauma_api.visitors.choices import STATUSES, Choices

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
        given |= _narrowed(text)
        if "near" not in given:
            given["sortby"] = "name"
    try:
        return await _listed(service, given | {"limit": str(limit)})
    except InvalidInput as error:
        everything = {"status": STATUSES, "sortby": "name", "limit": str(limit)}
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
    asked = {**_narrowed(text), "sortby": "name", "limit": str(LISTED)}
    try:
        return await _listed(service, asked | ({"cursor": cursor} if cursor else {}))
    except InvalidInput as error:
        return replace(await _listed(service, asked), problem=error.message)


def _narrowed(text: str) -> dict[str, str]:
    return {"status": STATUSES} | ({"filter": text} if text else {})


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
        rows = await service.lane.fetch(counts_question(PlaceFilter(statuses=VISITABLE)))
        found: dict[str, dict[str, int]] = {}
        for code, key, count in rows:
            found.setdefault(key.decode(), {})[code.decode() if code else ""] = count
        return found

    return await service.remembered("visitable counts", ask)


async def unknown_hours(service: Service, choices: Choices, q: str = "") -> int | None:
    """Count what matches but for hours that nobody knows; None is more than are counted.

    0 when nobody asked what is open.
    """
    if choices.open_at is None:
        return 0
    at = (Instant(choices.open_at),)
    # Both are true or false, never unknown: what is neither is what is not known.
    neither = tuple(Not(Function(name, at)) for name in ("is_open", "is_closed"))
    unknown = replace(choices, open_at=None, others=(*choices.others, *neither))
    given = _narrowed(unknown.text) | ({"q": q} if q else {})
    asked = await read_query(service, PLACES, given)
    question = (await reading_of(service, asked)).source.count_question()
    ((count,),) = await service.lane.fetch(question)
    return count if count <= COUNT_BOUND else None
