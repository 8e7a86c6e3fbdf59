"""`python -m benchmarks.storing`: what storing many places costs, by phase, and one edit.

Places are generated twice: once for nothing, to know what that alone takes, and once to be
stored. Then the finished rows of all four tables are copied bare into the same tables with the
same indexes, without our checks, history and triggers: PostgreSQL itself cannot be faster.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import psycopg

from benchmarks import report
from benchmarks.database import running, settings_for
from benchmarks.spending import HEAD, Spending, spending
from benchmarks.synthetic import synthetic_places
from viauma.cli.progress import shown
from viauma.db import migrate
from viauma.db.indexes import standing_aside
from viauma.db.session import unit_of_work
from viauma.places.actions import store_places
from viauma.settings import default_data_dir
from viauma_data.region.load import load_region

NAME = "bench-storing"
EDITS = 200
TABLES = ("place", "revision", "change", "published_place")
WHO = {"actor": "benchmark", "reason": "Synthetic places"}


def main() -> None:
    """Store in both ways, copy, edit, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    lines, remarks = generated(rows), []
    with tempfile.TemporaryDirectory() as name:
        for aside in (True, False):
            with scratch() as url:
                spent = stored(url, rows, aside=aside)
                lines += spent.lines(rows, way(aside=aside))
                remarks += [spent.memory(way(aside=aside)), edited(url, rows)]
                keep(url, Path(name))
            with scratch() as url:
                lines += copied(url, rows, Path(name), aside=aside)
    print("", HEAD, *lines, "", *remarks, sep="\n")
    print(f"{report.told(report.circumstances(rows))}, load after {os.getloadavg()[0]:.1f}")


@contextmanager
def scratch() -> Iterator[str]:
    """Run a cluster, emptied before and thrown away afterwards, that has the region."""
    name = f"{NAME}-{time.monotonic_ns()}"
    try:
        with running(name) as url:
            migrate.upgrade(url)
            load_region(settings_for(url))
            yield url
    finally:
        shutil.rmtree(default_data_dir() / name, ignore_errors=True)


def generated(rows: int) -> list[str]:
    """Generate places and throw them away."""
    with spending(os.getpid()) as spent:
        for _ in synthetic_places(rows):
            pass
        spent.mark("generating alone")
    return spent.lines(rows, "no database")[:1]


def stored(url: str, rows: int, *, aside: bool) -> Spending:
    """Store places through the one write path."""
    with shown(rows) as show, unit_of_work(settings_for(url), **WHO) as session:
        connection = session.connection().connection.driver_connection
        with spending(connection.info.backend_pid) as spent:

            def progress(step: str, done: int, total: int | None) -> None:
                spent.mark(step)
                show(step, done, total)

            drafts = synthetic_places(rows)
            store_places(session, drafts, progress=progress, readers_may_wait=aside)
            spent.mark("end")
    return spent


def edited(url: str, rows: int) -> str:
    """Edit one place after the other, each in a transaction of its own."""
    took = []
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum analyze viauma.place, viauma.published_place")
        connection.execute("select set_config('viauma.actor', 'benchmark', false), "
                           "set_config('viauma.reason', 'One edit', false)")  # fmt: skip
        for number in range(EDITS):
            started = time.monotonic()
            connection.execute(
                "update viauma.place set names = jsonb_build_object('sv', 'Ny ' || %s::text) "
                "where source = 'synthetic' and source_id = %s",
                [number, str(number * rows // EDITS)],
            )
            took.append(1000 * (time.monotonic() - started))
    middle, worst = statistics.median(took), max(took)
    return f"one edit among {rows:,}: median {middle:.1f} ms, slowest of {EDITS} {worst:.1f} ms"


def keep(url: str, folder: Path) -> None:
    """Write what came of the synthetic places, table by table, to files."""
    with psycopg.connect(url) as connection:
        for table in TABLES:
            columns = _columns(connection, table)
            statement = f"copy (select {columns} from viauma.{table}) to stdout (format binary)"
            with (folder / table).open("wb") as file, connection.cursor().copy(statement) as copy:
                file.writelines(copy)


def copied(url: str, rows: int, folder: Path, *, aside: bool) -> list[str]:
    """Copy the kept rows bare into the same tables, with indexes and constraints kept or aside."""
    with unit_of_work(settings_for(url), **WHO) as session:
        connection = session.connection().connection.driver_connection
        for table in TABLES:
            connection.execute(f"alter table viauma.{table} disable trigger user")
        for table in reversed(TABLES):
            connection.execute(f"delete from viauma.{table}")
        tables = [f"viauma.{table}" for table in TABLES]
        with spending(connection.info.backend_pid) as spent:
            with standing_aside(session, tables, lambda *_: None) if aside else nullcontext():
                for table in TABLES:
                    copy_in(connection, table, folder / table)
                    spent.mark(table)
            spent.mark("end")
    return spent.lines(rows, f"bare COPY, {way(aside=aside)}")


def copy_in(connection: psycopg.Connection, table: str, kept: Path) -> None:
    """Send a kept file to a table as it is."""
    statement = f"copy viauma.{table} ({_columns(connection, table)}) from stdin (format binary)"
    with kept.open("rb") as file, connection.cursor().copy(statement) as copy:
        while block := file.read(1 << 20):
            copy.write(block)


def way(*, aside: bool) -> str:
    """Name what the indexes do."""
    return "indexes aside" if aside else "indexes kept"


def _columns(connection: psycopg.Connection, table: str) -> str:
    found = connection.execute(
        "select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute "
        "where attrelid = %s::regclass and attnum > 0 and attgenerated = '' "
        "and attidentity = '' and not attisdropped",
        [f"viauma.{table}"],
    ).fetchone()
    return found[0] if found else ""


if __name__ == "__main__":
    main()
