"""Keeping found pairs, and deciding them: merge, take apart again, or dismiss.

A merger moves nothing. The other place keeps its row, its id and its source, and says where it
went; what its source says stays a statement about it. The row that is kept is made of all
statements, so taking a merger back is making two rows of the same statements again.
"""

import json
import uuid
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from viauma.db.bulk import stage
from viauma.db.integrity import constraints_explained
from viauma.db.named_sql import named_sql
from viauma.duplicates.queries import Chosen, pairs_found
from viauma.errors import Conflict
from viauma.places.correcting import place_row
from viauma.places.resolving import (
    drop_lone_statements,
    keep_statement,
    resolve_places,
    roots_of,
    wait_for_mergers,
)
from viauma.places.staging import SENTENCES as OF_PLACES
from viauma.provenance.actions import ensure_source

SENTENCES = {
    **OF_PLACES,
    "place_merged_not_in_circle": "That place was merged into this one already, by a detour.",
}
_COLUMNS = ("one", "two", "score", "parts")

Row = dict[str, Any]


LIKELY = 0.8
"""Pairs that score more are worth a person's look."""


def find_duplicates(
    session: Session,
    chosen: Chosen,
    *,
    min_score: float = LIKELY,
    run: uuid.UUID | None = None,
) -> int:
    """Find pairs that are likely one place, and remember them; count those nobody has decided.

    `run` is the import whose new places are chosen. What was dismissed stays so. An open pair of a
    chosen place that is no longer found is forgotten. Finding twice changes nothing.
    """
    found = [
        (pair.one, pair.two, pair.score.value, json.dumps(pair.score.parts))
        for pair in pairs_found(session, chosen, min_score=min_score)
    ]
    stage(session, "duplicate_pair", _COLUMNS, found, unique=("one", "two"))
    return session.scalar(text(named_sql("take_over_pairs")), {"run": run}) or 0


def merge_places(session: Session, keep: str, other: str) -> uuid.UUID:
    """Make one place of two, given by slug or id; answer the id of the one that is kept.

    Both ids stay: the other's leads to the one that is kept. The session's reason says why.

    Raises
    ------
    NotFound
        There is no such place.
    Conflict
        One of them was merged before, or they are the same one.
    """
    with constraints_explained(SENTENCES):
        wait_for_mergers(session)
        kept, gone = place_row(session, keep), place_row(session, other)
        if kept["id"] == gone["id"]:
            raise Conflict(f"{keep} and {other} are the same place already.")
        _refuse_merged(session, kept, gone)
        for row in (kept, gone):
            ensure_source(session, row["source"])
            keep_statement(session, row)
        _set(session, gone["id"], "merged", kept["id"])
        _decide(session, kept["id"], gone["id"], "merged")
        resolve_places(session, [kept["id"]])
    return uuid.UUID(str(kept["id"]))


def unmerge_place(session: Session, other: str) -> uuid.UUID:
    """Take a merged place, given by slug or id, out of the one it was merged into; answer its id.

    Both become what their own sources say: exactly as before the merger, unless a source has said
    something else since. The pair counts as dismissed, so that it is not proposed again.

    Raises
    ------
    NotFound
        There is no such place.
    Conflict
        It was not merged.
    """
    with constraints_explained(SENTENCES):
        wait_for_mergers(session)
        row = place_row(session, other)
        if row["merged_into"] is None:
            raise Conflict(f"{other} was not merged into any place.")
        before = session.scalar(text(named_sql("status_before_merger")), {"place": str(row["id"])})
        _set(session, row["id"], before or "active", None)
        _decide(session, row["id"], row["merged_into"], "dismissed")
        both = [row["id"], row["merged_into"]]
        resolve_places(session, both)
        drop_lone_statements(session, both)
    return uuid.UUID(str(row["id"]))


def dismiss_pair(session: Session, one: str, two: str) -> None:
    """Remember that two places, given by slug or id, are two; the session's reason says why.

    Raises
    ------
    NotFound
        There is no such place.
    Conflict
        They are the same place, or one was merged into the other.
    """
    first, second = place_row(session, one), place_row(session, two)
    if first["id"] == second["id"]:
        raise Conflict(f"{one} and {two} are the same place.")
    if set(roots_of(session, [first["id"]])) == set(roots_of(session, [second["id"]])):
        raise Conflict(f"{one} and {two} are merged; take the merger back instead (unmerge).")
    _decide(session, first["id"], second["id"], "dismissed")


def _refuse_merged(session: Session, kept: Row, gone: Row) -> None:
    for row in (kept, gone):
        if row["merged_into"] is not None:
            (root,) = roots_of(session, [row["id"]]) or [row["merged_into"]]
            target = place_row(session, str(root))["slug"]
            raise Conflict(f"{row['slug']} was merged into {target} already; name that one.")


def _set(session: Session, place: uuid.UUID, status: str, target: uuid.UUID | None) -> None:
    session.execute(
        text("update viauma.place set status = :status, merged_into = :target where id = :place"),
        {"place": place, "status": status, "target": target},
    )


def _decide(session: Session, one: uuid.UUID, two: uuid.UUID, standing: str) -> None:
    why = session.scalar(text("select current_setting('viauma.reason', true)"))
    values = {"a": one, "b": two, "standing": standing, "why": why or "no reason given"}
    session.execute(text(named_sql("decide_pair")), values)
