"""The ledger says what is so: what runs, what is done, what failed, what was broken off."""

import signal
import subprocess
import sys
import time

import psycopg
import pytest

from tests.db.laws.ledger import one
from tests.fixtures.database import settings_for
from tests.imports.conftest import beginning, row
from viauma.db.session import reading
from viauma.errors import Conflict, InvalidInput
from viauma.imports.queries import import_run, import_runs
from viauma.imports.runs import running

CHILD = """
import sys, time
from tests.fixtures.database import settings_for
from tests.imports.conftest import beginning, row
from viauma.imports.runs import running
from viauma.imports.taking_in import take_in

def rows():
    for number in range(1, 5_000):
        if number == 4_000:
            print("half", flush=True)
            time.sleep(600)
        yield row(number)

with running(settings_for(sys.argv[1]), beginning()) as run:
    take_in(run, "town", rows(), is_whole=lambda: True)
"""


def ledger(url: str) -> list[dict]:
    with reading(settings_for(url)) as session:
        return import_runs(session)


def test_a_run_says_what_became_of_its_rows(take, small_url):
    take([row(1), row(2)])
    (run,) = ledger(small_url)

    assert (run["state"], run["created"], run["source"]) == ("done", 2, "town")
    assert run["finished_at"] >= run["started_at"]


def test_a_run_is_seen_while_it_works_and_is_the_only_one_of_its_source(small_url):
    settings = settings_for(small_url)
    with running(settings, beginning()), running(settings, beginning("village")):
        assert [run["state"] for run in ledger(small_url)] == ["running", "running"]
        with (
            pytest.raises(Conflict, match="Another import of 'town' is at work"),
            running(settings, beginning()),
        ):
            pass
    assert len(ledger(small_url)) == 2


def test_a_run_that_failed_says_why(take, small_url):
    with pytest.raises(InvalidInput), running(settings_for(small_url), beginning()):
        raise InvalidInput("--crs", "is not known")
    (run,) = ledger(small_url)

    assert (run["state"], run["message"]) == ("failed", "--crs: is not known")


def test_a_run_killed_in_the_middle_leaves_the_old_state_and_is_known_as_broken_off(
    take, small_url
):
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, small_url], stdout=subprocess.PIPE, text=True
    ) as working:
        assert working.stdout is not None
        assert working.stdout.readline() == "half\n"
        assert [run["state"] for run in ledger(small_url)] == ["running"]
        working.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 60
    # The server, too, has to see that the writer is gone.
    while ledger(small_url)[0]["state"] == "running" and time.monotonic() < deadline:
        time.sleep(0.1)
    with psycopg.connect(small_url) as connection:
        left = one(connection, "select count(*) from viauma.place")
    assert (left, [run["state"] for run in ledger(small_url)]) == (0, ["broken"])

    with running(settings_for(small_url), beginning()) as run:
        assert run.broken_off_at == ledger(small_url)[1]["started_at"]
    assert take([row(1)]).stored.created == 1


def test_a_run_is_found_by_the_end_of_its_number(take, small_url):
    take([row(1)])
    (run,) = ledger(small_url)
    with reading(settings_for(small_url)) as session:
        assert import_run(session, str(run["id"])[-6:])["id"] == run["id"]
