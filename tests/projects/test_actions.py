"""The ledger keeps exact kronor and honest dates, and refuses what contradicts itself."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import budget_line, funding_line, project_draft, writing
from tests.fixtures.database import settings_for
from viauma.db.session import reading
from viauma.errors import Conflict, InvalidInput, UnknownName
from viauma.projects.actions import half_open, store_project
from viauma.projects.queries import published_project

amounts = st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2)
days = st.dates(date(1990, 1, 1), date(2030, 12, 31))


def store(url: str, *drafts) -> None:
    with writing(url) as session:
        for draft in drafts:
            store_project(session, draft)


def published(url: str, slug: str) -> dict:
    with reading(settings_for(url)) as session:
        return published_project(session, slug)["properties"]


def one(url: str, query: str, *values):
    with psycopg.connect(url) as connection:
        return connection.execute(query, values or None).fetchone()[0]


def last_revision(url: str) -> int:
    return one(url, "select coalesce(max(id), 0) from viauma.revision")


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(total=amounts, part=st.none() | amounts)
def test_money_is_exact_to_the_ore_all_the_way_out(small_url, total, part):
    draft = project_draft(budget=[budget_line(total)], funding=[funding_line(part)])
    store(small_url, draft)
    p = published(small_url, draft.slug)

    assert total == Decimal(p["budget"][0]["amount"]) == Decimal(p["budget_total"])
    assert part == (p["funding"][0]["amount"] and Decimal(p["funding"][0]["amount"]))
    assert total - (part or 0) == Decimal(p["not_accounted_for"])


def test_a_project_without_budget_publishes_unknown_not_zero(small_url):
    draft = project_draft()
    store(small_url, draft)
    p = published(small_url, draft.slug)

    assert (
        p["budget_total"], p["not_accounted_for"], p["budget"], p["funding"],
    ) == (None, None, [], [])  # fmt: skip


@pytest.mark.parametrize("amount", [Decimal("1e12"), Decimal("NaN"), Decimal("-0.01")])
def test_an_amount_that_is_not_money_is_refused(small_url, amount):
    with pytest.raises((Conflict, InvalidInput)):
        store(small_url, project_draft(budget=[budget_line(amount)]))

    assert one(small_url, "select count(*) from viauma.project") == 0


@pytest.mark.parametrize("line", [{"budget": [budget_line(Decimal("0.005"))]},
                                  {"funding": [funding_line(Decimal("0.005"))]}])  # fmt: skip
def test_an_amount_of_half_an_ore_is_refused_rather_than_rounded(small_url, line):
    with pytest.raises(InvalidInput, match=r"0\.005"):
        store(small_url, project_draft(**line))


@pytest.mark.parametrize("table", ["project_budget_line", "project_funding"])
def test_the_database_itself_holds_no_amount_that_is_not_a_number(database_url, table):
    with psycopg.connect(database_url) as connection:
        connection.execute("select set_config('viauma.actor', 'a', false), "
                           "set_config('viauma.reason', 'r', false)")  # fmt: skip
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute(f"update viauma.{table} set amount = 'NaN'")


@pytest.mark.parametrize(
    ("money", "sentence"),
    [
        ({"budget": [budget_line(1), budget_line(2)]}, "one total budget only"),
        ({"budget": [budget_line(1, "year", 2005), budget_line(2, "year", 2005)]},
         "one budget a year only"),
        ({"funding": [funding_line(1), funding_line(2)]}, "stands once a year only"),
        ({"funding": [funding_line(1, year=2005), funding_line(2, year=2005)]},
         "stands once a year only"),
        ({"municipalities": ["9999"]}, "municipality code is not known"),
        ({"categories": ["volcano"]}, "category is not known"),
    ],
)  # fmt: skip
def test_a_ledger_that_contradicts_itself_is_refused_with_its_sentence(small_url, money, sentence):
    with pytest.raises(Conflict, match=sentence):
        store(small_url, project_draft(**money))

    assert one(small_url, "select count(*) from viauma.project") == 0


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"budget": [budget_line(1, "year")]}, "project_budget_line_year_when_yearly"),
        ({"budget": [budget_line(1, "total", 2005)]}, "project_budget_line_year_when_yearly"),
        ({"budget": [budget_line(1, "half")]}, "project_budget_line_scope_known"),
        ({"budget": [replace(budget_line(1), currency="kr")]},
         "project_budget_line_currency_iso4217"),
        ({"funding": [replace(funding_line(1), basis="guessed")]}, "project_funding_basis_known"),
        ({"slug": "Ett Projekt"}, "project_slug_format"),
        ({"kind": "dream"}, "project_kind_known"),
        ({"titles": {"en": "A project"}}, "project_titles_sv"),
        ({"parties": [("eu", "owner"), ("eu", "owner")]}, "project_party_once"),
        ({"parties": [("eu", "mascot")]}, "project_party_role_known"),
        ({"contacts": [{"name": "A", "consent": "maybe"}]}, "project_contact_consent_known"),
    ],
)  # fmt: skip
def test_the_database_refuses_what_is_not_a_project(small_url, wrong, constraint):
    with pytest.raises(Conflict) as refusal:
        store(small_url, project_draft(**wrong))

    assert constraint == refusal.value.constraint


@pytest.mark.parametrize(
    "wrong",
    [{"part_of": "nothing"}, {"parties": [("nobody", "owner")]},
     {"funding": [funding_line(1, "nobody")]},
     {"contacts": [{"name": "A", "organisation": "nobody"}]}],
)  # fmt: skip
def test_what_a_project_refers_to_must_be_known(small_url, wrong):
    with pytest.raises(UnknownName, match="nobody|nothing"):
        store(small_url, project_draft(**wrong))


@given(days, days)
def test_the_last_day_is_part_of_the_time_frame(first, last):
    if first <= last:
        during = half_open(first, last)

        assert first in during
        assert last in during
        assert (last - during.upper).days == -1


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        (date(2005, 1, 1), date(2006, 12, 31), ("2005-01-01", "2006-12-31")),
        (date(2005, 1, 1), date(2005, 1, 1), ("2005-01-01", "2005-01-01")),
        (None, date(2005, 7, 31), (None, "2005-07-31")),
        (date(2003, 1, 1), None, ("2003-01-01", None)),
        (None, None, (None, None)),
    ],
)
def test_a_time_frame_comes_out_as_it_went_in(small_url, starts_on, ends_on, expected):
    draft = project_draft(starts_on=starts_on, ends_on=ends_on)
    store(small_url, draft)
    p = published(small_url, draft.slug)

    assert expected == (p["starts_on"], p["ends_on"])


@pytest.mark.parametrize("days_", [1, 2, 400])
def test_an_end_before_the_start_is_refused(small_url, days_):
    ends_on = date.fromordinal(date(2005, 6, 1).toordinal() - days_)

    with pytest.raises(Conflict):
        store(small_url, project_draft(starts_on=date(2005, 6, 1), ends_on=ends_on))


def test_a_milestone_ends_after_it_starts(small_url):
    with pytest.raises(Conflict):
        store(
            small_url,
            project_draft(milestones=[({"sv": "X"}, date(2005, 6, 1), date(2005, 5, 1))]),
        )


def test_storing_a_project_twice_writes_nothing(small_url):
    draft = project_draft(
        starts_on=date(2005, 1, 1),
        parties=[("eu", "owner")],
        budget=[budget_line(Decimal("5.50")), budget_line(Decimal(2), "part"),
                budget_line(Decimal(2), "part")],
        funding=[funding_line(None), funding_line(Decimal("1.10"), year=2005)],
        contacts=[{"name": "A", "roles": {"sv": "chef"}, "organisation": "eu"}],
        milestones=[({"sv": "Klart"}, None, date(2005, 5, 1)), ({"sv": "Okänt"}, None, None)],
        municipalities=["2480"],
        categories=["ski_track"],
    )  # fmt: skip
    store(small_url, draft)
    before = last_revision(small_url)
    store(small_url, draft)

    assert before == last_revision(small_url)


def test_only_the_part_that_differs_is_written(small_url):
    draft = project_draft(budget=[budget_line(Decimal(5))], funding=[funding_line(Decimal(1))])
    store(small_url, draft)
    before = last_revision(small_url)
    store(small_url, replace(draft, funding=[funding_line(Decimal(2))]))
    with psycopg.connect(small_url) as connection:
        written = connection.execute(
            "select entity, operation from viauma.revision where id > %s order by id", [before]
        ).fetchall()

    assert written == [("project_funding", "delete"), ("project_funding", "insert")]


def test_a_part_of_a_project_names_the_whole(small_url):
    store(small_url, project_draft(slug="whole"), project_draft(slug="part", part_of="whole"))

    assert published(small_url, "part")["part_of"] == "whole"


def test_contacts_stay_inside_unless_they_consent(small_url):
    contacts = [{"name": f"Person {c}", "consent": c} for c in ("given", "refused", "unknown")]
    store(small_url, project_draft(slug="p", contacts=[*contacts, {"name": "Person silent"}]))

    assert published(small_url, "p")["contacts"] == [{"name": "Person given", "roles": {}}]
