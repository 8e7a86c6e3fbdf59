"""Backups come back whole, and a restore that fails changes nothing."""

from pathlib import Path

import psycopg
import pytest

from tests.db.cluster.disturbance import read_rows, write_row
from viauma.db.cluster import Cluster, dump, major
from viauma.db.cluster.programs import programs_for_new_data
from viauma.db.migrate import state
from viauma.errors import ClusterFault, InvalidInput


def forget(cluster: Cluster) -> None:
    """Lose the rows."""
    with psycopg.connect(cluster.url) as connection:
        connection.execute("delete from memory")


def test_a_backup_brings_back_what_was_lost(running: Cluster, tmp_path: Path) -> None:
    write_row(running)
    running.backup(tmp_path / "all.dump")
    forget(running)

    running.restore(tmp_path / "all.dump")

    assert read_rows(running) == ["kept"]
    assert state(running.url).standing == "current"


def test_a_restored_database_is_the_applications_own(running: Cluster, tmp_path: Path) -> None:
    running.backup(tmp_path / "all.dump")
    running.restore(tmp_path / "all.dump")

    with psycopg.connect(running.url) as connection:
        owners = connection.execute(
            "select distinct tableowner from pg_tables where schemaname = 'viauma'"
        ).fetchall()
        readable = connection.execute(
            "select has_table_privilege('viauma_public', 'viauma.published_place', 'select'),"
            " has_table_privilege('viauma_public', 'viauma.place', 'select')"
        ).fetchone()
    assert owners == [("viauma",)]
    assert readable == (True, False)


def test_a_restore_sets_the_former_content_aside(running: Cluster, tmp_path: Path) -> None:
    running.backup(tmp_path / "empty.dump")
    write_row(running, "former")

    kept = running.restore(tmp_path / "empty.dump")
    running.restore(kept)

    assert read_rows(running) == ["former"]


def test_a_restore_works_while_others_are_connected(running: Cluster, tmp_path: Path) -> None:
    write_row(running)
    running.backup(tmp_path / "all.dump")

    with psycopg.connect(running.url) as other:
        other.execute("select 1")
        running.restore(tmp_path / "all.dump")

        with pytest.raises(psycopg.OperationalError):
            other.execute("select 1")
    assert read_rows(running) == ["kept"]


def test_a_broken_file_changes_nothing(running: Cluster, tmp_path: Path) -> None:
    write_row(running)
    running.backup(tmp_path / "all.dump")
    whole = (tmp_path / "all.dump").read_bytes()
    (tmp_path / "half.dump").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(ClusterFault, match="The data are as they were"):
        running.restore(tmp_path / "half.dump")

    assert read_rows(running) == ["kept"]
    assert own_databases(running) == ["viauma"]


def test_somebody_elses_dump_is_refused(running: Cluster, tmp_path: Path) -> None:
    write_row(running)
    programs = programs_for_new_data(None)
    foreign = running.superuser_url
    dump.write_backup(programs, foreign, tmp_path / "foreign.dump")

    with pytest.raises(ClusterFault, match="is not a backup of Via Uma"):
        running.restore(tmp_path / "foreign.dump")

    assert read_rows(running) == ["kept"]
    assert own_databases(running) == ["viauma"]


def test_a_missing_file_is_named(running: Cluster, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"nowhere\.dump is not there"):
        running.restore(tmp_path / "nowhere.dump")


def test_a_backup_never_replaces_another_file(running: Cluster, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(InvalidInput, match="exists already"):
        running.backup(tmp_path / "mine.txt")

    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_backup_into_nowhere_is_refused(running: Cluster, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be written"):
        running.backup(tmp_path / "absent" / "all.dump")


def test_a_backup_is_for_its_owners_eyes_only(running: Cluster, tmp_path: Path) -> None:
    running.backup(tmp_path / "all.dump")

    assert (tmp_path / "all.dump").stat().st_mode & 0o077 == 0


def test_a_reset_empties_and_keeps_a_copy(running: Cluster) -> None:
    write_row(running)

    kept = running.reset()

    assert state(running.url).standing == "empty"
    assert kept is not None
    running.restore(kept)
    assert read_rows(running) == ["kept"]


def test_a_reset_keeps_no_copy_when_told_so(running: Cluster) -> None:
    assert running.reset(keep_backup=False) is None
    assert not (running.folder.path / "backups").exists()


def test_a_move_to_new_programs_takes_everything_along(stopped: Cluster) -> None:
    """One major is installed here, so the move goes from it to itself; the steps are the same."""
    stopped.ensure_running()
    write_row(stopped)
    stopped.stop()
    programs = programs_for_new_data(None)

    kept = major.move_data(stopped.folder, programs, programs)
    stopped.ensure_running()

    assert (kept / "PG_VERSION").exists()
    assert read_rows(stopped) == ["kept"]
    assert state(stopped.url).standing == "current"


def test_a_move_killed_at_its_last_step_is_finished(stopped: Cluster) -> None:
    stopped.ensure_running()
    write_row(stopped)
    stopped.stop()
    stopped.folder.data.rename(stopped.folder.path / major.NEXT)

    stopped.ensure_running()

    assert read_rows(stopped) == ["kept"]


def own_databases(cluster: Cluster) -> list[str]:
    """Name the databases that are ours, finished or not."""
    with psycopg.connect(cluster.superuser_url) as connection:
        rows = connection.execute("select datname from pg_database where datname like 'viauma%'")
        return [row[0] for row in rows]
