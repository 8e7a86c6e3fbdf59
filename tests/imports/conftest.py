"""A small world, and files as imports see them: rows on their way in."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from tests.factories import place_draft, store_small_world, writing
from tests.fixtures.database import settings_for
from viauma.exchange.findings import Finding, Severity
from viauma.imports.rules import Incoming, Outcome
from viauma.imports.runs import Beginning, running, trying
from viauma.imports.taking_in import take_in

DOUBT = Finding("outside-region", Severity.DOUBT, "It lies in the sea")
ERROR = Finding("null-island", Severity.ERROR, "0, 0 is no position")

TakeIn = Callable[..., Outcome]


@pytest.fixture
def small_url(empty_database_url: str) -> str:
    with writing(empty_database_url) as session:
        store_small_world(session)
    return empty_database_url


def beginning(source: str = "town", **given: Any) -> Beginning:
    return Beginning(source=source, actor="import:town", reason="Their file", **given)


def row(number: int, *findings: Finding, lacks: bool = False, **given: Any) -> Incoming:
    """A row whose values say what its draft says."""
    if lacks:
        return Incoming(number, {"n": number, **given}, None, findings, given.get("source_id"))
    said: dict[str, Any] = {
        "source": "town", "source_id": f"id-{number}", "slug": f"beach-{number}",
        "names": {"sv": f"Badplats {number}"},
    }  # fmt: skip
    draft = place_draft(**said | given)
    return Incoming(number, {"n": number, "name": draft.names.get("sv"), **given}, draft, findings)


@pytest.fixture
def take(small_url: str) -> TakeIn:
    """Import rows as one file of the source 'town'."""

    def imported(
        rows: Iterable[Incoming], *, source: str = "town", dry: bool = False, **how: Any
    ) -> Outcome:
        whole = how.pop("is_whole", True)
        kind = trying if dry else running
        with kind(settings_for(small_url), beginning(source)) as run:
            return take_in(run, source, rows, is_whole=lambda: whole, **how)

    return imported
