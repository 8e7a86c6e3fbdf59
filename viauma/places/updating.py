"""Known places by the hundred thousand: held against what is staged, piece by piece."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from viauma.db.named_sql import named_sql
from viauma.progress import Progress, silent

PIECE = 50_000
"""Known places of one statement, so that progress can be told."""


def update_places(session: Session, known: int, *, progress: Progress = silent) -> int:
    """Take over the staged drafts that say something new of places that are here.

    Parameters
    ----------
    known
        How many of the drafts are of places that are here.

    Returns
    -------
    int
        How many places became different.
    """
    if not known:
        return 0
    pages = session.scalar(text(named_sql("pages_of_drafts"))) or 0
    pieces = -(-known // PIECE)
    step = -(-pages // pieces)
    updated = 0
    for first in range(0, pages, step):
        values = {"first": f"({first},0)", "beyond": f"({first + step},0)"}
        updated += session.scalar(text(named_sql("update_places_from_drafts")), values) or 0
        progress("compared", min(known, known * (first + step) // pages), known)
    return updated
