"""What there is to tell about a private cluster, running or not."""

from dataclasses import dataclass
from pathlib import Path

import psycopg

from viauma.db.cluster.folder import Folder
from viauma.db.cluster.server import Server


@dataclass(frozen=True)
class ClusterStatus:
    """One look at the cluster."""

    exists: bool
    running: bool
    folder: Path
    sockets: Path
    pid: int | None = None
    data_major: int | None = None
    server_version: str | None = None
    postgis_version: str | None = None
    size_bytes: int | None = None


def look_at(folder: Folder, server: Server | None) -> ClusterStatus:
    """Describe the cluster without starting anything."""
    bare = ClusterStatus(
        exists=folder.data_major is not None,
        running=False,
        folder=folder.path,
        sockets=folder.sockets_of(folder.data),
        data_major=folder.data_major,
    )
    if server is None or not server.accepts:
        return bare
    return _with_answers(bare, server)


def _with_answers(bare: ClusterStatus, server: Server) -> ClusterStatus:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute(
            "select split_part(current_setting('server_version'), ' ', 1),"
            " pg_database_size(current_database()),"
            " (select extversion from pg_extension where extname = 'postgis')"
        ).fetchone()
    version, size, postgis = row or (None, None, None)
    return ClusterStatus(
        exists=True,
        running=True,
        folder=bare.folder,
        sockets=bare.sockets,
        pid=server.pid(),
        data_major=bare.data_major,
        server_version=version,
        postgis_version=postgis,
        size_bytes=size,
    )
