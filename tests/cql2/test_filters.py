"""Whatever checking lets pass, PostgreSQL answers, and as the standard means it."""

from hypothesis import HealthCheck, given, settings

from tests.cql2.independent import is_match
from tests.cql2.things import THINGS
from tests.cql2.trees import FILTERS


@settings(max_examples=500, suppress_health_check=list(HealthCheck))
@given(FILTERS)
def test_the_database_finds_the_rows_for_which_the_filter_is_true(ask, filter_):
    expected = [thing.id for thing in THINGS if is_match(filter_, thing)]

    assert ask(filter_) == expected
