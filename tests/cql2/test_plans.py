"""What a filter asks, PostgreSQL finds by index, among ten thousand rows."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, text

from viauma.cql2.checking import check
from viauma.cql2.queryables import Kind, Queryable
from viauma.cql2.reading import read_filter
from viauma.cql2.sql import compile_sql
from viauma.db.cluster import Cluster

MANY = """
create temporary table many as
select n as id, 'place ' || n as name, n % 100 as rank, cast(1.5 * n as double precision) as size,
       timestamptz '2024-01-01 00:00Z' + n * interval '1 hour' as at,
       date '2024-01-01' + n as day, array['t' || n % 500, 't' || n % 7] as tags,
       jsonb_build_object('kind', 'k' || n % 500, 'depth', n) as attributes,
       st_setsrid(st_makepoint(18.5 + n % 100 * 0.03, 63.2 + n / 100 * 0.015), 4326) as geom
from generate_series(1, 10000) n;
create index by_name on many (name);
create index by_rank on many (rank);
create index by_size on many (size);
create index by_at on many (at);
create index by_day on many (day);
create index by_tags on many using gin (tags);
create index by_attributes on many using gin (attributes jsonb_path_ops);
create index by_geom on many using gist (geom);
create index by_geography on many using gist ((geom::geography));
analyze many;
"""

QUERYABLES = {
    one.name: one
    for one in (
        Queryable("name", Kind.STRING, "many.name"),
        Queryable("rank", Kind.INTEGER, "many.rank"),
        Queryable("size", Kind.NUMBER, "many.size"),
        Queryable("at", Kind.TIMESTAMP, "many.at"),
        Queryable("day", Kind.DATE, "many.day"),
        Queryable("tags", Kind.STRINGS, "many.tags"),
        Queryable("geom", Kind.GEOMETRY, "many.geom"),
        Queryable("kind", Kind.STRING, "(many.attributes ->> 'kind')",
                  member_of=("many.attributes", "kind")),
        Queryable("depth", Kind.NUMBER, "cast(many.attributes ->> 'depth' as double precision)",
                  member_of=("many.attributes", "depth")),
    )
}  # fmt: skip


@pytest.fixture(scope="module")
def many(cluster: Cluster) -> Iterator[Connection]:
    engine = create_engine(cluster.url)
    with engine.connect() as opened:
        opened.execute(text(MANY.replace(":", r"\:")))
        yield opened
    engine.dispose()


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


@pytest.mark.parametrize(
    ("filter_", "index"),
    [
        ("name = 'place 77'", "by_name"),
        ("name IN ('place 7', 'place 8')", "by_name"),
        ("rank = 3 + 4 * 2", "by_rank"),
        ("rank IN (1, 2)", "by_rank"),
        ("size < 30", "by_size"),
        ("size > 14990 + 2 * 2", "by_size"),
        ("at = TIMESTAMP('2024-02-01T00:00:00Z')", "by_at"),
        ("at < DATE('2024-01-03')", "by_at"),
        ("at = DATE('2024-01-03')", "by_at"),
        ("T_INTERSECTS(at, INTERVAL('2024-01-03', '2024-01-04'))", "by_at"),
        ("T_DISJOINT(day, INTERVAL('2024-01-10', '..'))", "by_day"),
        ("day <= TIMESTAMP('2024-01-10T12:00:00Z')", "by_day"),
        ("A_CONTAINS(tags, ('t77'))", "by_tags"),
        ("A_OVERLAPS(('t77', 't78'), tags)", "by_tags"),
        ("A_EQUALS(tags, ('t77', 't0'))", "by_tags"),
        ("kind = 'k77'", "by_attributes"),
        ("depth IN (5, 77)", "by_attributes"),
        ("kind = 'k77' AND NOT depth = 77", "by_attributes"),
        ("S_INTERSECTS(geom, BBOX(19, 63.5, 19.1, 63.6))", "by_geom"),
        ("S_WITHIN(geom, POLYGON((19 63.5, 19.1 63.5, 19.1 63.6, 19 63.5)))", "by_geom"),
        ("S_CONTAINS(BBOX(19, 63.5, 19.1, 63.6), geom)", "by_geom"),
        ("distance_m(geom, POINT(20.3 63.8)) < 500", "by_geography"),
        ("500 >= distance_m(POINT(20.3 63.8), geom)", "by_geography"),
    ],
)
def test_a_predicate_is_answered_by_its_index(many, filter_, index):
    asked = compile_sql(check(read_filter(filter_), QUERYABLES), QUERYABLES)
    statement = text(f"explain (format json) select id from many where {asked.sql}")
    ((plan,),) = many.execute(statement, dict(asked.values))

    found = {node["Index Name"] for node in nodes(plan[0]["Plan"]) if "Index Name" in node}
    assert found == {index}


@pytest.mark.parametrize("step", ["+ 0.01", "^ 1.01", "% 7"])
def test_each_step_of_a_calculation_adds_to_the_plan_and_none_doubles_it(many, step):
    def plan_of(steps):
        filter_ = f"{'(' * steps}size{f' {step})' * steps} > 1"
        asked = compile_sql(check(read_filter(filter_), QUERYABLES), QUERYABLES)
        statement = text(f"explain (verbose) select id from many where {asked.sql}")
        return sum(len(line) for (line,) in many.execute(statement, dict(asked.values)))

    assert plan_of(5) < 8 * plan_of(1)
