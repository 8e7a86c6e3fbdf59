"""What tests do to a running cluster: write, kill, look again."""

import os
import signal
import time

import psycopg

from viauma.db.cluster import Cluster
from viauma.db.cluster.server import command_line


def stop_if_possible(cluster: Cluster) -> None:
    """Leave no server behind, whatever the test did to its files."""
    pid = cluster.status().pid
    if pid is None:
        return
    os.kill(pid, signal.SIGINT)
    wait_for_end(pid)


def kill(cluster: Cluster) -> int:
    """Kill the server as a power cut would, and wait until it is gone; return its number."""
    pid = cluster.status().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_for_end(pid)
    return pid


def wait_for_end(pid: int) -> None:
    """Wait until a process is gone."""
    deadline = time.monotonic() + 20
    while command_line(pid):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def write_row(cluster: Cluster, word: str = "kept") -> None:
    """Commit a row that must survive."""
    with psycopg.connect(cluster.url) as connection:
        connection.execute("create table if not exists memory (word text)")
        connection.execute("insert into memory values (%s)", [word])


def read_rows(cluster: Cluster) -> list[str]:
    """Read what survived."""
    with psycopg.connect(cluster.url) as connection:
        return [row[0] for row in connection.execute("select word from memory order by word")]
