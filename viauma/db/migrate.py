"""Brings the database to the shape this program expects, and tells where it stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import alembic.command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.pool import NullPool

from viauma.db.base import SCHEMA
from viauma.db.engine import create_sync_engine, translated_errors
from viauma.errors import SchemaMismatch

Standing = Literal["empty", "current", "older", "newer"]

# Two programs may migrate at once; the second waits for the first and finds nothing to do.
_MIGRATION_LOCK = 7_246_211_900


@dataclass(frozen=True)
class SchemaState:
    """Where a database's schema stands against this program."""

    current: str | None
    head: str
    standing: Standing


def upgrade(url: str) -> None:
    """Bring the schema to the newest step.

    Parameters
    ----------
    url
        libpq URL of the database.

    Raises
    ------
    SchemaMismatch
        The database was made by a newer program; nothing is changed.
    """
    with _connection(url) as connection:
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        require_known(_state(connection))
        connection.execute(text(f"create schema if not exists {SCHEMA}"))
        connection.execute(text("set local lock_timeout = '10s'"))
        connection.execute(text("create extension if not exists postgis"))
        connection.execute(text("create extension if not exists pg_trgm"))
        alembic.command.upgrade(_config(connection), "head")


def state(url: str) -> SchemaState:
    """Tell where the schema of the database stands."""
    with _connection(url) as connection:
        return _state(connection)


def require_known(found: SchemaState) -> None:
    """Refuse a database that a newer program has made."""
    if found.standing == "newer":
        raise SchemaMismatch(
            f"The database's schema ({found.current}) is newer than this program "
            f"({found.head}). Update Via Uma; nothing was changed."
        )


def require_current(found: SchemaState) -> None:
    """Refuse a database whose schema is not exactly the one this program expects."""
    require_known(found)
    if found.standing != "current":
        raise SchemaMismatch(
            f"The database's schema ({found.current or 'none'}) is older than this program "
            f"({found.head}). Run: viauma db migrate"
        )


def _state(connection: Connection) -> SchemaState:
    table = connection.scalar(text(f"select to_regclass('{SCHEMA}.schema_version')"))
    version = text(f"select version_num from {SCHEMA}.schema_version")  # noqa: S608 - a constant
    current = connection.scalar(version) if table else None
    scripts = ScriptDirectory.from_config(_config(connection))
    head = scripts.get_current_head() or ""
    known = {script.revision for script in scripts.walk_revisions()}
    return SchemaState(current, head, _standing(current, head, known))


def _standing(current: str | None, head: str, known: set[str]) -> Standing:
    if current is None:
        return "empty"
    if current == head:
        return "current"
    return "older" if current in known else "newer"


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _connection(url: str) -> Iterator[Connection]:
    engine = create_sync_engine(url, poolclass=NullPool)
    with translated_errors(), engine.begin() as connection:
        yield connection
