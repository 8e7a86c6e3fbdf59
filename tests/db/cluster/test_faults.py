"""What is wrong with the machine ends in one sentence that says what to do, and loses nothing."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db.cluster.disturbance import kill, read_rows, write_row
from tests.fixtures.database import cluster_settings
from viauma.db.cluster import Cluster
from viauma.db.cluster.account import Account
from viauma.db.cluster.programs import programs_for_new_data
from viauma.errors import ClusterFault
from viauma.settings import ClusterSettings

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="mounting and chown need root")


@pytest.fixture
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 400 MB."""
    disk = folder / "disk"
    disk.mkdir(mode=0o711)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400m,mode=711", "tmpfs", disk], check=False
    )
    if mounted.returncode != 0:
        pytest.skip("this machine lets nobody mount a small disk")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def fill(disk: Path, leave_bytes: int = 0) -> Path:
    """Fill a disk up."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - leave_bytes)
    return filler


def assert_one_sentence(error: pytest.ExceptionInfo[ClusterFault], *words: str) -> None:
    """Check that the message is one line and tells these."""
    assert "\n" not in error.value.message
    assert [word for word in words if word not in error.value.message] == []


def test_data_of_an_older_postgresql_are_named_with_both_majors(stopped: Cluster) -> None:
    stopped.folder.account.write(stopped.folder.data / "PG_VERSION", "14\n")

    with pytest.raises(ClusterFault) as error:
        stopped.ensure_running()

    here = programs_for_new_data(None).major
    assert_one_sentence(error, "PostgreSQL 14", f"PostgreSQL {here}", "viauma db upgrade")


def test_an_upgrade_without_the_old_programs_names_their_packages(stopped: Cluster) -> None:
    stopped.folder.account.write(stopped.folder.data / "PG_VERSION", "14\n")

    with pytest.raises(ClusterFault) as error:
        stopped.upgrade()

    assert_one_sentence(error, "postgresql-14-postgis-3", "Nothing was changed")
    assert stopped.exists


def test_data_of_a_newer_postgresql_cannot_go_back(stopped: Cluster) -> None:
    stopped.folder.account.write(stopped.folder.data / "PG_VERSION", "99\n")

    with pytest.raises(ClusterFault) as error:
        stopped.upgrade()

    assert_one_sentence(error, "PostgreSQL 99", "postgresql-99", "cannot go back")


@as_root
def test_no_cluster_is_begun_that_the_disk_cannot_hold(small_disk: Path) -> None:
    fill(small_disk, leave_bytes=100 * 1024**2)
    cluster = Cluster.of(cluster_settings(small_disk / "cluster"))

    with pytest.raises(ClusterFault) as error:
        cluster.ensure_running()

    assert_one_sentence(error, "MB", "make room", "VIAUMA_CLUSTER__DATA_DIR")
    assert not cluster.exists


@as_root
def test_a_full_disk_at_start_loses_nothing(small_disk: Path) -> None:
    cluster = Cluster.of(cluster_settings(small_disk / "cluster"))
    cluster.ensure_running()
    write_row(cluster)
    kill(cluster)
    filler = fill(small_disk)

    with pytest.raises(ClusterFault) as error:
        cluster.ensure_running()
    filler.unlink()
    cluster.ensure_running()

    assert_one_sentence(error, "is full", "make room")
    assert read_rows(cluster) == ["kept"]
    cluster.stop()


@as_root
def test_a_backup_to_a_full_disk_leaves_no_half_file(small_disk: Path, running: Cluster) -> None:
    fill(small_disk)

    with pytest.raises(ClusterFault) as error:
        running.backup(small_disk / "all.dump")

    assert_one_sentence(error, "is full")
    assert [path.name for path in small_disk.iterdir()] == ["filler"]


def test_a_missing_postgis_names_its_package(folder: Path) -> None:
    """PostgreSQL finds its share directory relative to itself, so a copy can lack PostGIS."""
    real = programs_for_new_data(None)
    if not real.bin_dir.is_relative_to("/usr/lib/postgresql"):
        pytest.skip("only Debian's layout can be copied")
    copied = folder / str(real.bin_dir).lstrip("/")
    shutil.copytree(real.bin_dir, copied)
    share = folder / f"usr/share/postgresql/{real.major}"
    shutil.copytree(f"/usr/share/postgresql/{real.major}", share)
    (share / "extension" / "postgis.control").unlink()
    cluster = Cluster.of(cluster_settings(folder / "cluster", bin_dir=copied))

    with pytest.raises(ClusterFault) as error:
        cluster.ensure_running()

    assert_one_sentence(error, f"postgresql-{real.major}-postgis-3")
    assert not cluster.exists


def test_a_folder_without_programs_is_named(folder: Path) -> None:
    cluster = Cluster.of(cluster_settings(folder / "cluster", bin_dir=folder))

    with pytest.raises(ClusterFault) as error:
        cluster.ensure_running()

    assert_one_sentence(error, "VIAUMA_CLUSTER__BIN_DIR", str(folder))


@as_root
def test_somebody_elses_cluster_is_left_alone(stopped: Cluster) -> None:
    shutil.chown(stopped.folder.path, user="nobody")

    with pytest.raises(ClusterFault) as error:
        stopped.ensure_running()

    assert_one_sentence(error, "belongs to nobody", "VIAUMA_CLUSTER__DATA_DIR")


@as_root
def test_a_place_the_servers_account_cannot_enter_is_named(folder: Path) -> None:
    folder.chmod(0o700)
    cluster = Cluster.of(cluster_settings(folder / "cluster"))

    with pytest.raises(ClusterFault) as error:
        cluster.ensure_running()

    assert_one_sentence(error, "cannot write", str(folder / "cluster"))


def test_a_place_that_cannot_be_made_is_named() -> None:
    cluster = Cluster.of(cluster_settings(Path("/proc/viauma/cluster")))

    with pytest.raises(ClusterFault) as error:
        cluster.ensure_running()

    assert_one_sentence(error, "/proc/viauma/cluster", "VIAUMA_CLUSTER__DATA_DIR")


@as_root
def test_an_account_that_does_not_exist_is_named() -> None:
    with pytest.raises(ClusterFault) as error:
        Account.running_servers("kommunen")

    assert_one_sentence(error, "'kommunen'", "VIAUMA_CLUSTER__RUN_AS")


@as_root
def test_root_is_refused_as_the_servers_account() -> None:
    with pytest.raises(ClusterFault) as error:
        Account.running_servers("root")

    assert_one_sentence(error, "root")


def test_a_setting_postgresql_refuses_is_told_with_the_log(stopped: Cluster) -> None:
    stopped.folder.account.write(stopped.folder.path / "local.conf", "work_mem = plenty\n")

    with pytest.raises(ClusterFault) as error:
        stopped.ensure_running()

    assert_one_sentence(error, "work_mem", str(stopped.folder.log))


def test_the_default_account_is_the_distributions() -> None:
    assert ClusterSettings().run_as == "postgres"
