"""Search is asked as clients ask: of a server on the region's data."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.places.conftest import small_url  # noqa: F401 - a fixture

Suggest = Callable[..., list[dict[str, Any]]]


def suggesting(api: httpx.Client) -> Suggest:
    def ask(q: str, **more: Any) -> list[dict[str, Any]]:
        answer = api.get("/search", params={"q": q, **more})
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["suggestions"]
        return found

    return ask


@pytest.fixture(scope="session")
def suggest(api: httpx.Client) -> Suggest:
    return suggesting(api)
