"""Rows of a table on their way in, with what is known of those that are no place yet."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from shapely import Point

from viauma.exchange.findings import Finding, Severity
from viauma.exchange.seen import Seen
from viauma.imports.rules import Incoming, draft_json
from viauma_data.detecting import located
from viauma_data.importing.planning import Plan
from viauma_data.profiles.applying import candidates
from viauma_data.profiles.candidate import Candidate
from viauma_data.profiles.context import Context
from viauma_data.reading.empty_rows import emptiness
from viauma_data.reading.table import Row, Table

Tell = Callable[[Iterable[Finding], int | None], None]

SOMEWHERE = Point(20.0, 64.0)
OF_POSITION = ("wkt", "municipality", "municipality_basis")
HASHED = "row-"


def incoming(plan: Plan, context: Context, tell: Tell) -> Iterator[Incoming]:
    """Read a table's rows on their way in, one after the other; `tell` hears of empty ones."""
    rows = located(_filled(plan.table, context, tell), plan.layout)
    for one in candidates(plan.profile, rows, context):
        row = one.located.row
        if one.draft is not None:
            yield Incoming(row.number, row.values, one.draft, one.findings)
            continue
        found = _once(one)
        partial = _partial(one, plan, context)
        identity = partial.get("source_id")
        yield Incoming(row.number, row.values, None, found, identity, partial)


def _filled(table: Table, context: Context, tell: Tell) -> Iterator[Row]:
    """Leave out the rows that are empty."""
    is_empty = emptiness(table.columns)
    for row in table.read():
        if not is_empty(row):
            yield row
            continue
        context.left_out["the row is empty"] += 1
        tell([Finding("empty-row", Severity.NOTE, "The row is empty.", row.number)], row.number)


def _once(one: Candidate) -> tuple[Finding, ...]:
    # That there is no position is said once, by whoever knows why.
    if not one.located.findings:
        return one.findings
    return tuple(found for found in one.findings if found.code != "position-missing")


def _partial(one: Candidate, plan: Plan, context: Context) -> dict[str, Any]:
    """Keep what a row without position or category says besides, for whoever corrects it."""
    category = context.category or next(
        key for key, kind in context.categories.items() if not kind.abstract
    )
    alone = replace(context, seen=Seen(), category=category)
    whole = replace(one.located, shape=one.located.shape or SOMEWHERE)
    made = next(candidates(plan.profile, [whole], alone), None)
    if made is None or made.draft is None:
        return {}
    said: dict[str, Any] = json.loads(draft_json(made.draft))
    if one.located.shape is None:
        said = {key: value for key, value in said.items() if key not in OF_POSITION}
    if any(finding.code == "category-unknown" for finding in one.findings):
        said.pop("category", None)
    if str(said.get("source_id", "")).startswith(HASHED):
        said.pop("source_id", None)
    return said
