"""Many millions of public places in little time: a small database multiplied inside PostgreSQL.

The first places go the one way that places go. Their copies go straight into the read model,
through the very definition of `publishable_place`, but neither into the register nor into its
history: those would triple the disk space and are not asked by anybody who reads. Secondary
indexes are taken away meanwhile and built anew.
"""

import time
from collections.abc import Iterator
from typing import LiteralString, cast

import psycopg
from psycopg import sql

from benchmarks import tiles
from benchmarks.database import fill

FIRST = 10_000
BATCH = 100_000
SPREAD_DEGREES = 0.03
"""Copies lie within some kilometres: the sum of three even chances, less their mean."""

STAGED = "benchmark.place"
NEW = {
    "id": "md5(p.id::text || '-' || n)::uuid",
    "slug": "p.slug || '-' || n",
    "source_id": "p.source_id || '-' || n",
    "geom": (
        "st_translate(p.geom, 2 * (random() + random() + random() - 1.5) * {spread},"
        " (random() + random() + random() - 1.5) * {spread})"
    ),
}
"""What distinguishes a copy from its original."""


def fill_by_multiplying(url: str, rows: int) -> dict[str, float]:
    """Fill a database the first time; tell the seconds that the copies took."""
    first = min(rows, FIRST)
    fill(url, first)
    with psycopg.connect(url, autocommit=True) as connection:
        if counted(connection) >= rows or rows == first:
            return {}
        print(f"Multiplying {first:,} places to {rows:,} …", flush=True)
        started = time.monotonic()
        multiply(connection, rows)
        seconds = time.monotonic() - started
    print(f"  {seconds:.0f} s, {rows / seconds:,.0f} rows/s into the read model with its indexes")
    return {"multiplied_rows_per_s": rows / seconds}


def multiply(connection: psycopg.Connection, rows: int) -> None:
    """Put copies beside the synthetic places until there are so many rows."""
    connection.execute("set maintenance_work_mem = '1GB'; set work_mem = '256MB'")
    connection.execute("select setseed(0.2005)")
    stage(connection)
    originals = [
        id_
        for (id_,) in connection.execute(
            "select id from viauma.published_place where source = 'synthetic' order by key, id"
        )
    ]
    copies = -(-(rows - counted(connection)) // len(originals))
    indexes = dropped_indexes(connection)
    connection.execute("alter table viauma.published_place disable trigger user")
    for part in parts(originals, max(BATCH // copies, 1)):
        publish_copies(connection, part, copies)
    for definition in indexes:
        connection.execute(cast("LiteralString", definition))
    count_cells(connection)
    connection.execute("drop schema benchmark cascade")
    connection.execute("vacuum analyze viauma.published_place")


def stage(connection: psycopg.Connection) -> None:
    """Make a table like the register's, and over it a view like that of what is published."""
    connection.execute("drop schema if exists benchmark cascade; create schema benchmark")
    connection.execute(
        f"create unlogged table {STAGED} (like viauma.place including defaults including generated)"
    )
    with connection.transaction():
        # Without a search path every name is spelled with its schema.
        connection.execute("set local search_path = pg_catalog")
        row = connection.execute(
            "select pg_get_viewdef('viauma.publishable_place'::regclass)"
        ).fetchone()
    definition = str(row[0]) if row else ""
    moved = definition.replace("viauma.place p", f"{STAGED} p")
    if moved == definition:
        raise LookupError("publishable_place no longer reads viauma.place as p.")
    view = f"create view benchmark.publishable_place as {moved}"
    connection.execute(cast("LiteralString", view))


def publish_copies(connection: psycopg.Connection, ids: list[object], copies: int) -> None:
    """Publish copies of neighbours, in spatial order as the write path does."""
    names = [
        name
        for (name,) in connection.execute(
            "select column_name::text from information_schema.columns where table_schema = 'viauma'"
            " and table_name = 'place' and is_generated = 'NEVER' order by ordinal_position"
        )
    ]
    values = [NEW.get(name, f"p.{name}").format(spread=SPREAD_DEGREES) for name in names]
    copied = sql.SQL("insert into benchmark.place ({}) select {} from viauma.place p,").format(
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join(sql.SQL(cast("LiteralString", value)) for value in values),
    ) + sql.SQL(" generate_series(1, %s) n where p.id = any(%s)")
    with connection.transaction():
        connection.execute("truncate benchmark.place")
        connection.execute(copied, [copies, ids])
        connection.execute(
            "insert into viauma.published_place"
            " select * from benchmark.publishable_place order by key, id"
        )


def count_cells(connection: psycopg.Connection) -> None:
    """Count what low tiles show, all at once."""
    connection.execute("alter table viauma.published_place enable trigger user")
    if tiles.are_served():
        connection.execute("select viauma.rebuild_published_cells()")
        connection.execute("vacuum analyze viauma.published_cell")


def dropped_indexes(connection: psycopg.Connection) -> list[str]:
    """Drop all indexes but the primary key; give the statements that make them again."""
    found = connection.execute(
        "select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index"
        " where indrelid = 'viauma.published_place'::regclass and not indisprimary"
    ).fetchall()
    for name, _ in found:
        connection.execute(sql.SQL("drop index {}").format(sql.Identifier(*name.split("."))))
    return [definition for _, definition in found]


def parts(ids: list[object], size: int) -> Iterator[list[object]]:
    """Cut a list into pieces."""
    for begin in range(0, len(ids), size):
        yield ids[begin : begin + size]


def counted(connection: psycopg.Connection) -> int:
    """Count the public places."""
    row = connection.execute("select count(*) from viauma.published_place").fetchone()
    return int(row[0]) if row else 0
