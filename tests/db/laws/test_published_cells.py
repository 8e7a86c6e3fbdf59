"""The grid of counts: writers wait for nobody, what they append is folded, nothing is lost."""

from tests.db.laws.ledger import connect_as, counted_cells, one
from tests.db.laws.test_concurrency import at_once
from tests.factories import place_draft, writing
from viauma.places.actions import store_places

INSERT = (
    "insert into viauma.place (slug, category, is_site, is_facility, geom, source, source_id, "
    "licence) select %(word)s || '-' || n, 'bathing_beach', true, n %% 2 = 0, "
    "st_setsrid(st_makepoint(20 + n * 0.0001, 63.8), 4326), %(word)s, n::text, 'CC0-1.0' "
    "from generate_series(1, %(many)s) n"
)


def insert(connection, word: str, many: int = 3) -> None:
    connection.execute(INSERT, {"word": word, "many": many})


def waiting(connection) -> int:
    return one(connection, "select count(*) from viauma.published_cell where not is_folded")


def test_a_long_import_keeps_no_other_writer_waiting(small_url):
    with connect_as(small_url) as long, connect_as(small_url) as short:
        short.execute("set lock_timeout to '2s'")
        with long.transaction():
            insert(long, "long", 5_000)
            insert(long, "longer", 50)
            insert(short, "short", 200)
            short.execute("update viauma.place set geom = st_translate(geom, 1, 0)")
            for n in range(120):
                insert(short, f"more-{n}", 1)
        maintained = counted_cells(short)
        short.execute("select viauma.rebuild_published_cells()")

        assert maintained == counted_cells(short)
        assert one(short, "select count(*) from viauma.published_place") == 5_370


def test_what_is_appended_is_folded_by_the_writers_that_follow(small_url):
    with connect_as(small_url) as connection:
        insert(connection, "first", 50)
        for n in range(400):
            connection.execute(
                "update viauma.place set geom = st_translate(geom, 0.00001, 0) where slug = %s",
                [f"first-{1 + n % 50}"],
            )
        left, whole = waiting(connection), one(
            connection, "select count(*) from viauma.published_cell"
        )  # fmt: skip

    assert left < 2_100
    assert whole < 2_500


def test_writers_at_once_and_a_rebuild_leave_the_counts_true(small_url):
    with writing(small_url) as session:
        store_places(session, [place_draft() for _ in range(20)])

    def move(connection, number) -> None:
        connection.execute(
            "update viauma.place set geom = st_translate(geom, 0.01, 0) "
            "where id in (select id from viauma.place order by id limit 5)"
        )

    def add(connection, number) -> None:
        insert(connection, f"added-{number}", 4)

    def fold(connection, number) -> None:
        connection.execute("select viauma.fold_published_cells()")

    def rebuild(connection, number) -> None:
        if number % 5 == 0:
            connection.execute("select viauma.rebuild_published_places()")

    at_once(small_url, move, add, fold, fold, rebuild)
    with connect_as(small_url) as connection:
        maintained = counted_cells(connection)
        connection.execute("select viauma.rebuild_published_cells()")

        assert maintained == counted_cells(connection)


def test_a_writer_with_an_old_snapshot_folds_nothing(small_url):
    with connect_as(small_url) as connection:
        insert(connection, "some", 10)
        with connection.transaction():
            connection.execute("set transaction isolation level repeatable read")

            assert one(connection, "select viauma.fold_published_cells()") == 0


def test_only_one_folds_at_a_time_and_nobody_waits_for_it(small_url):
    with connect_as(small_url) as first, connect_as(small_url) as second:
        insert(first, "some", 10)
        with first.transaction():
            first.execute("select viauma.fold_published_cells()")
            insert(second, "others", 10)

            assert one(second, "select viauma.fold_published_cells()") == 0


def test_a_place_beyond_web_mercator_is_counted_at_its_edge(small_url):
    with writing(small_url) as session:
        shape = "POLYGON ((19 89, 20 89, 20 90, 19 90, 19 89))"
        store_places(session, [place_draft(category="nature_reserve", wkt=shape)])
    with connect_as(small_url) as connection:
        counts = [count for *_, count, _, _, _, _, _ in counted_cells(connection)]

    assert counts
    assert set(counts) == {1}


def test_an_emptied_table_takes_its_counts_along(small_url):
    with connect_as(small_url) as connection:
        insert(connection, "some", 10)
        connection.execute("truncate viauma.published_place")

        assert counted_cells(connection) == []
