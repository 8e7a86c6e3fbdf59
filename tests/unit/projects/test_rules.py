"""Money is exact, parts are not added twice, and what is unknown stays unknown."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.factories import budget_line, funding_line
from viauma.projects.rules import (
    YearAccount,
    account,
    accounts_by_year,
    accounts_from_feature,
    total_budget,
)

amounts = st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2)
years = st.integers(1995, 2010)


def kronor(text: str) -> Decimal:
    return Decimal(text)


def test_a_stated_total_is_the_budget_whatever_the_years_say():
    lines = [budget_line(kronor("10")), budget_line(kronor("4"), "year", 2005)]

    assert kronor("10") == total_budget(lines)


def test_years_make_the_budget_where_no_total_is_stated():
    lines = [budget_line(kronor("4650000"), "year", year) for year in (2005, 2006)]

    assert kronor("9300000") == total_budget(lines)


@given(amounts, st.lists(amounts, max_size=4))
def test_parts_are_never_added_to_the_total(total, parts):
    lines = [budget_line(total), *(budget_line(part, "part") for part in parts)]

    assert total == total_budget(lines)


def test_parts_alone_do_not_make_a_budget():
    assert total_budget([budget_line(kronor("5"), "part")]) is None


def test_a_project_without_lines_has_no_budget_rather_than_zero():
    assert YearAccount(None, None, Decimal(0), ()) == account([], [])


def test_without_a_budget_nothing_can_be_said_to_be_missing():
    assert account([], [funding_line(kronor("5"))]).not_accounted_for is None


@given(st.lists(amounts, max_size=6), st.lists(amounts, max_size=6))
def test_budget_is_funding_and_what_is_not_accounted_for_to_the_ore(budgets, fundings):
    lines = [budget_line(amount, "year", 2000 + n) for n, amount in enumerate(budgets)]
    account_ = account(lines, [funding_line(amount, f"f{n}") for n, amount in enumerate(fundings)])

    if budgets:
        assert sum(budgets) == account_.funded + account_.not_accounted_for
    assert sum(fundings) == account_.funded


def test_funding_past_the_budget_shows_as_a_negative_rest():
    rest = account([budget_line(kronor("1"))], [funding_line(kronor("3"))]).not_accounted_for

    assert kronor("-2") == rest


def test_ten_oere_three_times_are_exactly_thirty():
    funding = [funding_line(kronor("0.10"), name) for name in "abc"]

    assert kronor("0.30") == account([], funding).funded


def test_a_financier_of_unknown_amount_is_named_once_and_counts_nothing():
    funding = [funding_line(None, "eu"), funding_line(None, "eu", 2005), funding_line(kronor("2"))]
    account_ = account([], funding)

    assert (kronor("2"), ("eu",)) == (account_.funded, account_.unknown_financiers)


def test_each_year_stands_against_its_own_funding():
    budget = [budget_line(kronor("10"), "year", 2005), budget_line(kronor("20"), "year", 2006)]
    funding = [funding_line(kronor("7"), "eu", 2005), funding_line(kronor("5"), "eu", 2007)]

    assert [
        YearAccount(2005, kronor("10"), kronor("7")),
        YearAccount(2006, kronor("20"), kronor("0")),
        YearAccount(2007, None, kronor("5")),
    ] == accounts_by_year(budget, funding)


@given(st.dictionaries(years, amounts), st.lists(st.tuples(years, amounts), max_size=8))
def test_the_years_together_are_the_whole(budgets, fundings):
    budget = [budget_line(amount, "year", year) for year, amount in budgets.items()]
    funding = [funding_line(a, f"f{n}", year) for n, (year, a) in enumerate(fundings)]
    by_year = accounts_by_year(budget, funding)

    assert account(budget, funding).funded == sum(one.funded for one in by_year)
    assert sorted({one.year for one in by_year}) == [one.year for one in by_year]


def test_funding_for_the_whole_project_belongs_to_no_year():
    assert accounts_by_year([budget_line(kronor("5"))], [funding_line(kronor("5"))]) == []


@given(amounts, amounts)
def test_amounts_survive_the_public_feature_as_text(total, part):
    money = {"scope": "total", "year": None, "labels": {}, "amount": str(total)}
    given_ = {"financier": "EU", "year": 2005, "amount": str(part)}
    whole, by_year = accounts_from_feature({"budget": [money], "funding": [given_]})

    assert (total, part) == (whole.budget, whole.funded)
    assert [YearAccount(2005, None, part)] == by_year
