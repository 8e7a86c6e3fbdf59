"""What the region's ledger says when it is asked."""

from decimal import Decimal

import pytest

from tests.fixtures.database import settings_for
from viauma.db.session import reading
from viauma.errors import UnknownName
from viauma.projects.queries import contacts_of, published_project, published_projects
from viauma.projects.rules import accounts_from_feature


@pytest.fixture
def session(template_url):
    with reading(settings_for(template_url)) as opened:
        yield opened


def test_every_project_adds_up_the_same_in_the_database_and_in_python(session):
    for project in published_projects(session):
        p = project["properties"]
        total, _ = accounts_from_feature(p)
        rest = p["not_accounted_for"]

        assert total.budget == (p["budget_total"] and Decimal(p["budget_total"])), p["slug"]
        assert total.funded == Decimal(p["funding_total"]), p["slug"]
        assert total.not_accounted_for == (rest and Decimal(rest)), p["slug"]


@pytest.mark.parametrize(
    ("slug", "budget", "rest"),
    [
        ("botniabanan-som-tillvaxtfaktor", "9300000.00", "1500000.00"),
        ("turk", "5400000.00", "5400000.00"),
        ("lapp", "10000000.00", "10000000.00"),
        ("ume-co", "12600000.00", "12600000.00"),
    ],
)
def test_what_is_not_accounted_for_is_shown(session, slug, budget, rest):
    p = published_project(session, slug)["properties"]

    assert (budget, rest) == (p["budget_total"], p["not_accounted_for"])


def test_a_project_is_found_by_slug_and_by_id(session):
    by_slug = published_project(session, "turk")

    assert by_slug == published_project(session, by_slug["id"])


def test_an_unknown_project_suggests_the_nearest(session):
    with pytest.raises(UnknownName, match="'botniabana' is not known. Did you mean botniabanan-"):
        published_project(session, "botniabana")


def test_people_inside_the_house_see_the_contacts(session):
    (contact,) = contacts_of(session, "botniabanan-som-tillvaxtfaktor")

    assert (contact["name"], contact["consent"]) == ("Anna Olofsson", "unknown")
