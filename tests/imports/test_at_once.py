"""Two imports at once: of one source the second is refused, of two both come to an end."""

import subprocess
import sys

import psycopg

from tests.db.laws.ledger import rows

COUNT = 400
# Each wants the addresses of the other, in the opposite order: whoever comes second would be
# refused, or both would wait for each other.
CHILD = """
import sys
from tests.fixtures.database import settings_for
from tests.imports.conftest import beginning, row
from viauma.imports.runs import running
from viauma.imports.taking_in import take_in
from viauma.places import creating

url, source, direction, count = sys.argv[1:]
creating.PIECE = 50
numbers = range(int(count))[:: int(direction)]
drafts = [
    row(n, source=source, source_id=f"{at}", slug=f"beach-{n}", wkt=f"POINT (20.{n:03} 63.8)")
    for at, n in enumerate(numbers)
]
def given():
    print("ready", flush=True)
    sys.stdin.readline()
    yield from drafts
with running(settings_for(url), beginning(source)) as run:
    take_in(run, source, given(), is_whole=lambda: True)
"""


def begun(url: str, source: str, direction: int) -> "subprocess.Popen[str]":
    words = [sys.executable, "-c", CHILD, url, source, str(direction), str(COUNT)]
    pipe = subprocess.PIPE
    return subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_two_sources_at_once_both_come_to_their_end_whatever_addresses_they_want(small_url):
    with begun(small_url, "town", 1) as town, begun(small_url, "village", -1) as village:
        assert [line(town), line(village)] == ["ready", "ready"]
        for one in (town, village):
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        said = [one.communicate(timeout=120) for one in (town, village)]

    assert [one.returncode for one in (town, village)] == [0, 0], said
    with psycopg.connect(small_url) as connection:
        found = rows(connection, "select count(*), count(distinct slug) from viauma.place")
        states = rows(connection, "select distinct state from viauma.import_run")
    assert (found, states) == ([(2 * COUNT, 2 * COUNT)], [("done",)])


def test_the_same_source_twice_at_once_is_refused_with_a_sentence(small_url):
    with begun(small_url, "town", 1) as first:
        assert line(first) == "ready"
        with begun(small_url, "town", 1) as second:
            _, said = second.communicate(timeout=120)
        first.communicate("go\n", timeout=120)

    assert "Another import of 'town' is at work. Wait until it is done" in said
    assert (first.returncode, second.returncode != 0) == (0, True)
