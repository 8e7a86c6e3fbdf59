"""The predicates of the CQL2 standard find as many features as the standard says.

/conf/*/test-data and /conf/basic-cql2/logical of 21-065r2: the tables hold 348 predicates. One of
them contradicts another and is shown to; all others are read, checked, compiled and asked.
"""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, create_engine, text

from tests.cql2 import standard, standard_relations
from tests.cql2.natural_earth import COUNTRIES, QUERYABLES, store_natural_earth
from viauma.cql2.canonical import to_text
from viauma.cql2.checking import check
from viauma.cql2.reading import read_filter
from viauma.cql2.sql import compile_sql
from viauma.db.cluster import Cluster

PREDICATES = {
    "basic-cql2": [*standard.basic(), *standard.combined()],
    "advanced-comparison-operators": [("places", *row) for row in standard.ADVANCED],
    "case-insensitive-comparison": [*standard.folded(standard.CASE)],
    "accent-insensitive-comparison": [*standard.folded(standard.ACCENT, standard.BOTH)],
    "basic-spatial-functions": [*standard_relations.spatial(standard_relations.BASIC_SPATIAL)],
    "basic-spatial-functions-plus": [*standard_relations.more_literals()],
    "spatial-functions": [*standard_relations.spatial(standard_relations.SPATIAL)],
    "temporal-functions": [*standard_relations.temporal()],
    "property-property": [
        *standard_relations.exchanged(), *standard_relations.exchanged_in_time()
    ],
    "arithmetic": [("places", *row) for row in standard.ARITHMETIC],
}  # fmt: skip

Count = Callable[[str, str], int]


@pytest.fixture(scope="module")
def count(cluster: Cluster) -> Iterator[Count]:
    if not COUNTRIES.with_suffix(".shp").exists() and not COUNTRIES.exists():
        pytest.skip("this pyogrio came without its test data, which holds the countries")
    engine = create_engine(cluster.url)
    with engine.connect() as connection:
        store_natural_earth(connection)
        yield lambda collection, predicate: _count(connection, collection, predicate)
    engine.dispose()


def _count(connection: Connection, collection: str, predicate: str) -> int:
    queryables = QUERYABLES[collection]
    asked = compile_sql(check(read_filter(predicate), queryables), queryables)
    statement = text(f"select count(*) from {collection} where {asked.sql}")
    return int(connection.execute(statement, dict(asked.values)).scalar_one())


def test_all_predicates_of_the_tables_are_here():
    found = Counter({name: len(rows) for name, rows in PREDICATES.items()})

    assert found == {
        "basic-cql2": 48 + 77, "advanced-comparison-operators": 14,
        "case-insensitive-comparison": 10, "accent-insensitive-comparison": 11,
        "basic-spatial-functions": 5, "basic-spatial-functions-plus": 7, "spatial-functions": 26,
        "temporal-functions": 36, "property-property": 100, "arithmetic": 13,
    }  # fmt: skip
    assert found.total() == 347


@pytest.mark.parametrize(
    ("collection", "predicate", "expected"),
    [
        pytest.param(*row, id=f"{name}: {row[1][:60]}")
        for name, rows in PREDICATES.items()
        for row in rows
    ],
)
def test_a_predicate_finds_as_many_features_as_the_standard_says(
    count, collection, predicate, expected
):
    assert count(collection, predicate) == expected


def test_a_predicate_means_the_same_in_its_canonical_spelling(count):
    # That spelling rounds to a centimetre, and then Luxembourg no longer touches its neighbours.
    exact = [row for rows in PREDICATES.values() for row in rows if "6.0430733577" not in row[1]]
    exact = [row for row in exact if standard_relations.CORNERS[1] not in row[1]]
    different = [row for row in exact if count(row[0], to_text(read_filter(row[1]))) != row[2]]

    assert different == []


def test_two_predicates_of_the_standard_contradict_each_other(count):
    collection, predicate, stated = standard_relations.CONTRADICTION
    interval = predicate.removeprefix("T_FINISHEDBY(").removesuffix(",interval(start,end))")
    exchanged = f"T_FINISHES(interval(start,end),{interval})"

    assert (collection, exchanged, 1) in PREDICATES["temporal-functions"]
    assert count(collection, predicate) == count(collection, exchanged) != stated
