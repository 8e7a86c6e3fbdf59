"""Whatever happens in the middle of an import, the old state stays, and somebody says so."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.db.laws.ledger import one, rows
from tests.fixtures.database import settings_for
from tests.imports.conftest import beginning, row
from viauma.db.session import reading
from viauma.errors import DatabaseUnreachable, Unavailable
from viauma.imports.queries import import_runs
from viauma.imports.runs import running
from viauma.imports.taking_in import take_in
from viauma_data.importing import Asked, import_file

COUNT = 3_000
HEAD = "id,namn,kategori,lat,lon"
# The real import of a file, in pieces so small that each step is told of several times; it kills
# itself where it is told to.
CHILD = """
import os, signal, sys
from tests.fixtures.database import settings_for
from viauma.places import creating, updating
from viauma_data.importing import Asked, import_file

url, where, last, aside = sys.argv[1:]
creating.PIECE, updating.PIECE = 1_000, 1_000
if aside == "aside":
    creating.WORTH_STANDING_ASIDE = 1_000

def progress(step, done, total):
    if step == last and done:
        os.kill(os.getpid(), signal.SIGKILL)

asked = Asked(where=where, source="many", readers_may_wait=aside == "aside")
import_file(settings_for(url), asked, actor="test", progress=progress)
"""
CATALOGUE = (
    "select indexdef from pg_indexes where schemaname = 'viauma' order by 1",
    "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) "
    "from pg_constraint order by 1, 2",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "many.csv", "Bad")


def write(path: Path, name: str) -> Path:
    lines = (f"{n},{name} {n},bathing_beach,{63.7 + n / 90_000},20.2" for n in range(COUNT))
    path.write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")
    return path


def asked(url: str, statement: str) -> list[Any]:
    with psycopg.connect(url) as connection:
        return rows(connection, statement)


def held(url: str) -> tuple[Any, ...]:
    """All that an import could leave half done."""
    places = "select source_id, names from viauma.place order by 1"
    return (*(asked(url, statement) for statement in (*CATALOGUE, places)),)


def states(url: str) -> list[str]:
    with reading(settings_for(url)) as session:
        return [run["state"] for run in import_runs(session)]


def killed(url: str, file: Path, step: str, aside: str = "kept") -> None:
    """Import, killed at a step, until the server has seen it too."""
    done = subprocess.run([sys.executable, "-c", CHILD, url, file, step, aside], check=False)
    assert done.returncode == -signal.SIGKILL
    deadline = time.monotonic() + 90
    while "running" in states(url) or asked(url, AT_WORK):
        assert time.monotonic() < deadline
        time.sleep(0.05)


AT_WORK = (
    "select pid from pg_stat_activity where datname = current_database() "
    "and backend_type = 'client backend' and pid <> pg_backend_pid()"
)


def imported(url: str, file: Path) -> Any:
    return import_file(settings_for(url), Asked(where=str(file), source="many"), actor="test")


@pytest.mark.parametrize("step", ["surveyed", "located"])
def test_killed_before_the_first_row_is_stored_it_leaves_nothing(database_url, file, step):
    before = held(database_url)
    killed(database_url, file, step)

    assert before == held(database_url)
    assert "broken" not in states(database_url)


@pytest.mark.parametrize(
    ("step", "aside"),
    [("checked", "kept"), ("stored", "kept"), ("stored", "aside"), ("indexed", "aside")],
)
def test_killed_while_it_stores_it_leaves_the_old_state_and_the_next_run_says_so(
    database_url, file, step, aside
):
    before = held(database_url)
    killed(database_url, file, step, aside)

    assert before == held(database_url)
    assert states(database_url)[0] == "broken"
    again = imported(database_url, file)
    assert again.broken_off_at is not None
    assert again.outcome.stored.created == COUNT
    assert states(database_url)[:2] == ["done", "broken"]


def test_killed_while_it_changes_places_it_leaves_what_they_said(database_url, file):
    imported(database_url, file)
    before = held(database_url)
    killed(database_url, write(file, "Strand"), "compared")

    assert before == held(database_url)
    assert imported(database_url, file).outcome.stored.updated == COUNT


def test_the_database_going_away_is_a_sentence_and_the_run_is_known(small_url):
    def torn() -> Iterator[Any]:
        yield row(1)
        with psycopg.connect(small_url, autocommit=True) as connection:
            connection.execute(f"select pg_terminate_backend(pid) from ({AT_WORK}) working")
        yield row(2)

    with (
        pytest.raises(DatabaseUnreachable, match="The database cannot be used: .* viauma check"),
        running(settings_for(small_url), beginning()) as run,
    ):
        take_in(run, "town", torn(), is_whole=lambda: True)

    assert one_of(small_url, "select count(*) from viauma.place") == 0
    assert states(small_url)[0] in {"failed", "broken"}


def test_a_full_disk_of_the_database_is_a_sentence_and_nothing_is_stored(database_url, file):
    # PostgreSQL's own error, raised where it would be: at a write into the places.
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "create function viauma.full() returns trigger language plpgsql as $$ begin "
            "raise exception 'could not extend file' using errcode = 'disk_full'; end $$; "
            "create trigger zz_full after insert on viauma.place execute function viauma.full()"
        )
    with pytest.raises(Unavailable, match="no room left: could not extend file. Nothing was"):
        imported(database_url, file)

    assert one_of(database_url, "select count(*) from viauma.place where source = 'many'") == 0
    assert states(database_url)[0] == "failed"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_full_disk_of_ours_is_a_sentence_and_nothing_is_stored(database_url, file, monkeypatch):
    spool = "viauma.imports.taking_in.tempfile.SpooledTemporaryFile"
    monkeypatch.setattr(spool, lambda *_, **__: open("/dev/full", "w"))  # noqa: PTH123, SIM115
    file.write_text(file.read_text() + f"{COUNT},Ön,bathing_beach,0,0\n" * 5_000)
    with pytest.raises(Unavailable, match="There is no room left in .*; nothing was stored"):
        imported(database_url, file)

    assert one_of(database_url, "select count(*) from viauma.place where source = 'many'") == 0


def one_of(url: str, statement: str) -> Any:
    with psycopg.connect(url) as connection:
        return one(connection, statement)
