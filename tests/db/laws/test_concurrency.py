"""What one writer cannot break, several at once cannot break either."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from psycopg import errors

from tests.db.laws.ledger import (
    changes_since,
    connect_as,
    last_change,
    last_revision,
    one,
    published_lies,
    revisions_since,
)
from tests.factories import place_draft, writing
from viauma.errors import Conflict
from viauma.places.actions import store_places

ROUNDS = 25


def at_once(url: str, *writers: Callable) -> None:
    def run(writer: Callable) -> None:
        with connect_as(url) as connection:
            for number in range(ROUNDS):
                writer(connection, number)

    with ThreadPoolExecutor(len(writers)) as pool:
        for done in [pool.submit(run, writer) for writer in writers]:
            done.result(timeout=60)


def relabel(connection, number) -> None:
    connection.execute(
        "update viauma.category set labels = labels || jsonb_build_object('sv', %s::text) "
        "where key = 'bathing_beach'",
        [f"Bad {number}"],
    )


def rename_municipality(connection, number) -> None:
    connection.execute(
        "update viauma.municipality set name = %s where code = '2480'", [f"Umeå {number}"]
    )


def rename_owner(connection, number) -> None:
    connection.execute(
        "update viauma.organisation set names = jsonb_build_object('sv', %s::text)", [str(number)]
    )


def rename_places(connection, number) -> None:
    connection.execute(
        "update viauma.place set names = jsonb_build_object('sv', %s::text) "
        "where id in (select id from viauma.place order by id limit 5)",
        [f"Namn {number}"],
    )


def insert_place(connection, number) -> None:
    connection.execute(
        "insert into viauma.place (slug, category, is_site, is_facility, geom, municipality, "
        "municipality_basis, owner, source, source_id, licence) "
        "select gen_random_uuid()::text, 'bathing_beach', true, true, "
        "st_setsrid(st_makepoint(20, 63), 4326), '2480', 'stated', o.id, 's', "
        "gen_random_uuid()::text, 'CC0-1.0' from viauma.organisation o"
    )


def hide_and_show(connection, number) -> None:
    connection.execute(
        "update viauma.place set visibility = %s where id in "
        "(select id from viauma.place order by id limit 5)",
        ["internal" if number % 2 else "public"],
    )


def test_labels_and_places_written_at_once_leave_no_stale_public_row(small_url):
    with writing(small_url) as session:
        store_places(session, [place_draft() for _ in range(20)])
    with connect_as(small_url) as connection:
        connection.execute("update viauma.place set owner = (select id from viauma.organisation)")
        last = last_revision(connection)
        at_once(small_url, relabel, rename_municipality, rename_owner, insert_place)
        found = revisions_since(connection, last)
        lies = published_lies(connection)

    assert lies == []
    assert Counter(
        {("category", "update"): ROUNDS, ("municipality", "update"): ROUNDS,
         ("organisation", "update"): ROUNDS, ("place", "insert"): ROUNDS}
    ) == found  # fmt: skip


def test_two_writers_of_the_same_places_and_one_of_their_label_keep_the_law(small_url):
    with writing(small_url) as session:
        store_places(session, [place_draft() for _ in range(20)])
    with connect_as(small_url) as connection:
        last = last_change(connection)
        at_once(small_url, rename_places, relabel, hide_and_show)
        state: dict[str, str] = {}
        wrong = [
            (id_, kind)
            for id_, kind in changes_since(connection, last)
            if (kind == "created") != (state.get(id_, "created") == "deleted")
            or state.update({id_: kind})
        ]
        lies = published_lies(connection)

    assert lies == []
    assert wrong == []


def test_the_same_place_stored_twice_at_once_is_stored_once(small_url):
    draft = place_draft()

    def store(_: int) -> str:
        try:
            with writing(small_url) as session:
                return f"created {store_places(session, [draft]).created}"
        except Conflict as conflict:
            return str(conflict.constraint)

    with ThreadPoolExecutor(4) as pool:
        said = Counter(pool.map(store, range(4)))
    with connect_as(small_url) as connection:
        stored = one(connection, "select count(*) from viauma.place")

    assert (stored, said["created 1"]) == (1, 1)
    assert said.keys() <= {"created 1", "created 0", "place_source_key", "place_slug_key"}


def test_writers_who_touch_places_and_then_labels_may_stop_each_other_but_break_nothing(small_url):
    def both(connection, number) -> None:
        try:
            with connection.transaction():
                insert_place(connection, number)
                relabel(connection, number)
        except errors.DeadlockDetected:
            pass

    at_once_few(small_url, both)
    with connect_as(small_url) as connection:
        lies = published_lies(connection)

    assert lies == []


def at_once_few(url: str, writer: Callable) -> None:
    def run(_: int) -> None:
        with connect_as(url) as connection:
            for number in range(2):
                writer(connection, number)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, range(2)))
