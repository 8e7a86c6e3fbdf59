"""Loads the region's own data set through the one write path; loading twice changes nothing."""

from collections.abc import Iterator
from typing import Any

from viauma.db.session import unit_of_work
from viauma.imports.runs import record_import
from viauma.municipalities.actions import store_municipalities, store_population
from viauma.organisations.actions import store_organisation
from viauma.places.actions import store_places
from viauma.places.rules import MunicipalityBasis, PlaceDraft, Status, Stored
from viauma.progress import Progress, silent
from viauma.projects.actions import store_project
from viauma.projects.rules import BudgetLine, FundingLine, ProjectDraft
from viauma.settings import Settings
from viauma.taxonomy.actions import store_categories, store_geometry_kinds
from viauma.taxonomy.rules import CategoryDraft
from viauma_data.outlines import OUTLINE_ACCURACY_M, OUTLINE_SOURCE, outlines
from viauma_data.region.places import PlaceRecord, read_places
from viauma_data.region.projects import ProjectRecord, read_organisations, read_projects
from viauma_data.region.statistics import read_municipalities, read_population
from viauma_data.taxonomies import CategoryRecord, read_taxonomy

ACTOR = "import:viauma_data.region"
REASON = "The region's own data set"


def load_region(settings: Settings, progress: Progress = silent) -> Stored:
    """Store taxonomy, municipalities, organisations, places and projects of the region.

    Parameters
    ----------
    settings
        Say which database.
    progress
        Is told how many places are checked, then how many are stored.

    Returns
    -------
    Stored
        What became of the places.
    """
    with unit_of_work(settings, actor=ACTOR, reason=REASON) as session:
        return load_region_into(session, progress)


def load_region_into(session: Any, progress: Progress = silent) -> Stored:
    """Store the region's data set in a session that is already open."""
    drafts = [_category(record) for record in read_taxonomy()]
    store_categories(session, drafts)
    store_geometry_kinds(session, drafts)
    store_municipalities(session, _municipalities())
    store_population(session, _population())
    for record in read_organisations():
        store_organisation(
            session,
            record.slug,
            names=record.name,
            kind=record.kind,
            municipality=record.municipality,
        )
    session.flush()
    stored = record_import(
        session,
        source="viauma_data.region",
        actor=ACTOR,
        store=lambda: store_places(session, map(_place, read_places()), progress=progress),
    )
    # Parents first, whatever their order in the plan.
    for project in sorted(read_projects(), key=lambda project: project.parts_of is not None):
        store_project(session, _project(project))
    return stored


def _category(record: CategoryRecord) -> CategoryDraft:
    return CategoryDraft(
        key=record.key,
        parent=record.parent,
        labels=record.label,
        definitions=record.definition,
        geometry_kinds=frozenset(record.geometry),
        abstract=record.abstract,
        is_site=record.is_site,
        is_facility=record.is_facility,
        icon=record.icon,
        colour=record.colour.lower(),
        shape=record.shape,
        attributes_schema=record.attribute_schema,
        mappings={
            "osm": list(record.osm),
            "schema_org": list(record.schema_org),
            "lipas": list(record.lipas),
            "datatourisme": list(record.datatourisme),
        },
        maturity=record.maturity,
    )


def _municipalities() -> Iterator[dict[str, Any]]:
    shapes = outlines()
    for record in read_municipalities():
        yield {
            "code": record.code,
            "slug": record.slug,
            "name": record.name_sv,
            "county": record.county,
            "is_member": record.is_member,
            "land_area_km2": record.land_area_km2,
            "wkb": shapes.get(record.code),
            "geom_source": OUTLINE_SOURCE,
            "geom_accuracy_m": OUTLINE_ACCURACY_M,
            "source": record.source,
        }


def _population() -> Iterator[dict[str, Any]]:
    for record in read_population():
        yield {
            "municipality": record.municipality,
            "year": record.year,
            "population": record.population,
            "source": record.source,
        }


def _place(record: PlaceRecord) -> PlaceDraft:
    names = {"sv": record.name_sv, "en": record.name_en}
    return PlaceDraft(
        id=record.id,
        slug=record.slug,
        names={language: name for language, name in names.items() if name},
        category=record.category,
        is_site=record.is_site,
        is_facility=record.is_facility,
        wkt=record.geometry,
        municipality=record.municipality,
        municipality_basis=MunicipalityBasis(record.municipality_basis),
        street=record.street,
        postcode=record.postcode,
        city=record.city,
        status=Status(record.status),
        attributes=record.attributes,
        opening_hours=record.opening_hours,
        website=record.website,
        identifiers=record.identifiers,
        source=record.source,
        source_id=record.source_id,
        licence=record.licence,
        attribution=record.attribution,
        observed_on=record.observed_on,
    )


def _project(record: ProjectRecord) -> ProjectDraft:
    parties = [(party.organisation, party.role) for party in record.parties]
    if record.owner and (record.owner, "owner") not in parties:
        parties.insert(0, (record.owner, "owner"))
    return ProjectDraft(
        slug=record.slug,
        kind=record.kind,
        titles=record.title,
        summaries=record.summary,
        starts_on=record.starts_on,
        ends_on=record.ends_on,
        time_frame_wording=record.time_frame_wording,
        part_of=record.parts_of,
        source=record.source,
        source_section=record.source_section,
        parties=parties,
        budget=[
            BudgetLine(b.scope, b.year, b.label, b.amount, b.currency, b.basis, b.wording)
            for b in record.budgets
        ],
        funding=[
            FundingLine(f.financier, f.year, f.amount, f.currency, f.basis, f.wording)
            for f in record.fundings
        ],
        contacts=[
            {
                "name": contact.name,
                "roles": contact.role,
                "organisation": contact.organisation,
                "consent": contact.consent,
            }
            for contact in record.contacts
        ],
        milestones=[(m.label, m.starts_on, m.ends_on) for m in record.milestones],
        municipalities=record.municipalities,
        municipalities_basis=record.municipalities_basis,
        categories=record.categories,
    )
