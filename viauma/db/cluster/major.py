"""How data move from one PostgreSQL major to the next: dumped by the old, restored by the new.

``pg_upgrade`` would be quicker, but it needs both PostGIS libraries to agree and changes files in
place when it links; here the old directory is only read, and kept aside afterwards.
"""

from pathlib import Path

from viauma import clock
from viauma.db.cluster import dump
from viauma.db.cluster.birth import make_data_directory, make_database
from viauma.db.cluster.configuration import DATABASE, SUPERUSER
from viauma.db.cluster.folder import Folder
from viauma.db.cluster.programs import OLDEST_MAJOR, Programs
from viauma.db.cluster.server import Server

NEXT = "data.next"


def move_data(folder: Folder, old: Programs, new: Programs) -> Path:
    """Rebuild the data under the new programs; return where the old directory was kept."""
    file = folder.new_backup(f"from-postgresql-{old.major}")
    _dump_with_old_server(folder, old, new, file)
    folder.account.run("rm", "-rf", "--", folder.path / NEXT)
    data = make_data_directory(folder, new, name=NEXT)
    _fill(_server(folder, new, data), folder, file)
    kept = folder.path / f"data.{old.major}-{clock.now():%Y%m%dT%H%M%SZ}"
    folder.data.rename(kept)
    data.rename(folder.data)
    return kept


def finish_interrupted_move(folder: Folder) -> None:
    """Put the new data in place when a kill fell between the last two renames of a move.

    The old directory steps aside only when the new one is complete, so new data without old
    beside them are whole.
    """
    if folder.data_major is None and (folder.path / NEXT / "PG_VERSION").exists():
        (folder.path / NEXT).rename(folder.data)


def cannot_run(data: Path, found: int, installed: Programs) -> str:
    """Say that the data and the installed programs are of different majors."""
    if found > installed.major:
        return data_are_newer(data, found, installed)
    return (
        f"The data in {data} are of PostgreSQL {found}, and this machine has PostgreSQL "
        f"{installed.major}. Nothing was changed. Run: viauma db upgrade"
    )


def data_are_newer(data: Path, found: int, installed: Programs) -> str:
    """Say that data cannot go back to an older major."""
    return (
        f"The data in {data} are of PostgreSQL {found}, and this machine has only PostgreSQL "
        f"{installed.major}; `viauma db upgrade` cannot go back. Install {_packages(found)}."
    )


def old_programs_missing(data: Path, found: int | None, installed: Programs) -> str:
    """Say what is missing for a move: the programs that can still read the old data."""
    if found is not None and found < OLDEST_MAJOR:
        wanted = f"restore a backup made with PostgreSQL {OLDEST_MAJOR} or later, or install"
    else:
        wanted = "install"
    return (
        f"The data in {data} are of PostgreSQL {found}, and only PostgreSQL {installed.major} is "
        f"installed: {wanted} {_packages(found or OLDEST_MAJOR)} beside it, then run "
        "`viauma db upgrade` again. Nothing was changed."
    )


def _dump_with_old_server(folder: Folder, old: Programs, new: Programs, file: Path) -> None:
    server = _server(folder, old, folder.data)
    folder.make_private(server.sockets)
    server.start()
    try:
        make_database(server)
        # The newer pg_dump reads the older server; the other way round is refused.
        dump.write_backup(new, server.url(SUPERUSER, DATABASE), file)
    finally:
        server.stop()


def _fill(server: Server, folder: Folder, file: Path) -> None:
    folder.make_private(server.sockets)
    server.start()
    try:
        make_database(server)
        dump.restore_backup(server, file)
    finally:
        server.stop()
        folder.account.run("rm", "-rf", "--", server.sockets)


def _server(folder: Folder, programs: Programs, data: Path) -> Server:
    return Server(programs, folder.account, data, folder.sockets_of(data), folder.log)


def _packages(major: int) -> str:
    return f"postgresql-{major} and postgresql-{major}-postgis-3"
