"""A small database: two municipalities, four categories, nothing else; and one of many places."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.factories import store_small_world, writing
from tests.fixtures.database import _clone_of, _drop
from viauma.db.cluster import Cluster

NAME = "test_many_places"
MANY = 20_000
"""Rows of the larger database."""

# Spread over the region, every fourth a ski track in Vännäs, each with a name of its own.
SPREAD = """
insert into viauma.place (slug, names, category, is_site, is_facility, geom, municipality,
                          municipality_basis, source, source_id, licence, opening_hours, attributes)
select 'p-' || n, jsonb_build_object('sv', 'Plats ' || md5(n::text)),
       case n % 4 when 0 then 'ski_track' else 'bathing_beach' end, true, n % 2 = 0,
       st_setsrid(st_makepoint(18.5 + 3 * random(), 63.2 + 1.5 * random()), 4326),
       case n % 3 when 0 then '2460' else '2480' end, 'stated', 'spread', n::text, 'CC0-1.0',
       case when n % 5 = 0 then 'Mo-Fr 08:' || lpad((n % 60)::text, 2, '0') || '-18:00' end,
       case when n % 100 = 0 then '{"lit": true, "length_km": 7}'::jsonb
            when n % 4 = 0 then jsonb_build_object('lit', n % 8 = 0, 'length_km', n % 7)
            else '{}' end
from generate_series(1, %s) n
"""


@pytest.fixture(scope="session")
def many_places(cluster: Cluster, schema_template_url: str) -> Iterator[psycopg.Connection[Any]]:
    url = _clone_of("template_schema", NAME, cluster)
    with writing(url) as session:
        store_small_world(session)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "select setseed(0.5), set_config('viauma.actor', 'a', false), "
            "set_config('viauma.reason', 'r', false)"
        )
        connection.execute(SPREAD.replace("% ", "%% "), [MANY])
        connection.execute("vacuum analyze viauma.published_place, viauma.published_cell")
        yield connection
    _drop(NAME, cluster)


@pytest.fixture
def small_url(empty_database_url: str) -> str:
    with writing(empty_database_url) as session:
        store_small_world(session)
    return empty_database_url
