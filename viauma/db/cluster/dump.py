"""Backups: the database in one file, written whole or not at all, and brought back the same way."""

import os
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from viauma.db.cluster.birth import drop_database, make_fresh_database, put_in_place, superuser
from viauma.db.cluster.clients import without_password, words_for_client
from viauma.db.cluster.configuration import ROLE, SUPERUSER
from viauma.db.cluster.faults import disk_full, gravest_line, is_disk_full
from viauma.db.cluster.programs import Programs
from viauma.db.cluster.server import Server
from viauma.errors import (
    ClusterFault,
    DatabaseUnreachable,
    InvalidInput,
    SchemaMismatch,
    Unavailable,
)

# Extensions and PostGIS's own table come with the fresh database and belong to its superuser.
NOT_OURS_TO_RESTORE = (" EXTENSION ", " TABLE DATA public spatial_ref_sys ")


def write_backup(programs: Programs, url: str, file: Path) -> None:
    """Write the database behind a URL to a file, in pg_dump's own compressed format.

    The file appears under its name only when it is complete; the password, if there is one,
    is never shown to other users of the machine.
    """
    if file.exists():
        raise InvalidInput("FILE", f"{file} exists already; a backup takes a new name")
    unfinished = file.with_name(f"{file.name}.unfinished")
    _require_writable(unfinished)
    try:
        _dump(programs, url, unfinished)
        _sync(unfinished)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def restore_backup(server: Server, file: Path) -> None:
    """Build a fresh database from a backup, look at it, and only then let it take over."""
    with superuser(server) as connection:
        fresh = make_fresh_database(server, connection)
        try:
            _pour(server, file, fresh)
            _require_via_uma(server, fresh, file)
            put_in_place(connection, fresh)
        except BaseException:
            drop_database(connection, fresh)
            raise


def require_file(file: Path) -> None:
    """Refuse a backup that is not there before anything is touched."""
    if not file.is_file():
        raise InvalidInput("FILE", f"{file} is not there")


def _dump(programs: Programs, url: str, file: Path) -> None:
    target, environment = words_for_client(url)
    command = [programs.path("pg_dump"), "--format=custom", f"--file={file}", "--no-password"]
    done = subprocess.run(
        [*command, f"--dbname={target}"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        umask=0o077,
    )
    if done.returncode != 0:
        raise _why_no_backup(without_password(done.stderr, url), file)


def _why_no_backup(said: str, file: Path) -> Unavailable:
    if is_disk_full(said):
        return ClusterFault(disk_full(file.parent))
    reason = gravest_line(said)
    if "connection to server" in said:
        return DatabaseUnreachable(f"The database cannot be used: {reason}. Try: viauma check")
    return ClusterFault(f"The backup was not made: {reason}")


def _require_writable(file: Path) -> None:
    try:
        # For its owner only from the first byte on: a backup holds what the register holds.
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    except OSError as error:
        raise InvalidInput("FILE", f"{file.parent} cannot be written: {error.strerror}") from None


def _sync(file: Path) -> None:
    with file.open("rb") as written:
        os.fsync(written.fileno())


def _pour(server: Server, file: Path, database: str) -> None:
    listed = _pg_restore(server, "--list", str(file))
    wanted = [line for line in listed.splitlines() if not _is_provided(line)]
    _pg_restore(
        server,
        *("--use-list", "/dev/stdin"),
        f"--dbname={server.url(SUPERUSER, database)}",
        *("--no-owner", f"--role={ROLE}"),
        *("--exit-on-error", "--single-transaction"),
        str(file),
        text="\n".join(wanted),
    )


def _is_provided(line: str) -> bool:
    return any(words in line for words in NOT_OURS_TO_RESTORE)


def _pg_restore(server: Server, *options: str, text: str = "") -> str:
    command = [server.programs.path("pg_restore"), *options]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return done.stdout
    if is_disk_full(done.stderr):
        raise ClusterFault(disk_full(server.data))
    raise ClusterFault(
        f"The backup could not be restored: {gravest_line(done.stderr)}. The data are as they were."
    )


def _require_via_uma(server: Server, database: str, file: Path) -> None:
    from viauma.db.migrate import state

    found = state(server.url(SUPERUSER, database))
    if found.standing == "empty":
        raise ClusterFault(f"{file} is not a backup of Via Uma. The data are as they were.")
    if found.standing == "newer":
        raise SchemaMismatch(
            f"{file} was made by a newer Via Uma (schema {found.current}, here {found.head}): "
            "update the program. The data are as they were."
        )
    _analyze(server, database)


def _analyze(server: Server, database: str) -> None:
    # pg_restore brings no statistics; without them the first questions are planned blindly.
    with psycopg.connect(server.url(SUPERUSER, database), autocommit=True) as connection:
        connection.execute(sql.SQL("analyze"))
