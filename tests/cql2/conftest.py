"""A connection with a table that has every kind of queryable."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from sqlalchemy import Connection, create_engine, text

from tests.cql2.things import QUERYABLES, store_things
from viauma.cql2.checking import check
from viauma.cql2.sql import compile_sql
from viauma.cql2.tree import Expression
from viauma.db.cluster import Cluster

Ask: TypeAlias = Callable[[Expression], list[int]]


@pytest.fixture(scope="package")
def connection(cluster: Cluster) -> Iterator[Connection]:
    engine = create_engine(cluster.url)
    with engine.connect() as opened:
        store_things(opened.connection.driver_connection)
        # Days are days in UTC, wherever the server believes to be.
        opened.execute(text("set timezone to 'Asia/Kathmandu'"))
        opened.commit()
        yield opened
    engine.dispose()


@pytest.fixture(scope="package")
def ask(connection: Connection) -> Ask:
    """Ask the database for the ids of the things that match."""

    def asked(expression: Expression) -> list[int]:
        asked_for = compile_sql(check(expression, QUERYABLES), QUERYABLES)
        with connection.begin_nested() if connection.in_transaction() else connection.begin():
            statement = text(f"select id from thing where {asked_for.sql} order by id")
            return list(connection.execute(statement, dict(asked_for.values)).scalars())

    return asked
