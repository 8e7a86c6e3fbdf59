"""Reading sources and what they said."""

import uuid
from collections.abc import Sequence
from typing import Any

from rapidfuzz import process
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from viauma.db.named_sql import named_sql
from viauma.errors import UnknownName
from viauma.provenance.models import Source
from viauma.provenance.rules import Statement, Trust


def all_sources(session: Session) -> list[Source]:
    """List the sources by name."""
    return list(session.scalars(select(Source).order_by(Source.name)))


def source_named(session: Session, name: str) -> Source:
    """Find a source.

    Raises
    ------
    UnknownName
        There is none of that name; the nearest are suggested.
    """
    found = session.get(Source, name)
    if found is None:
        known = list(session.scalars(select(Source.name)))
        near = process.extract(name[:100], known, limit=2, score_cutoff=60)
        raise UnknownName("source", name, [word for word, *_ in near])
    return found


def trusts(session: Session) -> dict[str, Trust]:
    """Map every source to its trust."""
    rows = session.execute(select(Source.name, Source.trust, Source.trust_by_field))
    return {name: Trust(trust, by_field) for name, trust, by_field in rows}


def has_statements(session: Session) -> bool:
    """Tell whether several sources speak of any place."""
    return bool(session.scalar(text(named_sql("has_statements"))))


def statements_of(
    session: Session, places: Sequence[uuid.UUID]
) -> dict[uuid.UUID, list[Statement]]:
    """Collect what is said of places and of all that was merged into them.

    A place that fewer may see does not speak for one that more may see.
    """
    rows = session.execute(text(named_sql("statements_of_places")), {"places": list(places)})
    found: dict[uuid.UUID, list[Statement]] = {}
    for row in rows.mappings():
        said: dict[str, Any] = {**row}
        found.setdefault(said.pop("root"), []).append(Statement(**said))
    return found
