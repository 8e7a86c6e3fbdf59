"""Writing sources; who changes a trust resolves places anew (viauma.places.correcting)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, or_, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from viauma.db.integrity import constraints_explained
from viauma.db.named_sql import named_sql
from viauma.errors import InvalidInput, UnknownName
from viauma.provenance.models import Source
from viauma.provenance.queries import source_named
from viauma.provenance.rules import REGISTER, REGISTER_TRUST

SENTENCES = {
    "source_trust_is_percent": "Trust is a number from 0 to 100.",
    "source_name_not_empty": "A source needs a name.",
    "place_statement_source_fkey": "The source is not known.",
    "revision_actor_and_reason": "Every write names its actor and its reason.",
}

DESCRIBED = ("title", "publisher", "licence", "attribution", "url", "trust")
MOST_TRUST = 100


def ensure_source(session: Session, name: str, **described: Any) -> None:
    """Create a source unless it is there; of one that is there, only say what nobody has said yet.

    `described` are columns of the source: title, publisher, licence, attribution, url; and trust,
    which counts for a new source only.
    """
    _known(described)
    told = {column: value for column, value in described.items() if value is not None}
    put = insert(Source).values(name=name, **told)
    open_ = [getattr(Source, column) for column in told if column != "trust"]
    with constraints_explained(SENTENCES):
        if not open_:
            session.execute(put.on_conflict_do_nothing(index_elements=["name"]))
            return
        filled = {one.key: func.coalesce(one, put.excluded[one.key]) for one in open_}
        session.execute(
            put.on_conflict_do_update(
                index_elements=["name"],
                set_=filled,
                where=or_(*(one.is_(None) for one in open_)),
            )
        )


def ensure_register(session: Session) -> None:
    """Create the source of officers' corrections: their own words, free for all, most trusted."""
    ensure_source(session, REGISTER, title="The register", licence="CC0-1.0", trust=REGISTER_TRUST)


def ensure_sources_of_drafts(session: Session) -> None:
    """Create the sources that staged places name and that are not here yet."""
    session.execute(text(named_sql("create_sources_of_drafts")))


def describe_source(
    session: Session, name: str, *, by_field: Mapping[str, int | None], **described: Any
) -> Source:
    """Change what is known of a source; None as trust in a field takes that back.

    Raises
    ------
    UnknownName
        There is no such source.
    InvalidInput
        A trust is not from 0 to 100.
    """
    _known(described)
    found = source_named(session, name)
    for field, trust in by_field.items():
        if trust is not None and not 0 <= trust <= MOST_TRUST:
            raise InvalidInput("field", f"{field}={trust} must be from 0 to {MOST_TRUST}")
    for column, value in described.items():
        setattr(found, column, value)
    merged = {**found.trust_by_field, **by_field}
    found.trust_by_field = {field: trust for field, trust in merged.items() if trust is not None}
    with constraints_explained(SENTENCES):
        session.flush()
    return found


def _known(described: Mapping[str, Any]) -> None:
    for column in described.keys() - set(DESCRIBED):
        raise UnknownName("source", column)
