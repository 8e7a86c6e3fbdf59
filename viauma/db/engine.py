"""How to reach the database: the operator's own, or the private cluster."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import psycopg.errors
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError

from viauma.errors import (
    DatabaseUnreachable,
    InvalidInput,
    SchemaMismatch,
    Unavailable,
    ViaUmaError,
)
from viauma.settings import Settings

PUBLIC_ROLE = "viauma_public"

OF_ANOTHER_SHAPE = (
    psycopg.errors.UndefinedTable,
    psycopg.errors.UndefinedColumn,
    psycopg.errors.InvalidSchemaName,
)


def connect_url(settings: Settings) -> str:
    """Find the database's URL, starting the private cluster when none is configured.

    Raises
    ------
    InvalidInput
        The configured URL cannot be read or names another database system.
    ClusterFault
        The private cluster cannot be started.
    """
    if settings.database.url is None:
        from viauma.db.cluster import Cluster

        cluster = Cluster.of(settings)
        cluster.ensure_running()
        return cluster.url
    return checked_url(settings.database.url.get_secret_value())


def checked_url(given: str) -> str:
    """Accept a URL of PostgreSQL, in SQLAlchemy's or libpq's spelling, as libpq spells it."""
    argument = "VIAUMA_DATABASE__URL"
    scheme, is_url, rest = given.partition("://")
    if not is_url:
        raise InvalidInput(
            argument, "is not a URL; write postgresql://user:password@host:5432/database"
        )
    if scheme.partition("+")[0] not in {"postgresql", "postgres"}:
        raise InvalidInput(argument, "must name PostgreSQL, as in postgresql://host/database")
    # Only the scheme is spelled anew: SQLAlchemy would take the %20 out of a password, and knows
    # no list of hosts.
    url = f"postgresql://{rest}"
    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise InvalidInput(
            argument,
            "is not a URL that PostgreSQL reads; write postgresql://user:password@host:5432/database"
            " and spell what is special in a name or password with %",
        ) from None
    return url


def create_sync_engine(url: str, **options: Any) -> Engine:
    """Make the engine for sessions: register, imports, analysis; `options` go to SQLAlchemy.

    libpq itself reads the URL.
    """

    def connect() -> psycopg.Connection[Any]:
        return psycopg.connect(url)

    return create_engine("postgresql+psycopg://", creator=connect, **options)


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn a failed connection into one sentence that never shows the password."""
    try:
        yield
    except DBAPIError as error:
        raise _translated(error.orig) or error from error
    except psycopg.Error as error:
        raise _translated(error) or error from error


def _translated(error: BaseException | None) -> ViaUmaError | None:
    if isinstance(error, OF_ANOTHER_SHAPE):
        return another_shape()
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return DatabaseUnreachable(
            f"The database does not allow this: {error.diag.message_primary}."
        )
    if isinstance(error, psycopg.errors.DiskFull):
        return Unavailable(
            f"The database has no room left: {error.diag.message_primary}. Nothing was stored; "
            "make room and repeat the command."
        )
    return unreachable(error) if isinstance(error, psycopg.OperationalError) else None


def another_shape() -> SchemaMismatch:
    """Compose the sentence for a database that lacks what a statement names."""
    return SchemaMismatch(
        "The database lacks tables or columns that this version of Via Uma asks for. "
        "Try: viauma check"
    )


def unreachable(error: BaseException | None) -> DatabaseUnreachable:
    """Compose the sentence for a database that does not answer."""
    return DatabaseUnreachable(
        f"The database cannot be used: {connection_fault(str(error)).rstrip('.')}. "
        "Try: viauma check"
    )


def connection_fault(said: str) -> str:
    """Pick the line that names the cause from what libpq says when it cannot connect.

    The last line is often only a question back: "Is the server running on that host …?"
    """
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if not line.endswith("?")]
    return next(iter([*telling[-1:], *lines]), "no answer")
