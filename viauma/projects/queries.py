"""Reading projects: as strangers may, and as a project officer does."""

import json
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from viauma.db.named_sql import named_sql
from viauma.errors import UnknownName


def published_projects(session: Session) -> list[dict[str, Any]]:
    """List all projects as GeoJSON Features, as the public view shows them."""
    return [
        json.loads(feature) for feature in session.scalars(text(named_sql("published_projects")))
    ]


def published_project(session: Session, reference: str) -> dict[str, Any]:
    """Find a project by slug or id.

    Raises
    ------
    UnknownName
        There is none; the nearest slugs are suggested.
    """
    projects = published_projects(session)
    for project in projects:
        if reference in {project["id"], project["properties"]["slug"]}:
            return project
    raise UnknownName("project", reference, nearest_slugs(reference, projects))


def contacts_of(session: Session, slug: str) -> list[dict[str, Any]]:
    """List a project's contacts for people inside the house, consent or not."""
    rows = session.execute(text(named_sql("project_contacts")), {"slug": slug})
    return [dict(row) for row in rows.mappings()]


def nearest_slugs(reference: str, projects: list[dict[str, Any]]) -> list[str]:
    """Suggest slugs that look like what was asked for."""
    from rapidfuzz import process

    slugs = [project["properties"]["slug"] for project in projects]
    found = process.extract(reference[:100].lower(), slugs, limit=2, score_cutoff=50)
    return [str(slug) for slug, *_ in found]
