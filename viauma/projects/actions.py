"""Storing projects: each part is compared with what is there, and only differences are written."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from viauma.db.base import Base
from viauma.db.integrity import constraints_explained
from viauma.errors import InvalidInput, UnknownName
from viauma.organisations.actions import organisation_ids
from viauma.projects.models import (
    Project,
    ProjectBudgetLine,
    ProjectCategory,
    ProjectContact,
    ProjectFunding,
    ProjectMilestone,
    ProjectMunicipality,
    ProjectParty,
    ProjectPlace,
)
from viauma.projects.rules import BudgetLine, FundingLine, ProjectDraft

SENTENCES = {
    "project_budget_line_total_once": "A project has one total budget only.",
    "project_budget_line_year_once": "A project has one budget a year only.",
    "project_funding_once": "A financier stands once a year only in a project.",
    "project_category_category_fkey": "The category is not known.",
    "project_municipality_municipality_fkey": "The municipality code is not known.",
    "revision_actor_and_reason": "Every write names its actor and its reason.",
}


def store_project(session: Session, draft: ProjectDraft) -> None:
    """Insert a project or bring it to what the draft says, with all its parts.

    Raises
    ------
    InvalidInput
        An amount is not a number of whole öre.
    UnknownName
        An organisation or parent project is not known.
    Conflict
        The database refuses a part; the message says which rule.
    """
    _check_money([*draft.budget, *draft.funding])
    with constraints_explained(SENTENCES):
        values = _values(session, draft)
        project = session.scalar(select(Project).where(Project.slug == draft.slug))
        if project is None:
            project = Project(slug=draft.slug, **values)
            session.add(project)
        _write(project, values)
        session.flush()
        for model, wanted in _parts(session, draft).items():
            _bring_to(session, model, project.id, wanted)
        session.flush()


def _check_money(lines: Sequence[BudgetLine | FundingLine]) -> None:
    for amount in (line.amount for line in lines if line.amount is not None):
        # The column would round it in silence, and storing it again would find a difference.
        if not math.isfinite(amount) or amount != round(amount, 2):
            raise InvalidInput("amount", f"{amount} must be a number of whole öre")


def _values(session: Session, draft: ProjectDraft) -> dict[str, Any]:
    return {
        "kind": draft.kind,
        "titles": dict(draft.titles),
        "summaries": dict(draft.summaries),
        "during": half_open(draft.starts_on, draft.ends_on),
        "time_frame_wording": draft.time_frame_wording,
        "part_of": _project_id(session, draft.part_of),
        "source": draft.source,
        "source_section": draft.source_section,
    }


def _write(project: Project, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if getattr(project, name) != value:
            setattr(project, name, value)


def half_open(starts_on: date | None, ends_on: date | None) -> Range[date] | None:
    """Turn first and last day into a half-open range; None when neither is known."""
    if starts_on is None and ends_on is None:
        return None
    return Range(starts_on, ends_on + timedelta(days=1) if ends_on else None, bounds="[)")


def _project_id(session: Session, slug: str | None) -> UUID | None:
    if slug is None:
        return None
    found = session.scalar(select(Project.id).where(Project.slug == slug))
    if found is None:
        raise UnknownName("part_of", slug)
    return found


def _parts(session: Session, draft: ProjectDraft) -> dict[type[Base], list[dict[str, Any]]]:
    ids = _ids(session, draft)
    return {
        ProjectParty: [{"organisation": ids[who], "role": role} for who, role in draft.parties],
        ProjectBudgetLine: [_fields(line, "labels") for line in draft.budget],
        ProjectFunding: [
            _fields(line) | {"financier": ids[line.financier]} for line in draft.funding
        ],
        ProjectContact: [_contact(contact, ids) for contact in draft.contacts],
        ProjectMilestone: [
            {"labels": dict(labels), "during": half_open(first, last)}
            for labels, first, last in draft.milestones
        ],
        ProjectMunicipality: [
            {"municipality": code, "basis": draft.municipalities_basis}
            for code in draft.municipalities
        ],
        ProjectCategory: [{"category": key} for key in draft.categories],
        ProjectPlace: [
            {"place": UUID(place), "relation": relation} for place, relation in draft.places.items()
        ],
    }


def _ids(session: Session, draft: ProjectDraft) -> dict[str, UUID]:
    slugs = {who for who, _ in draft.parties} | {line.financier for line in draft.funding}
    slugs |= {contact["organisation"] for contact in draft.contacts if contact.get("organisation")}
    found = organisation_ids(session, slugs)
    for slug in sorted(slugs - found.keys()):
        raise UnknownName("organisation", slug)
    return found


def _fields(line: Any, *mappings: str) -> dict[str, Any]:
    values = {name: getattr(line, name) for name in line.__slots__}
    return values | {name: dict(values[name]) for name in mappings}


def _contact(contact: Mapping[str, Any], ids: Mapping[str, UUID]) -> dict[str, Any]:
    return {
        "name": contact["name"],
        "roles": dict(contact.get("roles") or {}),
        "organisation": ids.get(contact.get("organisation") or ""),
        "consent": contact.get("consent", "unknown"),
    }


def _bring_to(
    session: Session, model: type[Base], project: UUID, wanted: Sequence[Mapping[str, Any]]
) -> None:
    """Delete the rows that are not wanted, add the wanted ones that are missing."""
    rows: Iterable[Any] = session.scalars(select(model).where(model.project == project))  # type: ignore[attr-defined]
    missing = list(wanted)
    for row in rows:
        same = next((one for one in missing if _says(row, one)), None)
        if same is None:
            session.delete(row)
        else:
            missing.remove(same)
    session.flush()
    session.add_all(model(project=project, **values) for values in missing)


def _says(row: object, values: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())
