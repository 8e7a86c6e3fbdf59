"""Real clusters in temporary folders, for tests that stop, kill and break them.

Independent of the run's shared cluster: what happens here must not happen to other tests.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db.cluster.disturbance import stop_if_possible
from tests.fixtures.database import cluster_settings
from viauma.db.cluster import Cluster

# A kill takes the server's memory but not the kernel's, so a commit must leave the server.
QUICK = "fsync = off\nfull_page_writes = off\n"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A temporary folder that the server's own account can pass through."""
    made = Path(tempfile.mkdtemp(prefix="viauma-cluster-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def seed() -> Iterator[Path]:
    """A cluster made once, migrated and stopped, to be copied: few tests need its birth."""
    made = Path(tempfile.mkdtemp(prefix="viauma-seed-"))
    made.chmod(0o711)
    cluster = Cluster.of(cluster_settings(made / "cluster"))
    cluster.folder.prepare()
    cluster.folder.account.write(cluster.folder.path / "local.conf", QUICK)
    cluster.upgrade()
    cluster.stop()
    yield made / "cluster"
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def fresh(folder: Path) -> Iterator[Cluster]:
    """A cluster that does not exist yet."""
    cluster = Cluster.of(cluster_settings(folder / "cluster"))
    yield cluster
    stop_if_possible(cluster)


@pytest.fixture
def stopped(seed: Path, folder: Path) -> Iterator[Cluster]:
    """A cluster that exists and does not run."""
    cluster = Cluster.of(cluster_settings(folder / "cluster"))
    cluster.folder.prepare()
    cluster.folder.account.run("cp", "-a", f"{seed}/.", cluster.folder.path)
    yield cluster
    stop_if_possible(cluster)


@pytest.fixture
def running(stopped: Cluster) -> Cluster:
    """A cluster that runs."""
    stopped.ensure_running()
    return stopped
