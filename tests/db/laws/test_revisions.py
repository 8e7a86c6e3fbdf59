"""Law 2: every write leaves one revision a row, with who and why; nothing is lost or rewritten."""

import json
from collections import Counter

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import text
from sqlalchemy.orm import Session

import viauma.duplicates.models
import viauma.imports.models
import viauma.projects.models
import viauma.provenance.models  # noqa: F401 - importing declares the tables
from tests.db.laws.ledger import (
    changes_since,
    connect_as,
    last_change,
    last_revision,
    one,
    revisions_since,
    rows,
    tables_under_history,
)
from tests.factories import ACTOR, REASON, place_draft, writing
from tests.fixtures.database import settings_for
from viauma.db.engine import create_sync_engine
from viauma.db.session import work_on
from viauma.duplicates.actions import dismiss_pair
from viauma.errors import Conflict
from viauma.places.actions import store_places
from viauma.places.correcting import correct_place
from viauma_data.region.load import load_region

HISTORY_TABLES = (
    "category", "category_geometry", "municipality", "municipality_population", "organisation",
    "place", "project", "project_party", "project_budget_line", "project_funding",
    "project_contact", "project_milestone", "project_municipality", "project_category",
    "project_place", "import_run", "quarantine", "closing_proposal", "source", "place_statement",
    "duplicate_pair",
)  # fmt: skip

INSERT = (
    "insert into viauma.organisation (slug, names, kind) values "
    "('eu', '{\"sv\": \"E\"}', 'eu'), ('x', '{\"sv\": \"X\"}', 'other')"
)


def first_column(connection, table: str) -> str:
    return one(
        connection,
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 "
        "and attgenerated = '' and attidentity = '' and not attisdropped order by attnum limit 1",
        f"viauma.{table}",
    )


def stored_columns(connection, table: str) -> str:
    names = rows(
        connection,
        "select quote_ident(attname) from pg_attribute where attrelid = %s::regclass "
        "and attnum > 0 and attgenerated = '' and not attisdropped order by attnum",
        f"viauma.{table}",
    )
    return ", ".join(name for (name,) in names)


@pytest.fixture
def region(database_url):
    """The region, with a project that touched a place, and with a row in every table."""
    # A correction is a statement, and a decision is about a pair.
    with writing(database_url) as session:
        one_, two = session.scalars(text("select slug from viauma.place order by slug limit 2"))
        correct_place(session, one_, {"website": "https://corrected.example/"})
        dismiss_pair(session, one_, two)
    with connect_as(database_url) as connection:
        connection.execute(
            "insert into viauma.project_place (project, place) "
            "select p.id, q.id from viauma.project p, viauma.place q limit 3"
        )
        connection.execute(
            "insert into viauma.quarantine (run, source, row_key, fingerprint, nth, row_number, "
            "raw, findings) select id, source, '1', 'f', 1, 2, '{}', '[]' from viauma.import_run"
        )
        connection.execute(
            "insert into viauma.closing_proposal (place, source, source_id, run) "
            "select p.id, p.source, p.source_id, r.id from viauma.place p, viauma.import_run r "
            "limit 1"
        )
        yield connection


def test_every_table_but_the_ledgers_is_under_history(region):
    assert set(HISTORY_TABLES) == set(tables_under_history(region))


def test_a_bulk_update_leaves_one_revision_a_row_in_every_table(region):
    last = last_revision(region)
    expected = Counter()
    for table in HISTORY_TABLES:
        column = first_column(region, table)
        done = region.execute(f"update viauma.{table} set {column} = {column}")
        expected[table, "update"] = done.rowcount

    assert expected == revisions_since(region, last)
    assert min(expected.values()) > 0


