"""Questions that differ in one value only, and come in the same breath, are asked as one.

A server under load reads several requests at once. Asked one by one, each row by key costs
PostgreSQL and the driver a message, a plan and an answer of its own, which take several times as
long as finding the row; asked together they are paid once. Alone, a question waits for nobody: it
leaves with the next turn of the loop.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
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
        self._gathered: dict[str, list[asyncio.Future[V | None]]] = {}
        self._asking: set[asyncio.Task[None]] = set()

    async def get(self, key: str) -> V | None:
        """Find the value for a key; None if there is none.

        Raises
        ------
        Exception
            Whatever `ask` raises, for all that were asked for together.
        """
        loop = asyncio.get_running_loop()
        if not self._gathered:
            loop.call_soon(self._leave)
        # One for each who waits: whoever gives up must not take it from the others.
        place: asyncio.Future[V | None] = loop.create_future()
        self._gathered.setdefault(key, []).append(place)
        if len(self._gathered) >= MOST_AT_ONCE:
            self._leave()
        return await place

    def _leave(self) -> None:
        gathered, self._gathered = self._gathered, {}
        if not gathered:
            return
        task = asyncio.get_running_loop().create_task(self._answer(gathered))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def _answer(self, gathered: dict[str, list["asyncio.Future[V | None]"]]) -> None:
        try:
            found = await self._ask(list(gathered))
        except Exception as error:  # noqa: BLE001 - it is told to those who asked
            for places in gathered.values():
                for place in places:
                    if not place.done():
                        place.set_exception(error)
            return
        for key, places in gathered.items():
            for place in places:
                if not place.done():
                    place.set_result(found.get(key))
