"""Questions that differ in one value only, and come in the same breath, are asked as one.

A server under load reads several requests at once. Asked one by one, each row by key costs
PostgreSQL and the driver a message, a plan and an answer of its own, which take several times as
long as finding the row; asked together they are paid once. Alone, a question waits for nobody: it
leaves with the next turn of the loop.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

V = TypeVar("V")

MOST_AT_ONCE = 64
"""So many in one question: more would make the first wait for the last."""

Ask = Callable[[Sequence[str]], Awaitable[Mapping[str, V]]]


class Together(Generic[V]):
    """Gathers keys, asks for all of them, and gives to each what was found for it.

    Parameters
    ----------
    ask
        Finds values for several keys, each key once; what it does not find it leaves out.
    """

    def __init__(self, ask: Ask[V]) -> None:
        self._ask = ask
        self._breath: _Breath[V] | None = None

    async def get(self, key: str) -> V | None:
        """Find the value for a key; None if there is none.

        Raises
        ------
        Exception
            Whatever `ask` raises, for all that were asked for together.
        """
        breath = self._breath
        if breath is None or len(breath.places) >= MOST_AT_ONCE:
            breath = self._breath = _Breath()
            asyncio.get_running_loop().call_soon(self._leave, breath)
        return await breath.found(key)

    def _leave(self, breath: "_Breath[V]") -> None:
        if self._breath is breath:
            self._breath = None
        breath.leave(self._ask)


class _Breath(Generic[V]):
    """Those who ask in one breath, and their question."""

    def __init__(self) -> None:
        self.places: dict[str, list[asyncio.Future[V | None]]] = {}
        self._waiting = 0
        self._task: asyncio.Task[None] | None = None

    async def found(self, key: str) -> V | None:
        """Wait for what is found; when nobody waits any more, nobody asks any more."""
        # One for each who waits: whoever gives up must not take it from the others.
        place: asyncio.Future[V | None] = asyncio.get_running_loop().create_future()
        self.places.setdefault(key, []).append(place)
        self._waiting += 1
        try:
            return await place
        except asyncio.CancelledError:
            if self._waiting == 1 and self._task is not None:
                self._task.cancel()
            raise
        finally:
            self._waiting -= 1

    def leave(self, ask: Ask[V]) -> None:
        """Ask for all, unless they have all given up."""
        if self._waiting:
            self._task = asyncio.get_running_loop().create_task(self._answer(ask))

    async def _answer(self, ask: Ask[V]) -> None:
        try:
            found = await ask(list(self.places))
        except Exception as error:  # noqa: BLE001 - it is told to those who asked
            for _, place in self._open():
                place.set_exception(error)
            return
        for key, place in self._open():
            place.set_result(found.get(key))

    def _open(self) -> Iterator[tuple[str, "asyncio.Future[V | None]"]]:
        """List the places of those who have not given up, each with its key."""
        every = ((key, one) for key, places in self.places.items() for one in places)
        return ((key, one) for key, one in every if not one.done())
