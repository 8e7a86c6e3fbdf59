"""Rows of a file go their ways: into the register, into quarantine; what is gone is proposed.

All of it is one transaction. The rows that wait are few or many: they lie on disk until the
connection, busy copying the others, is free for them.
"""

import json
import tempfile
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from viauma.db.bulk import copy_rows
from viauma.db.named_sql import named_sql
from viauma.duplicates.actions import find_duplicates
from viauma.duplicates.queries import Chosen
from viauma.errors import InvalidInput
from viauma.imports.addresses import settle_addresses
from viauma.imports.admission import Admission
from viauma.imports.models import QuarantinedRow
from viauma.imports.rules import (
    Incoming,
    Outcome,
    RowState,
    are_too_many_gone,
    draft_json,
    findings_json,
    fingerprint,
    row_key,
    values_json,
)
from viauma.imports.runs import Run, hold_sources
from viauma.places.actions import store_places
from viauma.places.resolving import resolve_places, wait_for_mergers
from viauma.places.rules import PlaceDraft
from viauma.progress import Progress, silent

COLUMNS = (
    "source_id", "row_key", "fingerprint", "row_number", "is_decided", "raw", "draft", "findings",
)  # fmt: skip

Watch = Callable[[Iterable[Incoming]], Iterator[Incoming]]

KEPT_IN_MEMORY = 4_000_000

MOST_LOOKED_AT = 20_000
"""So many new places are compared with what is here while the import waits."""


def take_in(  # noqa: PLR0913 - what the officer decides is told by name
    run: Run,
    source: str,
    rows: Iterable[Incoming],
    *,
    is_whole: Callable[[], bool],
    many_may_be_gone: bool = False,
    watched: Watch = iter,
    readers_may_wait: bool = False,
    progress: Progress = silent,
) -> Outcome:
    """Store what can be stored, set aside what waits, propose to close what is gone.

    Parameters
    ----------
    run
        The import at work; its end is written down.
    source
        Whose rows these are.
    rows
        Read once, one after the other.
    is_whole
        Whether the rows were all that the source has; asked when they are read. Only then can
        something be gone.
    many_may_be_gone
        Go on where more than a fifth of the source's places are gone.
    watched
        Sees the rows with all that was found about them, and hands them on.
    readers_may_wait
        As in `store_places`.
    progress
        Is told how many rows are checked, then how many are stored.

    Raises
    ------
    InvalidInput
        Too many places are gone; nothing is stored.
    Conflict
        The database refuses a row.
    """
    session = run.session
    checked = watched(Admission(session).checked(rows))
    with tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY, "w+", encoding="utf-8") as spool:
        aside = _SetAside(spool, source, _decisions(session, source))
        stored = store_places(
            session,
            aside.divided(checked),
            progress=progress,
            readers_may_wait=readers_may_wait,
            before=lambda session: _take_turns(session, progress),
        )
        _stage_set_aside(session, aside)
    here = {"source": source, "run": run.id, "whole": is_whole()}
    outcome = Outcome(
        stored=stored,
        quarantined=aside.waiting,
        newly_quarantined=_newly_waiting(session, here),
        decided=aside.decided,
        **_gone(session, here, many_may_be_gone=many_may_be_gone),
        **_likely_known(session, stored.created, run.id),
    )
    run.finish(outcome)
    return outcome


def _newly_waiting(session: Session, here: Mapping[str, Any]) -> int:
    _count(session, "supersede_quarantine", here)
    _count(session, "refresh_quarantine", here)
    return _count(session, "fill_quarantine", here)


def _take_turns(session: Session, progress: Progress) -> int:
    """Let one import after the other take rows over; they read and check at the same time.

    Two sources that want the same addresses would otherwise wait for each other, or one of them
    would be refused for an address that it could not know.
    """
    hold_sources(session)
    if not session.scalar(text(named_sql("is_our_turn"))):
        progress("waiting", 0, None)
        session.execute(text(named_sql("wait_for_our_turn")))
    return settle_addresses(session)


def _likely_known(session: Session, created: int, run: uuid.UUID | None) -> dict[str, Any]:
    """Look whether new places may be here already; so many that it would take long are left."""
    if created == 0 or created > MOST_LOOKED_AT:
        return {"is_looked_through": created == 0}
    values = {"most": MOST_LOOKED_AT}
    new = session.scalars(text(named_sql("places_just_created")), values).all()
    return {"likely_known": find_duplicates(session, Chosen(places=list(new)), run=run)}


