"""What the routes of one process share: the fast lane, the settings and a few short memories."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from starlette.requests import Request

from viauma import clock
from viauma.db.changes import Changes, Where
from viauma.db.fastlane import FastLane, Question
from viauma.db.named_sql import named_sql
from viauma.db.together import Together
from viauma.geo.bbox import BBox
from viauma.municipalities.queries import refs_from, refs_question
from viauma.municipalities.rules import MunicipalityRef
from viauma.places.boxes import Spread
from viauma.places.queries import items_question
from viauma.places.rules import Kind
from viauma.register.filtering import HoursThere
from viauma.register.queries import hours_from, hours_question
from viauma.search.queries import Known, areas_question, municipality_entries
from viauma.settings import Settings
from viauma.taxonomy.queries import refs_from as category_refs
from viauma.taxonomy.queries import refs_question as categories_question
from viauma.taxonomy.queries import schemas_from, schemas_question
from viauma.taxonomy.rules import CategoryRef
from viauma_api.answers import Answers
from viauma_api.cursors import Cursors, key_of
from viauma_api.gazetteer import known_by_heart
from viauma_api.visitors.embedding import Embeds
from viauma_api.vocabulary import Vocabulary

REMEMBER_S = 30.0
CHANGED_S = 1.0

T = TypeVar("T")


class State(NamedTuple):
    """What is published: the same fingerprint means the same answers."""

    fingerprint: str
    seen_at: datetime


class Service:
    """The application's state."""

    def __init__(self, lane: FastLane, changes: Changes, settings: Settings) -> None:
        self.lane = lane
        self.changes = changes
        self.settings = settings
        key = _key(settings)
        self.cursors, self.embeds = Cursors(key), Embeds(key)
        self.answers = Answers(settings.server.answers_mb)
        self._memory: dict[str, tuple[float, Any]] = {}
        self._state: State | None = None
        self._vocabulary: Vocabulary | None = None
        self._hours: HoursThere | None = None
        self._spread: tuple[float, Spread] | None = None
        self._together: dict[Kind, Together[bytes]] = {}
        changes.call(self._forget)

    def _forget(self, where: Where) -> None:
        """Forget what a change may have touched; the rooms' own lists are short and quickly had."""
        self._memory.clear()
        self.answers.forget(where)

    async def municipalities(self) -> list[MunicipalityRef]:
        """List municipalities; where changes are not heard, half a minute old at most."""
        return await self.remembered("municipalities", self._ask_municipalities)

    async def categories(self) -> list[CategoryRef]:
        """List the taxonomy, remembered likewise."""
        return await self.remembered("categories", self._ask_categories)

    async def vocabulary(self) -> Vocabulary:
        """Find what filters may name, remembered likewise."""
        return await self.remembered("vocabulary", self._ask_vocabulary)

    async def known_by_heart(self) -> Known:
        """List the names of what is few, for search, remembered likewise."""
        return await self.remembered("known by heart", self._ask_known)

    async def hours(self) -> HoursThere:
        """Find which opening hours there are; a second old at most where changes are not heard."""
        return await self.remembered("hours", self._ask_hours, CHANGED_S)

    async def state(self) -> State:
        """Find the state of what is published; a second old at most where changes are not heard."""
        return await self.remembered("state", self._ask_state, CHANGED_S)

    async def changed_at(self) -> datetime:
        """Tell since when everything has been as it is, as far as this process has seen."""
        return (await self.state()).seen_at

    async def place(self, id_: str, kind: Kind) -> bytes | None:
        """Find a place's Feature by its id, in lower case; asked together with others."""
        if kind not in self._together:

            async def ask(ids: Sequence[str]) -> Mapping[str, bytes]:
                rows = await self.lane.fetch(items_question(ids, kind))
                return {found.decode(): feature for found, feature in rows}

            self._together[kind] = Together(ask)
        return await self._together[kind].get(id_)

    async def extent(self, of: str) -> BBox | None:
        """Find the box around ``places`` or ``municipalities``, remembered likewise."""

        async def ask() -> BBox | None:
            rows = await self.lane.fetch(Question(named_sql(f"extent_of_{of}"), {}))
            return None if rows[0][0] is None else BBox(*rows[0])

        return await self.remembered(f"extent of {of}", ask)

    async def spread(self) -> Spread:
        """Find how places are spread, as far as the statistics know, half a minute ago at most.

        Statistics change without a word, and by a single edit hardly at all.
        """
        found = self._spread
        if found is None or time.monotonic() - found[0] >= REMEMBER_S:
            self._spread = found = (time.monotonic(), await self._ask_spread())
        return found[1]

    @property
    def maps_are_built(self) -> bool:
        """Whether there are generated maps to lead to."""
        return (self.settings.maps_dir / "index.html").is_file()

    async def remembered(
        self, name: str, ask: Callable[[], Awaitable[T]], seconds: float = REMEMBER_S
    ) -> T:
        """Answer from memory while it holds, or ask."""
        made_at, known = self._memory.get(name, (float("-inf"), None))
        # While changes are heard, what is remembered is forgotten when it must be, and not before.
        if made_at > 0 and (self.changes.are_heard or time.monotonic() - made_at < seconds):
            remembered: T = known
            return remembered
        count = self.changes.count
        value = await ask()
        if self.changes.count == count:
            self._memory[name] = (time.monotonic(), value)
        return value

    async def _ask_vocabulary(self) -> Vocabulary:
        known = self._vocabulary
        found = Vocabulary(schemas_from(await self.lane.fetch(schemas_question())))
        # The same object as long as nothing changed: filters are remembered by it.
        if known is None or known.categories != found.categories:
            self._vocabulary = known = found
        return known

    async def _ask_hours(self) -> HoursThere:
        texts = hours_from(await self.lane.fetch(hours_question()))
        # The same object as long as nothing changed, for the same reason.
        if self._hours is None or self._hours.texts != texts:
            self._hours = HoursThere(texts)
        return self._hours

    async def _ask_state(self) -> State:
        ((fingerprint,),) = await self.lane.fetch(Question(named_sql("state"), {}))
        # When a change was committed nobody can tell; when it was first seen, we can.
        found = State(fingerprint.decode(), clock.now())
        if self._state is None or self._state.fingerprint != found.fingerprint:
            self._state = found
        return self._state

    async def _ask_spread(self) -> Spread:
        ((rows, *edges),) = await self.lane.fetch(Question(named_sql("spread_of_places"), {}))
        return Spread(rows, None if None in edges else BBox(*edges))

    async def _ask_categories(self) -> list[CategoryRef]:
        return category_refs(await self.lane.fetch(categories_question()))

    async def _ask_known(self) -> Known:
        rows = await self.lane.fetch(areas_question())
        return known_by_heart(await self.categories(), municipality_entries(rows))

    async def _ask_municipalities(self) -> list[MunicipalityRef]:
        return refs_from(await self.lane.fetch(refs_question()))


def service_of(request: Request) -> Service:
    """Find the service of the application that got this request."""
    service: Service = request.app.state.service
    return service


def _key(settings: Settings) -> str:
    given = settings.server.cursor_key
    return given.get_secret_value() if given else key_of(settings.data_dir)
