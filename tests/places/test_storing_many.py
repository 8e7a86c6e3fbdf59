"""Many places at once: the same laws, bounded memory, nothing between old state and new."""

import os
import signal
import subprocess
import sys
from collections import Counter

import psycopg
import pytest

from tests.db.laws.ledger import connect_as, one, published_lies, revisions_since, rows
from tests.factories import place_draft, writing
from viauma.errors import Conflict
from viauma.places import creating
from viauma.places.actions import store_places
from viauma.places.rules import Stored
from viauma.places.staging import SENTENCES

INDEXES = "select indexname, indexdef from pg_indexes where schemaname = 'viauma' order by 1"
CONSTRAINTS = (
    "select conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated "
    "from pg_constraint where connamespace = 'viauma'::regnamespace order by 1, 2"
)  # fmt: skip


@pytest.fixture
def soon_aside(monkeypatch):
    """Indexes stand aside from a thousand rows on, and pieces are small."""
    monkeypatch.setattr(creating, "WORTH_STANDING_ASIDE", 1_000)
    monkeypatch.setattr(creating, "PIECE", 400)


def many(count: int = 1_500, **given):
    return [
        place_draft(wkt=f"POINT ({20 + n % 7 / 10} {63 + n / 9000})", **given) for n in range(count)
    ]


def shape_of(url: str):
    with psycopg.connect(url) as connection:
        return rows(connection, INDEXES), rows(connection, CONSTRAINTS)


def steps_told(url: str, drafts, **how) -> list[str]:
    told: list[str] = []
    with writing(url) as session:
        store_places(session, drafts, progress=lambda step, *_: told.append(step), **how)
    return list(dict.fromkeys(told))


def test_many_places_keep_every_law_whatever_the_indexes_did(small_url, soon_aside):
    before = shape_of(small_url)
    with connect_as(small_url) as connection:
        with writing(small_url) as session:
            stored = store_places(session, many())
        found = revisions_since(connection, 0)
        lies = published_lies(connection)
        kinds = Counter(kind for (kind,) in rows(connection, "select kind from viauma.change"))

    assert Stored(created=1_500) == stored
    assert found["place", "insert"] == kinds["created"] == 1_500
    assert lies == []
    assert before == shape_of(small_url)


def test_neighbours_on_the_map_are_neighbours_on_disk_across_pieces(small_url, soon_aside):
    with writing(small_url) as session:
        store_places(session, many())
    with psycopg.connect(small_url) as connection:
        on_disk = rows(connection, "select key from viauma.published_place order by ctid")

    assert sorted(on_disk) == on_disk


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"slug": "twice"}, "place_slug_key"),
        ({"municipality": "9999"}, "place_municipality_fkey"),
        ({"wkt": "LINESTRING (20 63, 21 64)"}, "place_geometry_of_category_kind"),
        ({"slug": "Å"}, "place_slug_format"),
    ],
)
def test_one_wrong_row_among_many_is_refused_by_name_and_all_is_as_before(
    small_url, soon_aside, wrong, constraint
):
    before = shape_of(small_url)
    with pytest.raises(Conflict) as refusal, writing(small_url) as session:
        store_places(session, [place_draft(slug="twice"), *many(), place_draft(**wrong)])
    with psycopg.connect(small_url) as connection:
        left = one(connection, "select count(*) from viauma.place")

    assert constraint == refusal.value.constraint
    assert refusal.value.message.startswith(SENTENCES[constraint])
    assert left == 0
    assert before == shape_of(small_url)


def test_a_caller_who_goes_on_after_a_refusal_finds_all_as_before(small_url, soon_aside):
    before = shape_of(small_url)
    with writing(small_url) as session:
        with pytest.raises(Conflict):
            store_places(session, [place_draft(slug="twice"), *many(), place_draft(slug="twice")])
        stored = store_places(session, [place_draft()])

    assert Stored(created=1) == stored
    assert before == shape_of(small_url)


def test_indexes_stand_aside_for_the_first_places_and_where_readers_may_wait(small_url, soon_aside):
    kept, aside = ["checked", "stored"], ["checked", "stored", "indexed"]

    assert steps_told(small_url, many(1_000)) == aside
    assert steps_told(small_url, many(3_000)) == kept
    assert steps_told(small_url, many(1_100), readers_may_wait=True) == kept
    assert steps_told(small_url, many(11_000), readers_may_wait=True) == aside


def test_readers_go_on_reading_while_many_places_are_added(small_url, soon_aside):
    with writing(small_url) as session:
        store_places(session, [place_draft()])
    seen = []

    def read(step: str, *_: object) -> None:
        with psycopg.connect(small_url, options="-c statement_timeout=2000") as connection:
            seen.append((step, one(connection, "select count(*) from viauma.published_place")))

    with writing(small_url) as session:
        store_places(session, many(), progress=read)

    assert {("checked", 1), ("stored", 1)} == set(seen)


def test_a_reader_who_does_not_let_go_is_not_pushed_aside(small_url, soon_aside, monkeypatch):
    monkeypatch.setattr("viauma.db.indexes.WAIT_FOR_READERS", "200ms")
    with psycopg.connect(small_url) as reader:
        one(reader, "select count(*) from viauma.published_place")

        assert steps_told(small_url, many()) == ["checked", "stored"]


CHILD = """
import resource, sys
from tests.factories import place_draft, writing
from viauma.places.actions import store_places

def told(step, done, total):
    print(step, done, flush=True)

def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000

url, count = sys.argv[1], int(sys.argv[2])
with writing(url) as session:
    store_places(session, (place_draft() for _ in range(1_000)))
before = peak_mb()
with writing(url) as session:
    rows = (place_draft() for _ in range(count))
    store_places(session, rows, progress=told, readers_may_wait=True)
print("grown", round(peak_mb() - before), flush=True)
"""


def child(url: str, count: int) -> subprocess.Popen[str]:
    code = CHILD.replace("place_draft()", f"place_draft(source='child-{os.getpid()}')")
    return subprocess.Popen(
        [sys.executable, "-c", code, url, str(count)], stdout=subprocess.PIPE, text=True
    )


def test_memory_does_not_grow_with_the_number_of_rows(small_url):
    with child(small_url, 50_000) as storing:
        said = storing.communicate()[0].split()

    assert storing.returncode == 0
    assert int(said[said.index("grown") + 1]) < 20


@pytest.mark.parametrize("step", ["checked 20000", "stored"])
def test_a_writer_killed_in_the_middle_leaves_the_old_state(small_url, step):
    before = shape_of(small_url)
    with child(small_url, 60_000) as storing:
        assert storing.stdout is not None
        for line in storing.stdout:
            if line.startswith(step):
                storing.send_signal(signal.SIGKILL)
                break
        storing.wait()
    with connect_as(small_url) as connection:
        connection.execute("set lock_timeout = '60s'")
        with connection.transaction():
            # Granted when the server, too, has seen that the writer is gone.
            connection.execute("lock table viauma.place in share mode")
        left = one(connection, "select count(*) from viauma.place")
        public = one(connection, "select count(*) from viauma.published_place")

    assert (storing.returncode, left, public) == (-signal.SIGKILL, 1_000, 1_000)
    assert before == shape_of(small_url)


def test_the_statistics_know_of_many_new_places_at_once(small_url):
    expected = "select viauma.expected_places(st_makeenvelope(19, 62, 21, 64, 4326))"
    with writing(small_url) as session:
        store_places(session, many())
    with connect_as(small_url) as connection:
        known = one(connection, expected)

    assert known is not None
    assert 1_000 < known < 2_500