class _SetAside:
    """Divides rows into those to store, and those that wait or were decided about."""

    def __init__(
        self, spool: "IO[str] | Any", source: str, decisions: Mapping[str, set[str]]
    ) -> None:
        self._spool = spool
        self._source = source
        self._decisions = decisions
        self.waiting = self.decided = 0

    def divided(self, rows: Iterable[Incoming]) -> Iterator[PlaceDraft]:
        for row in rows:
            known_as = row.known_as(self._source)
            if not row.waits and known_as not in self._decisions:
                yield row.draft  # type: ignore[misc]  # what has no draft waits
                continue
            raw = values_json(row.values)
            digest = fingerprint(raw)
            key = row_key(known_as, digest)
            is_decided = digest in self._decisions.get(key, ())
            if row.waits or is_decided:
                self._keep(row, (key, digest, is_decided), raw)
            elif row.draft is not None:
                yield row.draft

    def _keep(self, row: Incoming, known_by: tuple[str, str, bool], raw: str) -> None:
        self.waiting += not known_by[2]
        self.decided += known_by[2]
        partial = json.dumps(row.partial, ensure_ascii=False) if row.partial else None
        draft = draft_json(row.draft) if row.draft else partial
        found = findings_json(row.findings)
        kept = [row.identity, *known_by[:2], row.number, known_by[2], raw, draft, found]
        self._spool.write(f"{json.dumps(kept)}\n")

    def rows(self) -> Iterator[list[Any]]:
        self._spool.seek(0)
        return map(json.loads, self._spool)


def _decisions(session: Session, source: str) -> dict[str, set[str]]:
    decided = select(QuarantinedRow.row_key, QuarantinedRow.fingerprint).where(
        QuarantinedRow.source == source,
        QuarantinedRow.state.in_([RowState.RELEASED, RowState.DISMISSED]),
    )
    found: dict[str, set[str]] = defaultdict(set)
    for key, digest in session.execute(decided):
        found[key].add(digest)
    return dict(found)


def _stage_set_aside(session: Session, aside: _SetAside) -> None:
    session.execute(text("drop table if exists pg_temp.set_aside"))
    session.execute(text(named_sql("create_set_aside")))
    copy_rows(session, "set_aside", COLUMNS, aside.rows())
    session.execute(text(named_sql("count_alike_rows")))
    session.execute(text("create index on pg_temp.set_aside (row_key)"))
    session.execute(text("create index on pg_temp.set_aside (source_id)"))
    session.execute(text("analyze pg_temp.set_aside"))


def _mark(session: Session, here: Mapping[str, Any]) -> None:
    """Keep who has no longer what others speak of too; it may decide whether that is open."""
    marks = ("mark_what_is_back", *(["mark_what_is_gone"] if here["whole"] else []))
    marked = [place for mark in marks for place in session.scalars(text(named_sql(mark)), here)]
    if marked:
        wait_for_mergers(session)
        resolve_places(session, marked)


def _gone(session: Session, here: Mapping[str, Any], *, many_may_be_gone: bool) -> dict[str, Any]:
    """Count what the source has no longer and what became of it; propose to close it."""
    _mark(session, here)
    gone = held = 0
    if here["whole"]:
        gone, held = _found_gone(session, here, many_may_be_gone=many_may_be_gone)
    withdrawn = _count(session, "withdraw_proposals", here)
    proposed = _count(session, "propose_to_close", here) if gone else 0
    return {"gone": gone, "held": held, "withdrawn": withdrawn, "proposed": proposed}


def _found_gone(
    session: Session, here: Mapping[str, Any], *, many_may_be_gone: bool
) -> tuple[int, int]:
    session.execute(text("drop table if exists pg_temp.gone_place"))
    session.execute(text(named_sql("find_gone")), here)
    known, gone, held = session.execute(text(named_sql("count_known_and_gone")), here).one()
    if not many_may_be_gone and are_too_many_gone(gone, known):
        raise InvalidInput(
            "--yes",
            f"{gone:,} of the {known:,} places of '{here['source']}' are not in this file. Is it "
            "the whole file, and of that source? If so, say --yes: each is then proposed to be "
            "closed",
        )
    return int(gone), int(held)


def _count(session: Session, statement: str, values: Mapping[str, Any]) -> int:
    return session.scalar(text(named_sql(statement)), values) or 0
