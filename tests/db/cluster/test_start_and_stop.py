"""A private cluster from nothing to running, and back."""

import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import sqlalchemy

from tests.db.cluster.disturbance import read_rows, write_row
from tests.fixtures.database import cluster_settings
from viauma.db.cluster import Cluster
from viauma.db.cluster.folder import LONGEST_SOCKET_PATH


def test_a_first_start_makes_a_database_with_postgis(fresh: Cluster) -> None:
    fresh.ensure_running()

    found = fresh.status()
    assert found.running
    assert found.postgis_version is not None
    assert found.pid is not None


def test_nobody_but_its_account_enters_the_folder(running: Cluster) -> None:
    parts = (running.folder.path, running.folder.data, running.status().sockets)

    assert [stat.S_IMODE(part.stat().st_mode) for part in parts] == [0o700] * 3
    assert {running.folder.account.uid} == {part.stat().st_uid for part in parts}


def test_it_listens_on_no_network_and_guards_its_pages(running: Cluster) -> None:
    with psycopg.connect(running.url) as connection:
        told = [
            connection.execute("select current_setting(%s)", [name]).fetchone()
            for name in ("listen_addresses", "data_checksums", "jit", "unix_socket_permissions")
        ]

    assert told == [("",), ("on",), ("off",), ("0700",)]


def test_order_is_by_code_point_and_letters_beyond_ascii_have_cases(running: Cluster) -> None:
    with psycopg.connect(running.url) as connection:
        row = connection.execute("select 'Ö' > 'z', lower('ÅÄÖ'), current_user").fetchone()

    assert row == (True, "åäö", "viauma")


def test_sqlalchemy_accepts_the_url_too(running: Cluster) -> None:
    engine = sqlalchemy.create_engine(running.url)

    with engine.connect() as connection:
        assert connection.scalar(sqlalchemy.text("select current_user")) == "viauma"
    engine.dispose()


def test_the_application_is_no_superuser(running: Cluster) -> None:
    with psycopg.connect(running.url) as connection:
        row = connection.execute(
            "select rolsuper, rolcreaterole, pg_has_role('viauma_public', 'member') "
            "from pg_roles where rolname = current_user"
        ).fetchone()

    assert row == (False, True, True)


def test_a_second_start_finds_it_running_at_once(running: Cluster) -> None:
    before = running.status().pid
    began = time.perf_counter()

    running.ensure_running()

    assert time.perf_counter() - began < 2
    assert before == running.status().pid


def test_what_was_written_is_there_after_a_stop(running: Cluster) -> None:
    write_row(running)

    assert running.stop()
    assert not running.status().running
    assert not running.stop()
    running.ensure_running()

    assert read_rows(running) == ["kept"]


def test_two_first_starts_at_once_make_one_server(folder: Path, fresh: Cluster) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from tests.fixtures.database import cluster_settings\n"
        "from viauma.db.cluster import Cluster\n"
        "cluster = Cluster.of(cluster_settings(Path(sys.argv[1])))\n"
        "cluster.ensure_running(); print(cluster.status().pid)\n"
    )
    command = [sys.executable, "-c", program, str(folder / "cluster")]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]

    said = {program.communicate(timeout=60)[0].strip() for program in both}

    assert {str(fresh.status().pid)} == said
    assert [program.returncode for program in both] == [0, 0]


def test_a_long_path_gets_a_short_socket(folder: Path) -> None:
    cluster = Cluster.of(cluster_settings(folder / ("long, 'and odd'" + "x" * 90)))

    cluster.ensure_running()

    sockets = cluster.status().sockets
    try:
        assert cluster.status().running
        assert len(str(sockets / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH
    finally:
        cluster.stop()
        sockets.rmdir()


def test_the_operators_own_settings_are_read_last(stopped: Cluster) -> None:
    stopped.folder.account.write(stopped.folder.path / "local.conf", "work_mem = 7MB\n")

    stopped.ensure_running()

    with psycopg.connect(stopped.url) as connection:
        assert connection.execute("show work_mem").fetchone() == ("7MB",)
