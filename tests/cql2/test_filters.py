"""Whatever checking lets pass, PostgreSQL answers, and as the standard means it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cql2.independent import is_match
from tests.cql2.things import THINGS
from tests.cql2.trees import FAMILIES, FILTERS
from viauma.cql2 import tree

# The table is only read, so that examples may share it.
sharing = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def expected_ids(filter_: tree.Expression) -> list[int]:
    return [thing.id for thing in THINGS if is_match(filter_, thing)]


@pytest.mark.parametrize("family", FAMILIES)
@settings(sharing, max_examples=150)
@given(st.data())
def test_the_database_finds_the_rows_for_which_a_predicate_is_true(ask, family, data):
    predicate = data.draw(FAMILIES[family])
    negation = tree.Not(predicate)

    assert ask(predicate) == expected_ids(predicate)
    assert ask(negation) == expected_ids(negation)


@settings(sharing, max_examples=300)
@given(FILTERS)
def test_the_database_finds_the_rows_for_which_a_filter_is_true(ask, filter_):
    assert ask(filter_) == expected_ids(filter_)
