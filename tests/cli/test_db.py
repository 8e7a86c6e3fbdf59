"""`viauma db` as an operator meets it: what it says, and how it ends."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.fixtures.database import cluster_settings
from viauma.db.cluster import Cluster

Viauma = Callable[..., subprocess.CompletedProcess[str]]
PROGRAM = "from viauma.cli import main; main()"


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A folder that the server's account can enter; the cluster in it is stopped at the end."""
    made = Path(tempfile.mkdtemp(prefix="viauma-cli-"))
    made.chmod(0o711)
    yield made
    Cluster.of(cluster_settings(made / "cluster")).stop()
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def viauma(home: Path, tmp_path: Path) -> Viauma:
    """Run the command line on a cluster of this module's own."""

    def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {name: os.environ[name] for name in os.environ if not name.startswith("VIAUMA_")}
        own = {"VIAUMA_CLUSTER__DATA_DIR": str(home / "cluster")}
        return subprocess.run(
            [sys.executable, "-c", PROGRAM, *words],
            cwd=tmp_path,
            env=kept | own | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_start_says_what_runs_and_what_comes_next(viauma: Viauma, home: Path) -> None:
    viauma("db", "stop")

    done = viauma("db", "start")

    assert done.returncode == 0, done.stderr
    assert f"is running, with its data in {home / 'cluster'}" in done.stdout
    assert "Next: viauma" in done.stdout


def test_a_second_start_says_that_it_ran_already(viauma: Viauma) -> None:
    viauma("db", "start")

    assert "was running already" in viauma("db", "start").stdout


def test_a_stop_says_whether_there_was_anything_to_stop(viauma: Viauma) -> None:
    viauma("db", "start")

    assert viauma("db", "stop").stdout == "PostgreSQL is stopped.\n"
    assert viauma("db", "stop").stdout == "PostgreSQL was not running.\n"


def test_the_status_of_a_stopped_cluster_says_how_to_start_it(viauma: Viauma) -> None:
    viauma("db", "stop")

    done = viauma("db", "status")

    assert done.returncode == 1
    assert "Start it with: viauma db start" in done.stdout


def test_the_status_of_a_running_cluster_tells_versions_and_places(
    viauma: Viauma, home: Path
) -> None:
    viauma("db", "start")

    done = viauma("db", "status")

    first_words = [line.split()[0] for line in done.stdout.splitlines()]
    assert first_words == ["running", "PostGIS", "data", "socket", "schema"]
    assert str(home) in done.stdout


def test_migrating_says_from_where_to_where(viauma: Viauma) -> None:
    viauma("db", "reset", "--yes", "--no-backup")

    assert "The schema went from nothing to" in viauma("db", "migrate").stdout
    assert "already" in viauma("db", "migrate").stdout


def test_a_rebuild_tells_how_many_places_it_made(viauma: Viauma) -> None:
    viauma("db", "migrate")

    done = viauma("db", "rebuild")

    assert done.returncode == 0, done.stderr
    assert "places are published" in done.stdout


def test_a_reset_asks_and_without_anybody_there_refuses(viauma: Viauma) -> None:
    done = viauma("db", "reset")

    assert done.returncode == 2
    assert done.stderr.startswith("viauma: --yes: is needed to empty the database")


def test_a_reset_says_where_the_copy_is(viauma: Viauma) -> None:
    viauma("db", "migrate")

    done = viauma("db", "reset", "--yes")

    kept = next(word for word in done.stdout.split() if word.endswith(".dump;")).rstrip(";")
    assert Path(kept).exists()


def test_a_backup_and_its_way_back(viauma: Viauma, tmp_path: Path) -> None:
    viauma("db", "migrate")

    made = viauma("db", "backup", "all.dump")
    back = viauma("db", "restore", "all.dump", "--yes")

    assert (made.returncode, back.returncode) == (0, 0), made.stderr + back.stderr
    assert "Bring it back with: viauma db restore all.dump" in made.stdout
    assert "The database is as all.dump has it" in back.stdout
    assert (tmp_path / "all.dump").exists()


def test_restoring_from_nowhere_is_the_typists_fault(viauma: Viauma) -> None:
    done = viauma("db", "restore", "absent.dump", "--yes")

    assert done.returncode == 2
    assert done.stderr == "viauma: FILE: absent.dump is not there\n"


def test_an_upgrade_with_nothing_to_do_brings_the_schema_along(viauma: Viauma) -> None:
    done = viauma("db", "upgrade")

    assert done.returncode == 0, done.stderr
    assert "current" in done.stdout


def test_the_shell_is_psql_on_the_database(viauma: Viauma) -> None:
    viauma("db", "migrate")

    done = viauma("db", "shell", PSQLRC=os.devnull)

    assert done.returncode == 0, done.stderr


def test_a_database_of_ones_own_is_not_ours_to_stop_or_empty(viauma: Viauma) -> None:
    own = {"VIAUMA_DATABASE__URL": "postgresql://clerk:s3cr3t@127.0.0.1:1/x"}

    for command in (["start"], ["stop"], ["reset", "--yes"], ["restore", "x.dump", "--yes"]):
        done = viauma("db", *command, **own)

        assert done.returncode == 1
        assert "VIAUMA_DATABASE__URL names a database of yours" in done.stderr


@pytest.mark.parametrize("command", [["db", "migrate"], ["db", "backup", "x.dump"], ["check"]])
def test_an_unreachable_database_is_told_without_the_password(
    viauma: Viauma, command: list[str]
) -> None:
    done = viauma(*command, VIAUMA_DATABASE__URL="postgresql://clerk:s3cr3t@127.0.0.1:1/x")

    assert done.returncode == 1
    assert "Connection refused" in done.stdout + done.stderr
    assert "s3cr3t" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def guarded_url(viauma: Viauma, home: Path) -> Iterator[str]:
    """The URL of a role that must give a password, but the password in it is wrong."""
    cluster = Cluster.of(cluster_settings(home / "cluster"))
    rules = home / "cluster" / "guarded.conf"
    cluster.ensure_running()
    with psycopg.connect(cluster.superuser_url, autocommit=True) as connection:
        connection.execute("drop role if exists clerk")
        connection.execute("create role clerk login password 'right'")
    cluster.stop()
    cluster.folder.account.write(
        rules, "local all clerk scram-sha-256\nlocal all all peer map=viauma\n"
    )
    cluster.folder.account.write(home / "cluster" / "local.conf", f"hba_file = '{rules}'\n")
    cluster.ensure_running()
    yield cluster.url.replace("viauma@", "clerk:wr0ng@")
    cluster.folder.account.run("rm", home / "cluster" / "local.conf")
    cluster.stop()


@pytest.mark.parametrize("command", [["db", "migrate"], ["db", "backup", "x.dump"], ["check"]])
def test_a_wrong_password_is_told_and_not_shown(
    viauma: Viauma, guarded_url: str, command: list[str]
) -> None:
    done = viauma(*command, VIAUMA_DATABASE__URL=guarded_url)

    assert done.returncode == 1
    assert "password authentication failed" in done.stdout + done.stderr
    assert "wr0ng" not in done.stdout + done.stderr
