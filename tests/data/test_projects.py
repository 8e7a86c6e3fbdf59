"""The ledger says what the plan of 2005 says: exact kronor, and unknown where it is silent."""

from decimal import Decimal

import pytest

from viauma_data.region import ProjectRecord, read_municipalities, read_organisations, read_projects
from viauma_data.taxonomies import read_taxonomy

PROJECTS = {project.slug: project for project in read_projects()}


def budget(project: ProjectRecord) -> Decimal:
    return sum((line.amount for line in project.budgets if line.scope != "part"), Decimal(0))


def funding(project: ProjectRecord) -> Decimal:
    return sum((line.amount or Decimal(0) for line in project.fundings), Decimal(0))


@pytest.mark.parametrize(
    ("slug", "kronor"),
    [
        ("botniabanan-som-tillvaxtfaktor", 9_300_000),
        ("ume-co", 12_600_000),
        ("stad-och-land", 27_500_000),
        ("turk", 5_400_000),
        ("bibliotek-2007", 6_256_000),
        ("lapp", 10_000_000),
        ("via-uma", 0),
    ],
)
def test_the_budget_is_that_of_the_plan(slug: str, kronor: int) -> None:
    assert Decimal(kronor) == budget(PROJECTS[slug])


def test_botniabanan_leaves_750_000_a_year_unaccounted_for() -> None:
    project = PROJECTS["botniabanan-som-tillvaxtfaktor"]
    given = sum(line.amount or 0 for line in project.fundings if line.year == 2005)

    assert given == 3_900_000
    assert budget(project) - funding(project) == 2 * 750_000


def test_the_parts_of_ume_co_are_the_whole() -> None:
    parts = [line.amount for line in PROJECTS["ume-co"].budgets if line.scope == "part"]

    assert sum(parts) == budget(PROJECTS["ume-co"])


def test_turk_and_lapp_name_no_financier() -> None:
    assert PROJECTS["turk"].fundings == PROJECTS["lapp"].fundings == ()


def test_financiers_without_an_amount_stay_without_one() -> None:
    assert [line.amount for line in PROJECTS["stad-och-land"].fundings] == [None] * 4


def test_nobody_has_consented_to_be_published() -> None:
    consents = {c.consent for project in PROJECTS.values() for c in project.contacts}

    assert consents == {"unknown"}


def test_every_reference_is_known() -> None:
    organisations = {organisation.slug for organisation in read_organisations()}
    municipalities = {municipality.code for municipality in read_municipalities()}
    categories = {category.key for category in read_taxonomy()}
    for project in PROJECTS.values():
        named = {project.owner, *(party.organisation for party in project.parties)}
        named |= {line.financier for line in project.fundings}
        named |= {contact.organisation for contact in project.contacts}
        assert named - {None} <= organisations
        assert set(project.municipalities) <= municipalities
        assert set(project.categories) <= categories
        assert project.parts_of is None or project.parts_of in PROJECTS


def test_organisations_of_municipalities_are_known() -> None:
    municipalities = {municipality.code for municipality in read_municipalities()}

    assert {o.municipality for o in read_organisations()} - {None} <= municipalities


def test_time_frames_are_in_order() -> None:
    for project in PROJECTS.values():
        if project.starts_on and project.ends_on:
            assert project.starts_on < project.ends_on
