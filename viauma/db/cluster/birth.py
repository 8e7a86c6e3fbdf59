"""How a data directory and the database in it come into being: aside first, then by one rename.

A program killed half-way leaves a directory or a database under another name; the next start
removes it and begins anew. What carries the real name is always complete.
"""

import secrets
from pathlib import Path

import psycopg
from psycopg import sql

from viauma.db.cluster.account import Account
from viauma.db.cluster.configuration import (
    DATABASE,
    PUBLIC_ROLE,
    ROLE,
    SUPERUSER,
    write_configuration,
)
from viauma.db.cluster.faults import disk_full, gravest_line, is_disk_full
from viauma.db.cluster.folder import Folder
from viauma.db.cluster.programs import Programs
from viauma.db.cluster.server import Server
from viauma.errors import ClusterFault

EXTENSIONS = ("postgis", "pg_trgm", "unaccent", "btree_gist")
# Letters beyond ASCII need a character type that knows them; the order is always by code point.
CHARACTER_TYPES = ("C.utf8", "C.UTF-8", "en_US.utf8", "en_US.UTF-8", "sv_SE.UTF-8")


def make_data_directory(folder: Folder, programs: Programs, *, name: str = "data") -> Path:
    """Initialise a data directory in the cluster's folder, whole or not at all."""
    folder.require_room_for_new_cluster()
    # A new name each time: an initdb whose starter was killed may still write under the old one.
    _remove_unfinished(folder, name)
    unfinished = folder.path / f"{name}.unfinished-{secrets.token_hex(4)}"
    _initdb(unfinished, programs, folder.account)
    write_configuration(unfinished, folder.account)
    finished = folder.path / name
    unfinished.rename(finished)
    return finished


def make_database(server: Server) -> None:
    """Make the roles and the database if they are not there; repair what a kill left half-way."""
    with superuser(server) as connection:
        _make_roles(connection)
        if _has_database(connection, DATABASE):
            _open(connection, DATABASE)
        else:
            fresh = make_fresh_database(server, connection)
            _rename(connection, fresh, DATABASE)
        _drop_unfinished(connection)


def make_fresh_database(server: Server, connection: psycopg.Connection) -> str:
    """Make an empty database with our extensions under a name nobody uses yet; return the name."""
    name = f"viauma_unfinished_{secrets.token_hex(4)}"
    connection.execute(
        sql.SQL("create database {} owner {} template template0 encoding 'UTF8'").format(
            sql.Identifier(name), sql.Identifier(ROLE)
        )
    )
    with psycopg.connect(server.url(SUPERUSER, name), autocommit=True) as inside:
        for extension in EXTENSIONS:
            inside.execute(sql.SQL("create extension {}").format(sql.Identifier(extension)))
    return name


def put_in_place(connection: psycopg.Connection, fresh: str) -> None:
    """Give a finished database the real name; the one that had it is dropped only after that.

    Both renames are one transaction: a kill leaves the old or the new, never neither.
    """
    former = f"viauma_unfinished_{secrets.token_hex(4)}"
    _close(connection, DATABASE)
    try:
        with connection.transaction():
            _rename(connection, DATABASE, former)
            _rename(connection, fresh, DATABASE)
    except psycopg.Error:
        _open(connection, DATABASE)
        raise
    drop_database(connection, former)


def drop_database(connection: psycopg.Connection, name: str) -> None:
    """Drop a database, whoever is connected."""
    connection.execute(
        sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
    )


def superuser(server: Server) -> psycopg.Connection:
    """Connect as superuser to the maintenance database, in autocommit."""
    return psycopg.connect(server.superuser_url, autocommit=True)


def _remove_unfinished(folder: Folder, name: str) -> None:
    left = list(folder.path.glob(f"{name}.unfinished-*"))
    if left:
        folder.account.run("rm", "-rf", "--", *left)


def _initdb(data: Path, programs: Programs, account: Account) -> None:
    done = account.run(
        programs.path("initdb"),
        *("--pgdata", data),
        *("--username", SUPERUSER),
        *("--encoding", "UTF8"),
        *("--locale", "C"),
        *("--lc-ctype", _character_type(account)),
        *("--auth", "peer"),
        "--data-checksums",
    )
    if done.returncode == 0:
        return
    if is_disk_full(done.stdout):
        raise ClusterFault(disk_full(data.parent))
    raise ClusterFault(f"A new cluster could not be made: {gravest_line(done.stdout)}")


def _character_type(account: Account) -> str:
    known = account.run("locale", "-a").stdout.split()
    return next((name for name in CHARACTER_TYPES if name in known), "C")


def _make_roles(connection: psycopg.Connection) -> None:
    found = {row[0] for row in connection.execute("select rolname from pg_roles")}
    public, own = sql.Identifier(PUBLIC_ROLE), sql.Identifier(ROLE)
    if PUBLIC_ROLE not in found:
        connection.execute(sql.SQL("create role {} nologin").format(public))
    if ROLE not in found:
        connection.execute(sql.SQL("create role {} login createrole").format(own))
        connection.execute(sql.SQL("grant {} to {} with admin option").format(public, own))


def _has_database(connection: psycopg.Connection, name: str) -> bool:
    found = connection.execute("select 1 from pg_database where datname = %s", [name])
    return found.fetchone() is not None


def _drop_unfinished(connection: psycopg.Connection) -> None:
    found = connection.execute(
        "select datname from pg_database where datname like 'viauma\\_unfinished\\_%'"
    )
    for (name,) in found.fetchall():
        drop_database(connection, name)


def _rename(connection: psycopg.Connection, name: str, to: str) -> None:
    connection.execute(
        sql.SQL("alter database {} rename to {}").format(sql.Identifier(name), sql.Identifier(to))
    )


def _open(connection: psycopg.Connection, name: str) -> None:
    connection.execute(
        sql.SQL("alter database {} allow_connections true").format(sql.Identifier(name))
    )


def _close(connection: psycopg.Connection, name: str) -> None:
    """Send everybody out of a database and let nobody back in."""
    connection.execute(
        sql.SQL("alter database {} allow_connections false").format(sql.Identifier(name))
    )
    connection.execute(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = %s", [name]
    )
