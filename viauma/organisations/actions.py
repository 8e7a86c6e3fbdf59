"""Storing organisations."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from viauma.organisations.models import Organisation


def store_organisation(
    session: Session, slug: str, *, names: Mapping[str, str], kind: str, municipality: str | None
) -> None:
    """Insert an organisation, or update it where something differs."""
    found = session.scalar(select(Organisation).where(Organisation.slug == slug))
    if found is None:
        session.add(
            Organisation(slug=slug, names=dict(names), kind=kind, municipality=municipality)
        )
    elif (found.names, found.kind, found.municipality) != (dict(names), kind, municipality):
        found.names, found.kind, found.municipality = dict(names), kind, municipality


def organisation_ids(session: Session, slugs: Iterable[str]) -> dict[str, UUID]:
    """Map slugs to ids."""
    query = select(Organisation.slug, Organisation.id).where(Organisation.slug.in_(list(slugs)))
    return {slug: id_ for slug, id_ in session.execute(query)}  # noqa: C416 - rows unpack as pairs