def test_deleting_and_inserting_leave_one_revision_a_row_in_every_table(region):
    order = tables_under_history(region)
    counts = {table: one(region, f"select count(*) from viauma.{table}") for table in order}
    last = last_revision(region)
    for table in order:
        region.execute(f"create temporary table kept_{table} as select * from viauma.{table}")
    for table in reversed(order):
        region.execute(f"delete from viauma.{table}")
    for table in order:
        columns = stored_columns(region, table)
        region.execute(
            f"insert into viauma.{table} ({columns}) overriding system value "
            f"select {columns} from kept_{table}"
        )

    expected = Counter(
        {(table, operation): n for table, n in counts.items() for operation in ("insert", "delete")}
    )
    assert expected == revisions_since(region, last)


def test_what_a_deleted_project_takes_with_it_leaves_revisions_too(region):
    slug = "botniabanan-som-tillvaxtfaktor"
    id_ = one(region, "select id from viauma.project where slug = %s", slug)
    children = [table for table in HISTORY_TABLES if table.startswith("project_")]
    expected = Counter(
        {
            (table, "delete"): one(
                region, f"select count(*) from viauma.{table} where project = %s", id_
            )
            for table in children
        }
    )
    last = last_revision(region)
    region.execute("delete from viauma.project where id = %s", [id_])

    assert +expected + Counter({("project", "delete"): 1}) == revisions_since(region, last)


@pytest.mark.parametrize("table", HISTORY_TABLES)
@pytest.mark.parametrize(
    ("actor", "reason"), [(None, REASON), (ACTOR, None), (None, None), ("", ""), (" ", REASON)]
)
def test_a_write_without_author_or_reason_is_refused(template_url, table, actor, reason):
    with connect_as(template_url, actor, reason) as connection:
        column = first_column(connection, table)

        with pytest.raises(errors.CheckViolation) as refusal:
            connection.execute(f"update viauma.{table} set {column} = {column}")
        with pytest.raises(psycopg.IntegrityError):
            connection.execute(f"delete from viauma.{table}")

    assert refusal.value.diag.constraint_name == "revision_actor_and_reason"


def test_a_refused_write_is_told_as_a_conflict_and_stores_nothing(small_url):
    with pytest.raises(Conflict, match="names its actor and its reason") as refusal:  # noqa: SIM117
        with writing(small_url, reason="") as session:
            store_places(session, [place_draft()])

    with psycopg.connect(small_url) as connection:
        stored = one(connection, "select count(*) from viauma.place")
    assert (stored, refusal.value.constraint) == (0, "revision_actor_and_reason")


def test_an_author_is_forgotten_at_the_end_of_the_transaction(small_url):
    engine = create_sync_engine(small_url, pool_size=1)
    with work_on(engine, actor=ACTOR, reason=REASON) as session:
        store_places(session, [place_draft()])

    with pytest.raises(Conflict, match="names its actor"), Session(engine) as session:
        store_places(session, [place_draft()])
    engine.dispose()


def test_a_revision_tells_who_when_why_and_what(small_url):
    with writing(small_url, actor="karin", reason="New sign") as session:
        store_places(session, [place_draft(slug="nydala", wkt="POINT (20.3 63.82)")])
    with psycopg.connect(small_url) as connection:
        who, why, data, recent = connection.execute(
            "select actor, reason, data, at > now() - interval '1 minute' from viauma.revision "
            "where entity = 'place'"
        ).fetchone()

    assert (who, why, data["slug"], recent) == ("karin", "New sign", "nydala", True)
    assert data["geom"] == {"type": "Point", "coordinates": [20.3, 63.82]}


def test_the_geometry_in_a_revision_reads_back_to_the_last_bit(region):
    different = one(
        region,
        "select count(*) from viauma.revision r join viauma.place p on p.id::text = r.entity_id "
        "where r.entity = 'place' "
        "and st_asbinary(st_geomfromgeojson(r.data ->> 'geom')) <> st_asbinary(p.geom)",
    )

    assert different == 0


def test_a_deletion_keeps_the_row_as_it_was(small_url):
    with connect_as(small_url) as connection:
        connection.execute('update viauma.organisation set names = \'{"sv": "Unionen"}\'')
        connection.execute("delete from viauma.organisation")
        data = one(connection, "select data from viauma.revision order by id desc limit 1")

    assert data["names"] == {"sv": "Unionen"}


