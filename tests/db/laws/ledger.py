"""Reading the two ledgers, for the tests of their laws."""

from collections import Counter
from typing import Any

import psycopg

from tests.factories import ACTOR, REASON

Connection = psycopg.Connection[Any]

# These tables are ledgers themselves, computed from others, or alembic's.
NOT_UNDER_HISTORY = {
    "revision", "change", "published_place", "published_cell", "schema_version",
}  # fmt: skip


def connect_as(url: str, actor: str | None = ACTOR, reason: str | None = REASON) -> Connection:
    """Open a connection that names its author for good, or leaves a name out."""
    connection = psycopg.connect(url, autocommit=True)
    connection.execute("set timezone to 'UTC'")
    for name, value in (("actor", actor), ("reason", reason)):
        if value is not None:
            connection.execute("select set_config(%s, %s, false)", [f"viauma.{name}", value])
    return connection


def rows(connection: Connection, query: str, *values: Any) -> list[tuple[Any, ...]]:
    return connection.execute(query, values or None).fetchall()


def one(connection: Connection, query: str, *values: Any) -> Any:
    return rows(connection, query, *values)[0][0]


def last_revision(connection: Connection) -> int:
    return one(connection, "select coalesce(max(id), 0) from viauma.revision")


def last_change(connection: Connection) -> int:
    return one(connection, "select coalesce(max(seq), 0) from viauma.change")


def revisions_since(connection: Connection, last: int) -> Counter[tuple[str, str]]:
    """Count revisions by table and operation."""
    found = rows(connection, "select entity, operation from viauma.revision where id > %s", last)
    return Counter(found)


def changes_since(connection: Connection, last: int) -> list[tuple[str, str]]:
    return rows(
        connection,
        "select feature_id, kind from viauma.change where seq > %s order by seq",
        last,
    )


def tables_under_history(connection: Connection) -> list[str]:
    """List the tables whose writes must leave revisions, referred-to ones first."""
    from viauma.db.base import Base

    present = {
        name
        for (name,) in rows(
            connection,
            "select relname from pg_class where relnamespace = 'viauma'::regnamespace "
            "and relkind in ('r', 'p')",
        )
    }
    order = [table.name for table in Base.metadata.sorted_tables]
    return sorted(present - NOT_UNDER_HISTORY, key=order.index)


def published_lies(connection: Connection) -> list[tuple[Any, ...]]:
    """Find rows of the read model that differ, in any column, from what it must hold."""
    query = (
        "(select 'stale', p.* from viauma.published_place p except "
        " select 'stale', q.* from viauma.publishable_place q) union all "
        "(select 'missing', q.* from viauma.publishable_place q except "
        " select 'missing', p.* from viauma.published_place p)"
    )
    return [tuple(map(str, row)) for row in rows(connection, query)]


def counted_cells(connection: Connection) -> list[tuple[Any, ...]]:
    """Add up the grid of counts, cell by cell and kind by kind."""
    return rows(
        connection,
        "select level, cell, kind, sum(count), sum(sum_x), sum(sum_y), bit_xor(id_high), "
        "bit_xor(id_low), viauma.merged_counts(array_agg(attributes)) "
        "from viauma.published_cell join (values (1), (2), (4), (8)) k (kind) on kinds & kind <> 0 "
        "group by level, cell, kind having sum(count) <> 0 order by 1, 2, 3",
    )
