"""Where several sources speak of one place: take their words apart, and make the row of them.

Nothing here costs a place that has one source. Statements are kept where places were merged or
corrected, and there a staged row changes what its source says; the row that everybody reads is
made of all statements anew and goes through the same statements of SQL as every other.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from viauma.db.bulk import stage
from viauma.db.integrity import constraints_explained
from viauma.db.named_sql import named_sql
from viauma.places import statements
from viauma.places.attributes import AttributeRules
from viauma.places.staging import COLUMNS, SENTENCES, STAGED
from viauma.places.updating import update_places
from viauma.provenance.queries import has_statements, statements_of, trusts
from viauma.provenance.rules import Resolved, Statement, Trust, resolve
from viauma.taxonomy.models import CategoryGeometry
from viauma.taxonomy.queries import attribute_schemas

PIECE = 2_000
"""Places resolved at a time, so that memory does not grow with their number."""

_JSON = (*statements.MAPS, "provenance")


@dataclass(frozen=True, slots=True)
class Said:
    """What staged rows meant to places of which several sources speak."""

    taken: int = 0
    changed: Sequence[uuid.UUID] = ()
    """The place of each row that says something new; one place may stand here twice."""


def take_statements(session: Session) -> Said:
    """Take staged rows that are one of several statements, and keep what they say now."""
    if not has_statements(session):
        return Said()
    wait_for_mergers(session)
    session.execute(text("drop table if exists pg_temp.taken_place"))
    session.execute(text(named_sql("find_drafts_with_statements")))
    rows = session.execute(text(named_sql("take_drafts_with_statements"))).mappings().all()
    changed = []
    for row in map(dict, rows):
        fields = statements.said_by(row)
        if fields != row["fields_before"] or row["is_credited_otherwise"]:
            _restate(session, row, fields)
            changed.append(row["place"])
        elif row["is_seen_otherwise"]:
            changed.append(row["place"])
    return Said(len(rows), changed)


def give_drafts_back(session: Session) -> None:
    """Put the taken rows back into the stage, where others look up what a file had."""
    session.execute(text(named_sql("give_drafts_back")))


def resolve_places(
    session: Session, places: Sequence[uuid.UUID], *, rules: AttributeRules | None = None
) -> int:
    """Make the rows of places, and of what they were merged into, from all statements; count them.

    A place that nothing is kept of is left alone: its row is what its one source says.
    """
    if not places:
        return 0
    rules = rules or AttributeRules(attribute_schemas(session))
    roots = roots_of(session, places)
    session.execute(text(named_sql("keep_the_stage")))
    changed = sum(
        _resolve(session, roots[first : first + PIECE], rules)
        for first in range(0, len(roots), PIECE)
    )
    session.execute(text(named_sql("bring_the_stage_back")))
    return changed


def resolve_source(session: Session, source: str) -> int:
    """Resolve what a source's trust decides; answer how many places became different."""
    found = session.scalars(text(named_sql("roots_of_source")), {"source": source})
    return resolve_places(session, list(found))


def close_statements(session: Session, place: uuid.UUID, *, by: tuple[str, str]) -> int | None:
    """Let the sources that have a place no longer, and the row `by`, say that it is closed.

    Answers how many rows became different by that; None when one source gives all of the place.
    """
    wait_for_mergers(session)
    roots = roots_of(session, [place])
    family = list(session.scalars(text(named_sql("family_of_places")), {"places": roots}))
    if not statements_of(session, roots).get(roots[0]):
        return None
    values = {"places": family, "source": by[0], "source_id": by[1]}
    session.execute(text(named_sql("close_statements")), values)
    return resolve_places(session, roots)


def roots_of(session: Session, places: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Find what places were merged into at last, each once."""
    return list(session.scalars(text(named_sql("roots_of_places")), {"places": list(places)}))


def locked_places(session: Session, places: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    """Read places as rows that nobody changes meanwhile."""
    session.execute(text(named_sql("lock_places")), {"places": list(places)})
    return places_as_rows(session, places)


def places_as_rows(
    session: Session, places: Sequence[uuid.UUID]
) -> dict[uuid.UUID, dict[str, Any]]:
    """Read places as rows."""
    rows = session.execute(text(named_sql("rows_of_places")), {"places": list(places)})
    return {row["id"]: dict(row) for row in rows.mappings()}


def kinds_by_category(session: Session) -> dict[str, frozenset[str]]:
    """Map each category to the kinds of geometry that its places may have."""
    kinds: dict[str, set[str]] = {}
    rows = session.execute(select(CategoryGeometry.category, CategoryGeometry.kind))
    for category, kind in rows:
        kinds.setdefault(category, set()).add(kind)
    return {category: frozenset(found) for category, found in kinds.items()}


def keep_statement(session: Session, row: dict[str, Any]) -> None:
    """Keep what a place's own source says, as long as the row is still that and nothing else."""
    values = {
        "source": row["source"],
        "source_id": row["source_id"],
        "place": row["id"],
        "fields": json.dumps(statements.said_by(row)),
        "licence": row["licence"],
        "attribution": row["attribution"],
        "observed_on": row["observed_on"],
        "stated_at": row["updated_at"],
    }
    session.execute(text(named_sql("put_statement")), values)


def drop_lone_statements(session: Session, places: Sequence[uuid.UUID]) -> None:
    """Forget statements that say what the row says, because nobody else speaks any more."""
    session.execute(text(named_sql("drop_lone_statements")), {"places": list(places)})


def wait_for_mergers(session: Session) -> None:
    """Let mergers and resolving happen one after the other, until this transaction ends."""
    session.execute(text("select pg_advisory_xact_lock(hashtext('viauma.merge'))"))


def _restate(session: Session, row: Any, fields: dict[str, Any]) -> None:
    names = ("source", "source_id", "licence", "attribution", "observed_on")
    values = {name: row[name] for name in names} | {"fields": json.dumps(fields)}
    session.execute(text(named_sql("update_statement")), values)


def _resolve(session: Session, roots: Sequence[uuid.UUID], rules: AttributeRules) -> int:
    fitting = statements.Fitting(kinds_by_category(session), rules.allows)
    believed = trusts(session)
    found = statements_of(session, roots)
    keys = locked_places(session, list(found))
    rows = []
    for root, said in found.items():
        resolved = _resolved(said, believed, fitting)
        row = statements.row_of(resolved)
        key = {name: keys[root][name] for name in ("id", "source", "source_id")}
        # Who may see a place is not for sources to say.
        alone = set(resolved.provenance.values()) == {key["source"]} and len(said) == 1
        provenance = None if alone else resolved.provenance
        rows.append(_spelled(row | key | {"visibility": None, "provenance": provenance}))
    with constraints_explained(SENTENCES):
        stage(session, "place", STAGED, rows, unique=("source", "source_id"))
        return update_places(session, len(rows))


def _resolved(
    said: Sequence[Statement], believed: Mapping[str, Trust], fitting: statements.Fitting
) -> Resolved:
    made = partial(
        resolve, trusts=believed, first=statements.FIRST, fits=fitting, rank=statements.rank
    )
    said = statements.of_what_is_there(said)
    resolved = made(said)
    if "geom" in resolved.fields:
        return resolved
    # A source has changed what kind of thing it speaks of, and a correction no longer goes with it.
    return made([statements.without_kind(one) for one in said])


def _spelled(row: dict[str, Any]) -> list[Any]:
    spelled = {name: None if row[name] is None else json.dumps(row[name]) for name in _JSON}
    return [spelled.get(name, row[name]) for name in (*COLUMNS, "provenance")]
