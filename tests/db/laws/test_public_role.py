"""The wall: what strangers' questions run as can read published rows, and nothing else at all."""

import psycopg
import pytest
from psycopg import errors

from tests.db.laws.ledger import connect_as, rows
from viauma_data.region.projects import read_projects

SCHEMA = "'viauma'::regnamespace"
WRITES = ("insert", "update", "delete", "truncate", "references", "trigger")


@pytest.fixture
def stranger(template_url):
    with connect_as(template_url) as connection:
        connection.execute("set role viauma_public")
        yield connection


def relations(connection) -> list[str]:
    return [
        name
        for (name,) in rows(
            connection,
            f"select relname from pg_class where relnamespace = {SCHEMA} "
            "and relkind in ('r', 'v', 'm', 'p', 'f') order by 1",
        )
    ]


def test_strangers_read_published_relations_and_no_others(stranger):
    readable = []
    for relation in relations(stranger):
        try:
            stranger.execute(f"select * from viauma.{relation} limit 1")
        except errors.InsufficientPrivilege:
            continue
        readable.append(relation)

    assert readable == [
        "published_category", "published_cell", "published_municipality", "published_place",
        "published_population", "published_project", "published_redirect", "published_state",
    ]  # fmt: skip


def test_strangers_have_no_right_to_any_single_column_beyond(stranger):
    leaks = rows(
        stranger,
        "select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid "
        f"where c.relnamespace = {SCHEMA} and a.attnum > 0 and c.relkind in ('r', 'v', 'm', 'p') "
        "and c.relname not like 'published\\_%' "
        "and has_column_privilege(c.oid, a.attnum, 'select')",
    )

    assert leaks == []


def test_strangers_may_write_nothing(stranger):
    rights = rows(
        stranger,
        f"select relname, r from pg_class, unnest(%s::text[]) r where relnamespace = {SCHEMA} "
        "and relkind in ('r', 'v', 'm', 'p') and has_table_privilege(oid, r)",
        list(WRITES),
    )

    assert rights == []


def test_strangers_may_draw_no_numbers_and_make_no_tables(stranger):
    sequences = rows(
        stranger,
        "select relname from pg_class "
        f"where case when relnamespace = {SCHEMA} and relkind = 'S' "
        "then has_sequence_privilege(oid, 'usage') end",
    )

    assert sequences == []
    with pytest.raises(errors.InsufficientPrivilege):
        stranger.execute("create table viauma.mine (a int)")


@pytest.mark.parametrize(
    "statement",
    [
        "delete from viauma.published_place",
        "update viauma.published_place set feature = '{}'",
        "insert into viauma.published_category (key) values ('x')",
        "update viauma.published_category set icon = 'x'",
        "delete from viauma.published_municipality",
    ],
)
def test_a_stranger_who_tries_is_refused(stranger, statement):
    with pytest.raises((errors.InsufficientPrivilege, errors.ObjectNotInPrerequisiteState)):
        stranger.execute(statement)


def test_strangers_cannot_borrow_the_owners_rights_through_a_function(stranger):
    borrowed = rows(
        stranger,
        "select proname from pg_proc "
        f"where pronamespace = {SCHEMA} and prosecdef and prorettype <> 'trigger'::regtype "
        "and has_function_privilege(oid, 'execute')",
    )

    assert borrowed == []


@pytest.mark.parametrize(
    "call",
    [
        "viauma.rebuild_published_places()",
        "viauma.publish(array[gen_random_uuid()])",
        "viauma.rebuild_published_cells()",
        "viauma.fold_published_cells()",
    ],
)
def test_a_stranger_cannot_touch_the_read_model_by_calling_what_keeps_it(stranger, call):
    with pytest.raises(errors.InsufficientPrivilege):
        stranger.execute(f"select {call}")


def test_no_contact_person_is_named_in_anything_published(template_url):
    names = {contact.name for project in read_projects() for contact in project.contacts}
    with psycopg.connect(template_url) as connection:
        text = " ".join(
            str(row)
            for relation in relations(connection)
            if relation.startswith("published_")
            for row in rows(connection, f"select * from viauma.{relation}")
        )

    assert len(names) > 5
    assert set() == {name for name in names if name in text}


def test_a_contact_is_published_with_consent_and_leaves_again_without(database_url):
    query = "select count(*) from viauma.published_project where feature like '%%Anna Olofsson%%'"
    with connect_as(database_url) as connection:
        seen = []
        for consent in ("given", "refused", "unknown"):
            connection.execute(
                "update viauma.project_contact set consent = %s where name = 'Anna Olofsson'",
                [consent],
            )
            seen.append(rows(connection, query)[0][0])

    assert seen == [1, 0, 0]
