"""The benchmark sees by which index a question finds its rows, and when it finds them by none."""

import psycopg

from benchmarks import plans
from benchmarks.cases import hot_cases
from viauma.db.fastlane import Question


def test_an_index_and_the_rows_touched_are_seen(region_url):
    with psycopg.connect(region_url, autocommit=True) as connection:
        (case,) = [one for one in hot_cases(connection) if one.name == "item by id"]
        seen = plans.summary(plans.plans_of(connection, case))

    assert seen == {"indexes": ["published_place_pkey"], "most_rows": 1, "read_whole": []}


def test_a_table_that_is_read_whole_is_named(region_url):
    asked = Question(
        "select count(name_sv) from viauma.published_place where version > %(v)s", {"v": 0}
    )
    with psycopg.connect(region_url, autocommit=True) as connection:
        plan = plans.explained(connection, asked)

    assert plans.read_whole([plan]) == {"published_place"}
    assert plans.summary([plan])["most_rows"] > 300


def test_a_table_of_few_rows_may_be_read_whole(region_url):
    with psycopg.connect(region_url, autocommit=True) as connection:
        large = plans.large_tables(connection)

    assert "published_municipality" not in large
    assert "category" not in large
