"""The fast lane: the questions asked a thousand times a second, answered with PostgreSQL's bytes.

An asynchronous pool in autocommit with prepared statements, running as the public role, which can
read published rows and nothing else. Feature texts arrive as bytes and are never parsed here.

A call costs 15 µs of Python here (16 000 items by eight callers at once, asyncpg 0.32), against
93 µs through psycopg's pool and 366 µs through SQLAlchemy: that is why the one hot path has a
driver of its own. Sessions, which think, stay with SQLAlchemy and psycopg.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import Any, NamedTuple, Self

import asyncpg

from viauma.db.connections import Connections, NoneFreeError
from viauma.db.dialect import positional
from viauma.db.engine import PUBLIC_ROLE, another_shape, unreachable
from viauma.db.libpq import connect_arguments
from viauma.errors import InvalidInput, Unavailable

logger = logging.getLogger(__name__)

WAIT_FOR_CONNECTION_S = 5.0

# A connection keeps a hundred prepared statements. Long filters hardly come twice, and a hundred
# of the longest would hold 150 MB in each of PostgreSQL's processes.
LONGEST_PREPARED = 8_000

# The server ends a statement by itself; who hears nothing this long after has lost it.
BEYOND_TIMEOUT_S = 5.0

# What says that the connection is gone, or that the server is going.
LOST = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
)
# What another moment can put right: memory, disk, locks, and a replica that must catch up.
HINDERED = (
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
)
# What another version's schema has otherwise, or an empty database not at all. Not a function: that
# of a wrong type is a fault of ours.
OF_ANOTHER_SHAPE = (
    asyncpg.UndefinedTableError,
    asyncpg.UndefinedColumnError,
    asyncpg.InvalidSchemaNameError,
)


class Question(NamedTuple):
    """A statement with %(name)s placeholders and the values for them."""

    sql: str
    values: Mapping[str, Any]
    is_planned_once: bool = False
    """Whether one plan is right for all values. Otherwise PostgreSQL plans anew while that promises
    to be cheaper, which takes longer than many an answer: 0.5 ms for a page of a box."""


Rows = list[Any]
"""Rows can be unpacked and counted like tuples."""


class FastLane:
    """Open connections; use it as an asynchronous context manager."""

    def __init__(self, url: str, *, size: int, statement_timeout_ms: int) -> None:
        settings = lane_settings(statement_timeout_ms)
        self._planned_once, self._planned = (
            Connections(connecting(url, settings | more), size, WAIT_FOR_CONNECTION_S)
            for more in ({"plan_cache_mode": "force_generic_plan"}, {})
        )

    async def __aenter__(self) -> Self:
        """Connect to nothing yet: a database that is away must not keep the door shut."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Close all connections."""
        await self._planned_once.close()
        await self._planned.close()

    async def fetch(self, question: Question) -> Rows:
        """Answer with all rows; text comes as bytes.

        Raises
        ------
        Unavailable
            No connection became free, the statement ran too long, or the database is away or of
            another version.
        InvalidInput
            A value passed our checks and PostgreSQL, or PostGIS, cannot take it.
        """
        sql, names = positional(question.sql)
        given = [question.values[name] for name in names]
        connections = self._planned_once if question.is_planned_once else self._planned
        try:
            return await _twice(connections, sql, given)
        except asyncpg.QueryCanceledError as error:
            raise Unavailable(
                "The question took too long to answer; ask a narrower one."
            ) from error
        except NoneFreeError as error:
            raise Unavailable("All database connections are busy; try again shortly.") from error
        except TimeoutError as error:
            raise Unavailable("The database does not answer; try again shortly.") from error
        except HINDERED as error:
            logger.warning("the database is hindered: %s", error)
            raise Unavailable("The database cannot answer now; try again shortly.") from error
        except OF_ANOTHER_SHAPE as error:
            logger.warning("the database is of another shape: %s", error)
            raise another_shape() from error
        # Before what is lost: the driver's own refusal of a value is of that family too.
        except (asyncpg.DataError, asyncpg.InternalServerError) as error:
            said = error.args[0] if error.args else "they contradict each other"
            raise InvalidInput("query", f"these values cannot be used: {said}") from error
        except LOST as error:
            raise unreachable(error) from error


async def _twice(connections: Connections, sql: str, given: list[Any]) -> Rows:
    try:
        return await _ask(connections, sql, given)
    except (asyncpg.DataError, asyncpg.QueryCanceledError, TimeoutError):
        raise
    except LOST:
        # A connection may have died with a restarted server: ask once more on a new one.
        logger.warning("connection lost, asking once more")
        connections.drop_idle()
        return await _ask(connections, sql, given)


async def _ask(connections: Connections, sql: str, given: list[Any]) -> Rows:
    connection = await connections.take()
    try:
        rows = await connection.fetch(sql, *given)
    except asyncpg.QueryCanceledError:
        connections.give(connection)
        raise
    except LOST:
        connections.drop(connection)
        raise
    except asyncpg.PostgresError:
        connections.give(connection)
        raise
    except BaseException:
        # Whoever asked is gone, or nobody knows what the connection is at.
        connections.drop(connection)
        raise
    connections.give(connection)
    return rows


def connecting(
    url: str, settings: Mapping[str, str]
) -> Callable[[], Awaitable[asyncpg.Connection]]:
    """Make what connects as the public role, with the lane's ways of reading and writing values.

    It raises Unavailable, whatever is the matter.
    """
    arguments = connect_arguments(url, settings) | {
        "command_timeout": int(settings["statement_timeout"]) / 1000 + BEYOND_TIMEOUT_S,
        "max_cacheable_statement_size": LONGEST_PREPARED,
    }

    async def connect() -> asyncpg.Connection:
        try:
            connection: asyncpg.Connection = await asyncpg.connect(**arguments)
            try:
                await _prepare(connection)
            except BaseException:
                connection.terminate()
                raise
        except TimeoutError as error:
            raise Unavailable("The database does not answer; try again shortly.") from error
        # A wrong role or setting is refused like a wrong value, but is nobody's question.
        except (*LOST, asyncpg.PostgresError, ValueError) as error:
            raise unreachable(error) from error
        return connection

    return connect


def lane_settings(statement_timeout_ms: int) -> dict[str, str]:
    """Name what a session of the public role is set to."""
    return {
        "role": PUBLIC_ROLE,
        "timezone": "UTC",
        "jit": "off",
        # Starting a helper process takes longer than these questions do.
        "max_parallel_workers_per_gather": "0",
        "statement_timeout": str(statement_timeout_ms),
        "default_transaction_read_only": "on",
        # One wrong letter in a word of six leaves it so much like itself (viauma.search).
        "pg_trgm.word_similarity_threshold": "0.5",
    }


async def _prepare(connection: asyncpg.Connection) -> None:
    # Some poolers drop the settings that a session begins with; as the owner it could read all.
    if not await connection.fetchval("select current_user = $1", PUBLIC_ROLE):
        raise unreachable(
            ConnectionError(
                f"what is between here and PostgreSQL does not pass on the role {PUBLIC_ROLE}"
            )
        )
    await connection.set_type_codec(
        "text", schema="pg_catalog", encoder=str.encode, decoder=bytes, format="binary"
    )
    for kind in ("json", "jsonb"):
        # Read, and written as the text that a statement's own cast makes JSON of.
        await connection.set_type_codec(
            kind, schema="pg_catalog", encoder=str, decoder=json.loads, format="text"
        )
