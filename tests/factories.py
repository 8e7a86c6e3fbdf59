"""Things to store, valid by default, so that a test says only what it is about."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from tests.fixtures.database import settings_for
from viauma.db.session import unit_of_work
from viauma.municipalities.actions import store_municipalities
from viauma.organisations.actions import store_organisation
from viauma.places.rules import PlaceDraft
from viauma.projects.rules import BudgetLine, FundingLine, ProjectDraft
from viauma.taxonomy.actions import store_categories, store_geometry_kinds
from viauma.taxonomy.rules import CategoryDraft

ACTOR = "test:colleague"
REASON = "To see what happens"

UMEA = "POINT (20.263 63.8258)"

_numbers = itertools.count(1)


def place_draft(**given: Any) -> PlaceDraft:
    """Make a bathing beach in Umeå that no other draft is the same as."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "slug": f"beach-{number}",
        "names": {"sv": f"Badplats {number}"},
        "category": "bathing_beach",
        "is_site": True,
        "is_facility": True,
        "wkt": UMEA,
        "municipality": "2480",
        "municipality_basis": "stated",
        "source": "test",
        "source_id": f"row-{number}",
        "licence": "CC0-1.0",
    }
    return PlaceDraft(**defaults | given)


def category_draft(key: str = "bathing_beach", **given: Any) -> CategoryDraft:
    """Make a category of points whose places may say whether they are lit."""
    defaults: dict[str, Any] = {
        "parent": None,
        "labels": {"sv": key, "en": key},
        "definitions": {},
        "geometry_kinds": frozenset({"point"}),
        "abstract": False,
        "is_site": True,
        "is_facility": True,
        "icon": "marker",
        "colour": "#336699",
        "shape": "circle",
        "attributes_schema": {
            "type": "object",
            "properties": {"lit": {"type": "boolean"}},
            "additionalProperties": False,
        },
        "mappings": {},
        "maturity": "stable",
    }
    return CategoryDraft(key=key, **defaults | given)


def project_draft(**given: Any) -> ProjectDraft:
    """Make a project without money, parties or dates."""
    defaults: dict[str, Any] = {
        "slug": f"project-{next(_numbers)}",
        "kind": "project",
        "titles": {"sv": "Ett projekt"},
        "summaries": {},
        "source": "test",
    }
    return ProjectDraft(**defaults | given)


def budget_line(amount: Any, scope: str = "total", year: int | None = None) -> BudgetLine:
    return BudgetLine(scope, year, {}, amount)


def funding_line(amount: Any, financier: str = "eu", year: int | None = None) -> FundingLine:
    return FundingLine(financier, year, amount)


@contextmanager
def writing(url: str, *, actor: str = ACTOR, reason: str = REASON) -> Iterator[Session]:
    """Open a unit of work on a test database."""
    with unit_of_work(settings_for(url), actor=actor, reason=reason) as session:
        yield session


SMALL_TAXONOMY = (
    category_draft("water", abstract=True, geometry_kinds=frozenset()),
    category_draft(parent="water"),
    category_draft("ski_track", geometry_kinds=frozenset({"line", "point"})),
    category_draft("nature_reserve", geometry_kinds=frozenset({"polygon", "point"})),
)


def municipality_row(code: str, name: str, **given: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "code": code,
        "slug": f"m-{code}",
        "name": name,
        "county": "Västerbotten",
        "is_member": True,
        "land_area_km2": 1000,
        "wkb": None,
        "geom_source": None,
        "geom_accuracy_m": None,
        "source": None,
    }
    return defaults | given


def store_small_world(session: Session) -> None:
    """Store what places refer to: four categories, two municipalities, one organisation."""
    store_categories(session, SMALL_TAXONOMY)
    store_geometry_kinds(session, SMALL_TAXONOMY)
    store_municipalities(
        session, [municipality_row("2480", "Umeå"), municipality_row("2460", "Vännäs")]
    )
    store_organisation(session, "eu", names={"sv": "EU"}, kind="eu", municipality=None)
    session.flush()
