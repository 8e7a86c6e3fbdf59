"""Questions asked in one breath leave as one, and each gets its own answer."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from viauma.db import together
from viauma.db.together import Together

pytestmark = pytest.mark.anyio


class Asked:
    """What answers, and what it was asked."""

    def __init__(self) -> None:
        self.keys: list[list[str]] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def __call__(self, keys: Sequence[str]) -> Mapping[str, str]:
        self.keys.append(list(keys))
        await self.may_answer.wait()
        if "broken" in keys:
            raise ConnectionError("gone")
        return {key: key.upper() for key in keys if key != "nothing"}


async def test_those_of_one_breath_are_one_question() -> None:
    asked = Asked()
    ask = Together(asked)

    found = await asyncio.gather(*map(ask.get, ("a", "b", "a", "nothing")))

    assert found == ["A", "B", "A", None]
    assert asked.keys == [["a", "b", "nothing"]]


async def test_nobody_waits_for_a_question_that_is_on_its_way() -> None:
    asked = Asked()
    ask = Together(asked)
    asked.may_answer.clear()
    first = asyncio.create_task(ask.get("a"))
    await asyncio.sleep(0.01)
    second = asyncio.create_task(ask.get("a"))
    await asyncio.sleep(0.01)

    assert asked.keys == [["a"], ["a"]]
    asked.may_answer.set()
    assert await asyncio.gather(first, second) == ["A", "A"]


async def test_what_goes_wrong_is_told_to_all_of_them() -> None:
    ask = Together(Asked())

    found = await asyncio.gather(ask.get("a"), ask.get("broken"), return_exceptions=True)

    assert [type(one) for one in found] == [ConnectionError, ConnectionError]
    assert await ask.get("a") == "A"


async def test_whoever_gives_up_takes_nothing_from_the_others() -> None:
    asked = Asked()
    ask = Together(asked)
    asked.may_answer.clear()
    impatient, patient = (asyncio.create_task(ask.get("a")) for _ in range(2))
    await asyncio.sleep(0.01)
    impatient.cancel()
    await asyncio.sleep(0.01)
    asked.may_answer.set()

    assert await patient == "A"
    assert impatient.cancelled()


async def test_when_nobody_waits_any_more_nobody_asks_any_more() -> None:
    ended: list[str] = []

    async def asked(keys: Sequence[str]) -> Mapping[str, str]:
        try:
            await asyncio.Event().wait()
        finally:
            ended.extend(keys)
        return {}

    ask = Together(asked)
    waiting = [asyncio.create_task(ask.get(key)) for key in ("a", "b")]
    await asyncio.sleep(0.01)
    waiting[0].cancel()
    await asyncio.sleep(0.01)
    assert ended == []
    waiting[1].cancel()
    await asyncio.sleep(0.01)

    assert ended == ["a", "b"]


async def test_who_gave_up_before_it_left_is_not_asked_for() -> None:
    asked = Asked()
    waiting = asyncio.create_task(Together(asked).get("a"))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.sleep(0.01)

    assert asked.keys == []


async def test_no_question_grows_beyond_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "MOST_AT_ONCE", 3)
    asked = Asked()
    keys = [f"k{number}" for number in range(8)]

    found = await asyncio.gather(*map(Together(asked).get, keys))

    assert found == [key.upper() for key in keys]
    assert [len(one) for one in asked.keys] == [3, 3, 2]