@pytest.mark.parametrize("ledger", ["revision", "change"])
@pytest.mark.parametrize(
    "rewrite", ["update viauma.{} set at = now()", "delete from viauma.{}", "truncate viauma.{}"]
)
def test_the_ledgers_cannot_be_rewritten(template_url, ledger, rewrite):
    refused = pytest.raises(errors.RestrictViolation, match="keeps what was written")
    with connect_as(template_url) as connection, refused as refusal:
        connection.execute(rewrite.format(ledger))

    assert f"{ledger}_append_only" == refusal.value.diag.constraint_name


@pytest.mark.parametrize("table", HISTORY_TABLES)
def test_no_table_can_be_emptied_past_the_ledger(template_url, table):
    with connect_as(template_url) as connection, pytest.raises(errors.RestrictViolation):
        connection.execute(f"truncate viauma.{table} cascade")


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (f"{INSERT} on conflict (slug) do update set names = excluded.names",
         {"update": 1, "insert": 1}),
        (f"{INSERT} on conflict do nothing", {"insert": 1}),
        ("merge into viauma.organisation o using (values ('eu'), ('x')) v (slug) "
         "on o.slug = v.slug when matched then update set kind = 'other' when not matched "
         "then insert (slug, names, kind) values (v.slug, '{\"sv\": \"X\"}', 'other')",
         {"update": 1, "insert": 1}),
        ("with a as (update viauma.municipality set county = 'x' where code = '2480' "
         "returning 1), b as (update viauma.municipality set county = 'y' where code = '2460' "
         "returning 1) select from a, b", {"update": 2}),
        ("update viauma.organisation set kind = kind where false", {}),
    ],
)  # fmt: skip
def test_every_way_to_write_leaves_one_revision_a_row(small_url, statement, expected):
    with connect_as(small_url) as connection:
        last = last_revision(connection)
        connection.execute(statement)
        found = Counter()
        for (_, operation), n in revisions_since(connection, last).items():
            found[operation] += n

    assert expected == found


def test_copied_rows_leave_revisions(small_url):
    with connect_as(small_url) as connection:
        last = last_revision(connection)
        with (
            connection.cursor() as cursor,
            cursor.copy("copy viauma.organisation (slug, names, kind) from stdin") as copy,
        ):
            for number in range(100):
                copy.write_row([f"o-{number}", json.dumps({"sv": "O"}), "other"])

        assert Counter({("organisation", "insert"): 100}) == revisions_since(connection, last)


def test_a_write_rolled_back_leaves_no_revision(small_url):
    with connect_as(small_url) as connection:
        last = last_revision(connection)
        with connection.transaction(force_rollback=True):
            connection.execute("update viauma.organisation set kind = 'other'")

        assert not revisions_since(connection, last)


def test_storing_places_twice_changes_nothing(small_url):
    drafts = [place_draft(), place_draft(municipality=None, municipality_basis=None)]
    with writing(small_url) as session:
        first = store_places(session, drafts)
    with connect_as(small_url) as connection:
        before = last_revision(connection), last_change(connection)
        with writing(small_url) as session:
            second = store_places(session, drafts)
        after = last_revision(connection), last_change(connection)

    assert (first.created, first.updated, first.unchanged) == (2, 0, 0)
    assert (second.created, second.updated, second.unchanged) == (0, 0, 2)
    assert before == after


def test_loading_the_region_again_leaves_nothing_but_its_entry_in_the_ledger_of_imports(
    database_url,
):
    with connect_as(database_url) as connection:
        last, last_seen = last_revision(connection), last_change(connection)
        stored = load_region(settings_for(database_url))
        written, seen = revisions_since(connection, last), changes_since(connection, last_seen)

    assert (stored.created, stored.updated) == (0, 0)
    assert Counter({("import_run", "insert"): 1}) == written
    assert seen == []
