"""Storing the taxonomy: nodes are added and corrected, never removed."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from viauma.taxonomy.models import Category, CategoryGeometry
from viauma.taxonomy.rules import CategoryDraft


def store_categories(session: Session, drafts: Iterable[CategoryDraft]) -> None:
    """Insert or update categories; parents come before their children."""
    known = {category.key: category for category in session.scalars(select(Category))}
    for order, draft in enumerate(drafts):
        category = known.get(draft.key)
        if category is None:
            category = known[draft.key] = Category(key=draft.key)
            session.add(category)
        _write(category, draft, order)
        above = known[draft.parent].path if draft.parent else []
        _assign(category, "path", [*above, draft.key])
    session.flush()


def store_geometry_kinds(session: Session, drafts: Iterable[CategoryDraft]) -> None:
    """Say which kinds of geometry each category accepts."""
    known = {(row.category, row.kind) for row in session.scalars(select(CategoryGeometry))}
    wanted = {(draft.key, kind) for draft in drafts for kind in draft.geometry_kinds}
    session.add_all(
        CategoryGeometry(category=key, kind=kind) for key, kind in sorted(wanted - known)
    )
    session.flush()


def _write(category: Category, draft: CategoryDraft, order: int) -> None:
    for name in (
        "parent", "abstract", "is_site", "is_facility", "icon", "colour", "shape", "maturity",
    ):  # fmt: skip
        _assign(category, name, getattr(draft, name))
    for name in ("labels", "definitions", "attributes_schema", "mappings"):
        _assign(category, name, dict(getattr(draft, name)))
    _assign(category, "sort_order", order)


def _assign(category: Category, name: str, value: object) -> None:
    # Only a real difference makes an update, a revision and a republishing.
    if getattr(category, name) != value:
        setattr(category, name, value)
