"""What a request for items asks: its parameters, or those that its cursor carries."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from starlette.requests import Request

from viauma.errors import InvalidInput
from viauma.features.found import Found
from viauma.features.rules import Position
from viauma.geo.crs import CRS84, Crs
from viauma.places.boxes import expects_few
from viauma_api.collections import Collection
from viauma_api.cursors import Cursor
from viauma_api.hints import Hint, hints_of
from viauma_api.parameters import DEFAULT_LIMIT, PAGING, Parameter, read_values, table
from viauma_api.questions import layer_filter, order_of, place_filter
from viauma_api.reading import LayerFeatures, Nearest, Places, Reading, Source
from viauma_api.selection import Selection
from viauma_api.service import Service, service_of
from viauma_api.vocabulary import Vocabulary

# These may differ from page to page; everything else is the query.
OF_THE_PAGE = frozenset(("cursor", "limit", "f"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for items, read and checked."""

    collection: Collection
    query: Mapping[str, str]
    """The texts of all parameters but those of the page."""
    values: Mapping[str, Any]
    after: Position | None = None

    @property
    def limit(self) -> int:
        """How many features a page may hold."""
        limit: int = self.values.get("limit", DEFAULT_LIMIT)
        return limit


class FeaturePage(NamedTuple):
    """A page of features and what is known around it."""

    asked: Asked
    found: list[Found]
    after: Position | None
    matched: int | None
    crs: Crs
    hints: tuple[Hint, ...] = ()


async def read_request(request: Request, collection: Collection, *others: Parameter) -> Asked:
    """Read what a request for items asks by its address; see `read_query`."""
    return await read_query(
        service_of(request), collection, dict(request.query_params), (*PAGING, *others)
    )


async def read_query(
    service: Service,
    collection: Collection,
    given: Mapping[str, str],
    others: tuple[Parameter, ...] = PAGING,
) -> Asked:
    """Read what is asked of items.

    Raises
    ------
    InvalidInput
        A parameter is unknown or cannot be read, or contradicts the cursor.
    """
    query = {name: text for name, text in given.items() if name not in OF_THE_PAGE}
    after: Position | None = None
    if "cursor" in given:
        cursor = service.cursors.read(collection.id, given["cursor"])
        _check_agreement(query, cursor)
        query, after = dict(cursor.query), cursor.after
    of_the_page = {name: given[name] for name in OF_THE_PAGE & given.keys()}
    allowed = allowed_parameters(await service.vocabulary(), collection, others)
    return Asked(collection, query, read_values({**query, **of_the_page}, allowed), after)


@lru_cache(maxsize=64)
def allowed_parameters(
    vocabulary: Vocabulary, collection: Collection, others: tuple[Parameter, ...]
) -> Mapping[str, Parameter]:
    """Collect what a collection can be asked: its own, and one for each simple queryable."""
    own = collection.filters | table(*others)
    # Its own win: `category` takes names and whole branches, the queryable only keys.
    named = vocabulary.parameters(collection.record).items()
    return own | {name: one for name, one in named if name not in own}


async def reading_of(service: Service, asked: Asked) -> Reading:
    """Compose the question that pages are read from."""
    collection, values = asked.collection, asked.values
    order = await order_of(service, collection, values)
    source: Source
    if collection.layer is not None:
        narrowed = await layer_filter(service, collection, values)
        source = LayerFeatures(collection.layer, narrowed, len(order) or 1)
    else:
        source = await _places(service, asked, len(order))
    return Reading(service.lane, source, order, values.get("crs", CRS84))


async def _places(service: Service, asked: Asked, keys: int) -> Source:
    question = await place_filter(service, asked.collection, asked.values)
    if "near" in asked.values:
        if keys:
            raise InvalidInput("sortby", "does not go with near, which sorts by distance")
        return Nearest(question, asked.values["near"][0])
    if question.bbox is None:
        return Places(question, keys=keys or 1)
    spread = await service.spread()
    is_few = not keys and expects_few(question, spread)
    return Places(question, spread.extent, keys or 1, is_few=is_few)


def _check_agreement(query: Mapping[str, str], cursor: Cursor) -> None:
    for name, text in query.items():
        if cursor.query.get(name) != text:
            raise InvalidInput(
                name, "differs from the query that the cursor carries; follow the link as it is"
            )


async def page_of(service: Service, asked: Asked) -> FeaturePage:
    """Read the page that is asked for, and how many features match."""
    reading = await reading_of(service, asked)
    page, matched = await reading.counted_page(asked.limit, asked.after)
    inside = (await service.vocabulary()).attributes
    found = Selection.of(asked.collection, asked.values, inside).applied(page.found)
    hints = await hints_of(service, asked.collection, asked.values, is_empty=not found)
    return FeaturePage(asked, found, page.after, matched, reading.crs, hints)
