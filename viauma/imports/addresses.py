"""Addresses of imported places: a known place keeps its own, and no two share one."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from viauma.db.named_sql import named_sql


def settle_slugs(session: Session) -> None:
    """Settle the slugs of all drafts in pg_temp.draft_place, before they are taken over."""
    session.execute(text(named_sql("keep_known_slugs")))
    session.execute(text(named_sql("part_equal_slugs")))
