"""Who says what of one place: every field with its giver, and what the other sources say."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from viauma.errors import NotFound
from viauma.places import resolving, statements
from viauma.places.models import Place
from viauma.places.queries import is_uuid
from viauma.provenance.queries import statements_of
from viauma.provenance.rules import Statement


@dataclass(frozen=True, slots=True)
class Told:
    """A place, and all that is said of it."""

    id: uuid.UUID
    slug: str
    source: str
    licence: str
    attribution: str | None
    fields: Mapping[str, Any]
    provenance: Mapping[str, str]
    """Source by field."""
    said: Sequence[Statement]
    """What each source says; one alone says what the row says."""


def told_of(session: Session, reference: str) -> Told:
    """Collect what is said of a place, given by slug or id; of a merged one, of what it became.

    Raises
    ------
    NotFound
        There is no such place.
    """
    column = Place.id if is_uuid(reference) else Place.slug
    found = None
    if "\x00" not in reference:
        found = session.scalar(select(Place.id).where(column == reference))
    if found is None:
        raise NotFound(f"There is no place '{reference[:80]}'.")
    (root,) = resolving.roots_of(session, [found])
    row = resolving.places_as_rows(session, [root])[root]
    fields = statements.said_by(row)
    kept = session.scalar(select(Place.provenance).where(Place.id == root))
    return Told(
        id=root,
        slug=row["slug"],
        source=row["source"],
        licence=row["licence"],
        attribution=row["attribution"],
        fields=fields,
        provenance=kept or dict.fromkeys(fields, row["source"]),
        said=statements_of(session, [root]).get(root) or [_alone(row, fields, row["updated_at"])],
    )


def _alone(row: Mapping[str, Any], fields: Mapping[str, Any], stated_at: datetime) -> Statement:
    return Statement(
        source=row["source"],
        source_id=row["source_id"],
        fields=fields,
        licence=row["licence"],
        attribution=row["attribution"],
        observed_on=row["observed_on"],
        stated_at=stated_at,
        is_lead=True,
    )
