"""New places by the hundred thousand: in spatial order, piece by piece, in one transaction.

What is written and what is checked is the same for one place and for a million.
"""

from contextlib import nullcontext

from sqlalchemy import text
from sqlalchemy.orm import Session

from viauma.db.indexes import standing_aside
from viauma.db.named_sql import named_sql
from viauma.progress import Progress

PIECE = 25_000
"""Rows of one statement: what the triggers hold at a time, and how often progress is told."""

WORTH_STANDING_ASIDE = 50_000
WORTH_COUNTING_ANEW = 1_000
TABLES = ("viauma.place", "viauma.published_place")


def create_places(session: Session, new: int, *, progress: Progress, readers_may_wait: bool) -> int:
    """Take over the staged drafts that are new here; answer how many.

    When there are no places yet, or readers may wait and the new places outnumber the old ones by
    far, the indexes stand aside meanwhile.
    """
    if not new:
        return 0
    aside = _aside_is_better(session, new, readers_may_wait=readers_may_wait)
    told = lambda done, total: progress("indexed", done, total)  # noqa: E731
    with standing_aside(session, TABLES, told) if aside else nullcontext():
        created = _create_by_the_piece(session, new, progress)
    if created >= WORTH_COUNTING_ANEW:
        # Until PostgreSQL does it by itself, it would take boxes of thousands for empty ones.
        session.execute(text("analyze viauma.published_place"))
    return created


def _create_by_the_piece(session: Session, new: int, progress: Progress) -> int:
    session.execute(text("drop table if exists pg_temp.new_place"))
    session.execute(text(named_sql("sort_new_drafts")))
    pages = session.scalar(text(named_sql("pages_of_new_drafts"))) or 0
    step = max(1, pages * PIECE // new)
    created = 0
    for first in range(0, pages, step):
        values = {"first": f"({first},0)", "beyond": f"({first + step},0)"}
        created += session.scalar(text(named_sql("create_places_from_drafts")), values) or 0
        progress("stored", created, new)
    return created


def _aside_is_better(session: Session, new: int, *, readers_may_wait: bool) -> bool:
    if new < WORTH_STANDING_ASIDE:
        return False
    most = new // 2 if readers_may_wait else 1
    known = session.scalar(text(named_sql("count_places_up_to")), {"most": most}) or 0
    return known < most
