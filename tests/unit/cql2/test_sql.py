"""The SQL of a filter: what is bound, in which type, and what an index can serve."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viauma.cql2 import tree
from viauma.cql2.checking import check
from viauma.cql2.queryables import Compiled, Kind, Queryable
from viauma.cql2.reading import read_filter
from viauma.cql2.sql import compile_sql

QUERYABLES = {
    one.name: one
    for one in (
        Queryable("name", Kind.STRING, "p.name"),
        Queryable("population", Kind.INTEGER, "p.population"),
        Queryable("length_km", Kind.NUMBER, "p.length_km"),
        Queryable("starts_on", Kind.DATE, "p.starts_on"),
        Queryable("updated_at", Kind.TIMESTAMP, "p.updated_at"),
        Queryable("geometry", Kind.GEOMETRY, "p.geom"),
        Queryable("categories", Kind.STRINGS, "p.categories"),
        Queryable("lit", Kind.BOOLEAN, "p.lit", member_of=("p.attributes", "lit")),
        Queryable("depth_m", Kind.NUMBER, "p.depth_m", member_of=("p.attributes", "depth_m")),
        Queryable("seen_on", Kind.DATE, "p.seen_on", member_of=("p.attributes", "seen_on")),
    )
}
MIDNIGHT = datetime(2024, 2, 29, tzinfo=UTC)


def compiled(filter_: str, prefix: str = "v") -> Compiled:
    return compile_sql(check(read_filter(filter_), QUERYABLES), QUERYABLES, prefix=prefix)


@pytest.mark.parametrize(
    ("filter_", "expected", "values"),
    [
        ("name = 'x'", "((p.name) = cast(:v_0 as text))", ["x"]),
        ("'x' < name", '(cast(:v_0 as text) collate "C" < (p.name))', ["x"]),
        ("name >= 'x'", '((p.name) collate "C" >= cast(:v_0 as text))', ["x"]),
        ("name IN ('x', 'y')", "((p.name) = any(cast(:v_0 as text[])))", [["x", "y"]]),
        ("name LIKE 'x%'", "((p.name) like cast(:v_0 as text))", ["x%"]),
        ("population = 5.0", "((p.population) = cast(:v_0 as bigint))", [5]),
        ("population > 5.5", "((p.population) > cast(:v_0 as numeric))", [Decimal("5.5")]),
        ("population = 2 * 3 + 1", "((p.population) = cast(:v_0 as bigint))", [7]),
        ("population > 1 / 0",
         "((p.population) > cast(null as double precision))", []),
        ("population IN (1, 2.5)",
         "((p.population) = any(cast(:v_0 as numeric[])))", [[Decimal(1), Decimal("2.5")]]),
        ("length_km = 5", "((p.length_km) = cast(:v_0 as double precision))", [5.0]),
        ("population = length_km", "((p.population) = (p.length_km))", []),
        ("updated_at >= DATE('2024-02-29')",
         "((p.updated_at) >= cast(:v_0 as timestamptz))", [MIDNIGHT]),
        ("updated_at > DATE('2024-02-29')", "((p.updated_at) > cast(:v_0 as timestamptz))",
         [MIDNIGHT + timedelta(days=1, microseconds=-1)]),
        ("starts_on < TIMESTAMP('2024-02-29T23:30:00-01:00')",
         "(cast(:v_0 as date) > (p.starts_on))", [date(2024, 3, 1)]),
        ("T_AFTER(updated_at, DATE('2024-02-29'))",
         "((p.updated_at) > cast(:v_0 as timestamptz))",
         [MIDNIGHT + timedelta(days=1, microseconds=-1)]),
        ("T_INTERSECTS(starts_on, INTERVAL('2024-02-29', '..'))",
         "((p.starts_on) <= cast('infinity' as date) and (p.starts_on) >= cast(:v_0 as date))",
         [date(2024, 2, 29)]),
        ("A_CONTAINS(categories, ('trails'))",
         "((p.categories) @> cast(:v_0 as text[]))", [["trails"]]),
        ("A_OVERLAPS(('trails'), categories)",
         "(cast(:v_0 as text[]) && (p.categories))", [["trails"]]),
        ("geometry IS NULL", "((p.geom) is null)", []),
        ("NOT (true OR false)", "(not ((true) or (false)))", []),
    ],
)  # fmt: skip
def test_literals_are_shaped_to_the_column(filter_, expected, values):
    found = compiled(filter_)

    assert (found.sql, list(found.values.values())) == (expected, values)


SHAPE = "st_setsrid(st_geomfromwkb(cast(:v_0 as bytea)), 4326)"


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        ("S_INTERSECTS(geometry, POINT(1 2))", f"(st_intersects((p.geom), {SHAPE}))"),
        ("S_CONTAINS(POINT(1 2), geometry)", f"(st_contains({SHAPE}, (p.geom)))"),
        ("S_DISJOINT(geometry, POINT(1 2))", f"(not (st_intersects((p.geom), {SHAPE})))"),
    ],
)
def test_a_geometry_is_bound_as_wkb(filter_, expected):
    found = compiled(filter_)

    assert found.sql == expected
    assert found.values == {"v_0": bytes.fromhex("0101000000000000000000f03f0000000000000040")}


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        ("lit", "(p.attributes @> cast(:v_0 as jsonb))"),
        ("lit = true AND (depth_m = 2 OR name = 'x')",
         "((p.attributes @> cast(:v_0 as jsonb)) and "
         "((p.attributes @> cast(:v_1 as jsonb)) or ((p.name) = cast(:v_2 as text))))"),
        ("2 = depth_m", "(p.attributes @> cast(:v_0 as jsonb))"),
        ("depth_m IN (1, 2)",
         "(p.attributes @> cast(:v_0 as jsonb) or p.attributes @> cast(:v_1 as jsonb))"),
        ("NOT lit", "(not ((p.lit) = cast(:v_0 as boolean)))"),
        ("NOT (name = 'x' AND lit)",
         "(not (((p.name) = cast(:v_0 as text)) and ((p.lit) = cast(:v_1 as boolean))))"),
        ("NOT depth_m IN (1, 2)",
         "(not ((p.depth_m) = any(cast(:v_0 as double precision[]))))"),
        ("depth_m > 2", "((p.depth_m) > cast(:v_0 as double precision))"),
        ("depth_m = length_km", "((p.depth_m) = (p.length_km))"),
        ("seen_on = DATE('2024-02-29')", "((p.seen_on) = cast(:v_0 as date))"),
    ],
)  # fmt: skip
def test_equality_of_a_member_is_containment_where_unknown_is_as_good_as_false(filter_, expected):
    assert compiled(filter_).sql == expected


def test_a_long_list_is_not_asked_of_the_index_one_by_one():
    found = compiled(f"depth_m IN ({', '.join(map(str, range(100)))})")

    assert found.sql == "((p.depth_m) = any(cast(:v_0 as double precision[])))"


POINT_HERE = "geography(st_setsrid(st_geomfromwkb(cast(:v_0 as bytea)), 4326))"


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        ("distance_m(geometry, POINT(1 2)) <= 500",
         f"(st_dwithin(geography((p.geom)), {POINT_HERE}, cast(:v_1 as double precision)))"),
        ("500 >= distance_m(POINT(1 2), geometry)",
         f"(st_dwithin({POINT_HERE}, geography((p.geom)), cast(:v_1 as double precision)))"),
        ("500 > distance_m(geometry, POINT(1 2))",
         f"(st_dwithin(geography((p.geom)), {POINT_HERE}, cast(:v_1 as double precision)) and "
         f"st_distance(geography((p.geom)), {POINT_HERE}) < cast(:v_1 as double precision))"),
        ("distance_m(geometry, POINT(1 2)) <= 1e12",
         f"((st_distance(geography((p.geom)), {POINT_HERE})) <= cast(:v_1 as double precision))"),
        ("distance_m(geometry, POINT(1 2)) <= -1",
         f"((st_distance(geography((p.geom)), {POINT_HERE})) <= cast(:v_1 as double precision))"),
        ("NOT distance_m(geometry, POINT(1 2)) <= 500",
         f"(not ((st_distance(geography((p.geom)), {POINT_HERE})) "
         "<= cast(:v_1 as double precision)))"),
    ],
)  # fmt: skip
def test_a_bound_on_a_distance_is_a_search_within_it(filter_, expected):
    assert compiled(filter_).sql == expected


def test_the_names_of_values_begin_as_asked():
    assert compiled("name = 'x'", prefix="mine").values == {"mine_0": "x"}


BINDS = re.compile(r"(?<![:\w]):\w+")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1))
def test_what_a_caller_writes_never_stands_in_the_sql(text):
    spelled = tree.Literal(f"⟦{text}⟧")
    node = tree.Or(
        (
            tree.Comparison("=", tree.Property("name"), tree.Folded("accenti", spelled)),
            tree.In(tree.Property("name"), (spelled, tree.Function("lower", (spelled,)))),
            tree.Arrays("a_equals", tree.Property("categories"), tree.Array((spelled,))),
        )
    )

    found = compile_sql(node, QUERYABLES)

    assert "⟦" not in found.sql
    assert set(BINDS.findall(found.sql)) == {f":{name}" for name in found.values}


@pytest.mark.parametrize(
    "filter_",
    [
        "population % 2 = 1", "name LIKE '100%' AND CASEI(name) <> ACCENTI('%:x')",
        "T_AFTER(updated_at, TIMESTAMP('2024-02-29T12:30:00Z'))", "year(updated_at) = 2024",
    ],
)  # fmt: skip
def test_the_sql_has_no_percent_sign_and_no_colon_but_those_of_values(filter_):
    found = compiled(filter_)

    assert "%" not in found.sql
    assert found.sql.count(":") == len(BINDS.findall(found.sql))


def test_a_calculation_over_rows_grows_by_a_step_at_a_time():
    """Were an operand written twice, the text would double with every step."""
    node: tree.Expression = tree.Property("length_km")
    lengths = []
    for _ in range(20):
        node = tree.Arithmetic("^", node, tree.Property("population"))
        question = tree.Comparison(">", node, tree.Literal(0))
        lengths.append(len(compile_sql(question, QUERYABLES).sql))

    assert len({after - before for before, after in pairwise(lengths)}) == 1


def test_a_moment_in_another_zone_is_the_same_moment():
    there = datetime(2024, 3, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    node = tree.Comparison("=", tree.Property("starts_on"), tree.Instant(there))

    assert list(compile_sql(node, QUERYABLES).values.values()) == [date(2024, 2, 29)]
