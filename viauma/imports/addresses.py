"""Ids and slugs of imported places: a known place keeps its own, and no two share one."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from viauma.db.named_sql import named_sql


def settle_addresses(session: Session) -> int:
    """Settle ids and slugs of all drafts in pg_temp.draft_place, before they are taken over.

    Answers how many were taken away because they only repeat what several sources made of a place:
    no source may be said to have said it.
    """
    session.execute(text(named_sql("keep_finer_shapes")))
    repeated: int = session.scalar(text(named_sql("drop_what_was_made_of_several"))) or 0
    session.execute(text(named_sql("drop_taken_ids")))
    session.execute(text(named_sql("keep_known_slugs")))
    session.execute(text(named_sql("part_equal_slugs")))
    return repeated
