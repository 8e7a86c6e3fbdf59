"""The one write path of places: check, stage, take over; the triggers leave the history.

A single edit and a million imported rows go through the same statements.
"""

import json
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from viauma.db.bulk import stage
from viauma.db.integrity import constraints_explained
from viauma.db.named_sql import named_sql
from viauma.places.attributes import AttributeRules
from viauma.places.creating import create_places
from viauma.places.resolving import give_drafts_back, resolve_places, take_statements
from viauma.places.rules import PlaceDraft, Stored
from viauma.places.staging import COLUMNS, SENTENCES, STAGED
from viauma.places.updating import update_places
from viauma.progress import Progress, counted, silent
from viauma.provenance.actions import ensure_sources_of_drafts
from viauma.taxonomy.queries import attribute_schemas

JSON_POSITIONS = [COLUMNS.index(name) for name in ("names", "texts", "attributes", "identifiers")]
GEOM_POSITION = COLUMNS.index("geom")

_values = attrgetter(*("wkt" if name == "geom" else name for name in COLUMNS))
_json = json.JSONEncoder(ensure_ascii=False).encode


def store_places(
    session: Session,
    drafts: Iterable[PlaceDraft],
    *,
    progress: Progress = silent,
    readers_may_wait: bool = False,
    before: Callable[[Session], int] | None = None,
) -> Stored:
    """Store places, recognising known ones by source and source_id.

    Rows that say what the database already holds are left alone, so storing twice changes
    nothing. Either all rows are stored or, on an error, none. Where several sources speak of a
    place, a row is what its source says, and each field is the most trusted one's (resolving).

    Parameters
    ----------
    session
        A session that names its author (viauma.db.session).
    drafts
        Read once, one after the other; none is kept.
    progress
        Is told how many rows are checked, then how many are stored.
    readers_may_wait
        Allow what makes storing many new places twice as fast and keeps everybody else out of the
        places until it is done (viauma.places.creating).
    before
        Is called when all drafts lie in pg_temp.draft_place and none is taken over yet; answers
        how many it took away because all that they say is so already.

    Raises
    ------
    InvalidInput
        An attribute is not allowed by its category's JSON Schema; the message names it.
    Conflict
        The database refuses a row; the message says which rule and shows the row.
    """
    rules = AttributeRules(attribute_schemas(session))
    rows = (_row(rules.checked(draft)) for draft in counted(drafts, "checked", progress))
    with constraints_explained(SENTENCES), session.begin_nested():
        staged = stage(session, "place", STAGED, rows, unique=("source", "source_id"))
        left = 0
        if before:
            left = before(session)
            progress("settled", staged, staged)
        ensure_sources_of_drafts(session)
        said = take_statements(session)
        known = _count(session, "count_known_drafts")
        updated = update_places(session, known, progress=progress)
        created = create_places(
            session,
            staged - left - said.taken - known,
            progress=progress,
            readers_may_wait=readers_may_wait,
        )
        resolve_places(session, said.changed, rules=rules)
        if said.taken:
            give_drafts_back(session)
    known, updated = known + said.taken + left, updated + len(said.changed)
    return Stored(created=created, updated=updated, unchanged=known - updated)


def rebuild_published_places(session: Session) -> int:
    """Make the public read model anew from the places; answer how many rows it has."""
    return session.scalar(text("select viauma.rebuild_published_places()")) or 0


def _count(session: Session, statement: str) -> int:
    return session.scalar(text(named_sql(statement))) or 0


def _row(draft: PlaceDraft) -> list[Any]:
    row = list(_values(draft))
    for position in JSON_POSITIONS:
        row[position] = _json(row[position])
    row[GEOM_POSITION] = f"SRID=4326;{draft.wkt}"
    row.append(None)  # its source gives all of it
    return row
