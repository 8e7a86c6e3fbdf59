"""What remains after a kill: everything that was committed, and a cluster that starts."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.db.cluster.disturbance import kill, read_rows, write_row
from viauma.db.cluster import Cluster
from viauma.db.cluster.server import noted_pid


@pytest.fixture
def stranger(fresh: Cluster) -> Iterator[subprocess.Popen[bytes]]:
    """A program of the server's own account that has nothing to do with PostgreSQL."""
    account = fresh.folder.account
    user = account.uid if account.is_another else None
    with subprocess.Popen(["sleep", "600"], user=user) as process:
        yield process
        process.kill()


def put_pid(cluster: Cluster, pid: int) -> None:
    """Write a process's number where a server would have noted its own."""
    pid_file = cluster.folder.data / "postmaster.pid"
    started = f"{pid}\n{cluster.folder.data}\n1700000000\n5432\n/nowhere\n\n     0     0\nready\n"
    cluster.folder.account.write(pid_file, started)


def test_a_killed_server_recovers_what_was_committed(running: Cluster) -> None:
    write_row(running)
    before = kill(running)
    assert before == noted_pid(running.folder.data / "postmaster.pid")

    running.ensure_running()

    assert read_rows(running) == ["kept"]
    assert before != running.status().pid


def test_a_pid_file_that_names_nobody_is_no_hindrance(stopped: Cluster) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    put_pid(stopped, gone.pid)

    stopped.ensure_running()

    assert stopped.status().running


def test_a_pid_that_now_belongs_to_a_stranger_is_no_hindrance(
    stopped: Cluster, stranger: subprocess.Popen[bytes]
) -> None:
    put_pid(stopped, stranger.pid)

    stopped.ensure_running()

    assert stopped.status().running
    assert stranger.poll() is None


def test_a_dead_server_that_nobody_buried_is_no_hindrance(stopped: Cluster) -> None:
    """In a container without an init process the dead keep their numbers."""
    account = stopped.folder.account
    unburied = subprocess.Popen(["true"], user=account.uid if account.is_another else None)
    time.sleep(0.2)
    put_pid(stopped, unburied.pid)

    stopped.ensure_running()

    assert stopped.status().running
    unburied.wait()


def test_a_stranger_is_never_stopped(stopped: Cluster, stranger: subprocess.Popen[bytes]) -> None:
    put_pid(stopped, stranger.pid)

    assert not stopped.stop()
    assert stranger.poll() is None


def test_an_initialisation_killed_half_way_is_begun_anew(fresh: Cluster, folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from tests.fixtures.database import cluster_settings\n"
        "from viauma.db.cluster import Cluster\n"
        "Cluster.of(cluster_settings(Path(sys.argv[1]))).ensure_running()\n"
    )
    victim = subprocess.Popen([sys.executable, "-c", program, str(folder / "cluster")])
    while not list((folder / "cluster").glob("data.unfinished-*/PG_VERSION")):
        assert victim.poll() is None
        time.sleep(0.01)
    os.kill(victim.pid, signal.SIGKILL)
    victim.wait()
    assert not fresh.exists

    fresh.ensure_running()

    assert fresh.status().postgis_version is not None


def test_a_database_half_made_is_made_anew(running: Cluster) -> None:
    with psycopg.connect(running.superuser_url, autocommit=True) as connection:
        connection.execute("alter database viauma rename to viauma_unfinished_0a1b2c3d")

    running.ensure_running()

    with psycopg.connect(running.url) as connection:
        names = connection.execute("select datname from pg_database order by 1").fetchall()
    assert [name for (name,) in names] == ["postgres", "template0", "template1", "viauma"]


def test_a_database_closed_by_a_killed_restore_is_opened_again(running: Cluster) -> None:
    write_row(running)
    with psycopg.connect(running.superuser_url, autocommit=True) as connection:
        connection.execute("alter database viauma allow_connections false")

    running.ensure_running()

    assert read_rows(running) == ["kept"]
