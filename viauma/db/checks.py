"""What the doctor looks at: the program, the machine, the database; each finding in one sentence.

See `viauma check`. A check never repairs; it says what is wrong and what would put it right.
"""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from typing import LiteralString

import psycopg
from packaging.requirements import Requirement

from viauma import __version__
from viauma.db.cluster import Cluster
from viauma.db.cluster.clients import without_password
from viauma.db.cluster.programs import (
    OLDEST_MAJOR,
    Programs,
    programs_for_new_data,
    programs_of_major,
)
from viauma.db.engine import connect_url, connection_fault
from viauma.errors import DatabaseUnreachable, ViaUmaError
from viauma.settings import Settings

OLDEST_POSTGIS = (3, 3)
LEAST_FREE_BYTES = 500 * 1024**2


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    name: str
    passed: bool
    detail: str
    remedy: str = ""


def of_program() -> Iterator[Finding]:
    """Look at Python and the libraries."""
    running = ".".join(str(part) for part in sys.version_info[:3])
    enough = sys.version_info >= (3, 11)
    yield Finding("Python", enough, f"{running}, Via Uma {__version__}", "Python 3.11 is needed")
    wrong = [fault for text in _requirements() if (fault := _library_fault(text))]
    said = "; ".join(wrong) if wrong else "all present in the versions asked for"
    yield Finding("libraries", not wrong, said, "run `make demo`, or install Via Uma again")


def of_machine(settings: Settings) -> Iterator[Finding]:
    """Look at PostgreSQL's programs and the disk, where the private cluster needs them."""
    if settings.database.url is not None:
        yield Finding("private cluster", True, "not used: VIAUMA_DATABASE__URL is set")
        return
    yield _finding("PostgreSQL programs", lambda: _programs(settings))
    folder = settings.cluster_dir
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(existing).free
    said = f"{free / 1e9:.1f} GB free where {folder} lies"
    yield Finding("disk space", free >= LEAST_FREE_BYTES, said, "make room there")


def of_database(settings: Settings) -> Iterator[Finding]:
    """Look at the database, from whether it answers to whether its content hangs together."""
    try:
        connection = _connect(settings)
    except ViaUmaError as error:
        yield Finding("database", False, error.message)
        return
    with connection:
        yield _server(connection)
        yield _postgis(connection)
        schema = _schema(settings)
        yield schema
        if schema.passed:
            yield from (look(connection) for look in CONTENT)


def _connect(settings: Settings) -> psycopg.Connection:
    if settings.database.url is None and not Cluster.of(settings).exists:
        raise DatabaseUnreachable("there is none yet: run `viauma demo` or `viauma db migrate`")
    url = connect_url(settings)
    try:
        return psycopg.connect(url, connect_timeout=10, autocommit=True)
    except psycopg.OperationalError as error:
        said = connection_fault(without_password(str(error), url))
        raise DatabaseUnreachable(f"{said}: is VIAUMA_DATABASE__URL right?") from None


def _requirements() -> list[str]:
    try:
        return requires("viauma") or []
    except PackageNotFoundError:
        return ["viauma"]


def _library_fault(text: str) -> str | None:
    wanted = Requirement(text)
    if wanted.marker and not wanted.marker.evaluate({"extra": ""}):
        return None
    try:
        found = version(wanted.name)
    except PackageNotFoundError:
        return f"{wanted.name} is missing"
    return (
        None if found in wanted.specifier else f"{wanted.name} is {found}, not {wanted.specifier}"
    )


def _programs(settings: Settings) -> str:
    bin_dir = settings.cluster.bin_dir
    found: Programs | None = None
    major = Cluster.of(settings).folder.data_major
    if major is not None:
        found = programs_of_major(major, bin_dir)
    chosen = found or programs_for_new_data(bin_dir)
    return f"{chosen.version} in {chosen.bin_dir}"


def _finding(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, look())
    except ViaUmaError as error:
        return Finding(name, False, error.message)


def _server(connection: psycopg.Connection) -> Finding:
    found = connection.info.server_version
    said = f"PostgreSQL {found // 10_000}.{found % 10_000} answers"
    enough = found >= OLDEST_MAJOR * 10_000
    return Finding("database", enough, said, f"PostgreSQL {OLDEST_MAJOR} or later is needed")


def _postgis(connection: psycopg.Connection) -> Finding:
    found = _value(connection, "select extversion from pg_extension where extname = 'postgis'")
    if found is None:
        return Finding(
            "PostGIS", False, "not in this database", "as a superuser: create extension postgis"
        )
    enough = tuple(int(part) for part in str(found).split(".")[:2]) >= OLDEST_POSTGIS
    return Finding("PostGIS", enough, str(found), "PostGIS 3.3 or later is needed")


def _schema(settings: Settings) -> Finding:
    from viauma.db.migrate import require_current, state

    def look() -> str:
        found = state(connect_url(settings))
        require_current(found)
        return f"{found.head}, current"

    return _finding("schema", look)


def _places(connection: psycopg.Connection) -> Finding:
    count = _value(connection, "select count(*) from viauma.place")
    return Finding("data", bool(count), f"{count} places", "load the region with `viauma demo`")


def _published(connection: psycopg.Connection) -> Finding:
    published = _value(connection, "select count(*) from viauma.published_place")
    due = _value(connection, "select count(*) from viauma.publishable_place")
    said = f"{published} places are published, {due} should be"
    return Finding("published places", published == due, said, "run `viauma db rebuild`")


def _counted(connection: psycopg.Connection) -> Finding:
    published = _value(connection, "select count(*) from viauma.published_place")
    counted = _value(
        connection,
        "select coalesce(sum(count), 0) from viauma.published_cell "
        "where level = 5 and kinds & 1 = 1",
    )
    said = f"{counted} places are counted on maps of the region, {published} should be"
    return Finding("counts on maps", published == counted, said, "run `viauma db rebuild`")


def _wall(connection: psycopg.Connection) -> Finding:
    rows = connection.execute(
        """
        select c.relname from pg_class c
        where c.relnamespace = 'viauma'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
          and c.relname not like 'published\\_%'
          and (has_any_column_privilege('viauma_public', c.oid, 'select, insert, update')
               or has_table_privilege('viauma_public', c.oid, 'delete, truncate'))
        order by c.relname
        """
    ).fetchall()
    open_ = ", ".join(row[0] for row in rows)
    said = f"the public role reaches {open_}" if open_ else "the public role reads published_* only"
    return Finding("wall", not open_, said, "revoke all on these from viauma_public")


def _indexes(connection: psycopg.Connection) -> Finding:
    rows = connection.execute(
        """
        select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid
        where c.relnamespace = 'viauma'::regnamespace and not (i.indisvalid and i.indisready)
        order by c.relname
        """
    ).fetchall()
    broken = ", ".join(row[0] for row in rows)
    said = f"{broken} cannot be used" if broken else "all can be used"
    return Finding("indexes", not broken, said, "in `viauma db shell`: reindex index viauma.NAME")


CONTENT = (_places, _published, _counted, _wall, _indexes)


def _value(connection: psycopg.Connection, question: LiteralString) -> object:
    row = connection.execute(question).fetchone()
    return row[0] if row else None
