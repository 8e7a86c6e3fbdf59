"""Law 1 and 6: the public rows are what the register says, always, and nothing more of it."""

import json
from collections.abc import Sequence
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.db.laws.ledger import (
    changes_since,
    connect_as,
    counted_cells,
    last_change,
    one,
    published_lies,
    rows,
)
from tests.factories import SMALL_TAXONOMY, category_draft, place_draft, writing
from viauma.places.actions import rebuild_published_places, store_places
from viauma.taxonomy.actions import store_categories

SHAPES = {
    "bathing_beach": ["POINT (20.26 63.82)", "MULTIPOINT ((20.1 63.8), (20.2 63.9))"],
    "ski_track": ["LINESTRING (20.1 63.8, 20.2 63.9)", "POINT (19.7 63.9)"],
    "nature_reserve": ["POLYGON ((20 63, 21 63, 21 64, 20 64, 20 63))",
                       "POLYGON ((19 89, 20 89, 20 90, 19 90, 19 89))"],
}  # fmt: skip

chosen = st.integers(0, 7)
words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12)
visibilities = st.sampled_from(["public", "public", "partner", "internal"])
codes = st.sampled_from([None, "2480", "2460"])

# An operation is a statement and its values; %(n)s picks every eighth place.
PICKED = "(('x' || right(replace(id::text, '-', ''), 4))::bit(16)::int %% 8) = %(n)s"


@st.composite
def inserted(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    category = draw(st.sampled_from(list(SHAPES)))
    code = draw(codes)
    values = {
        "category": category,
        "wkt": draw(st.sampled_from(SHAPES[category])),
        "name": json.dumps({"sv": draw(words)}),
        "visibility": draw(visibilities),
        "code": code,
        "basis": code and "stated",
        "many": draw(st.integers(1, 5)),
        "owned": draw(st.booleans()),
    }
    return (
        "insert into viauma.place (slug, names, category, is_site, is_facility, geom, "
        "municipality, municipality_basis, visibility, owner, source, source_id, licence) "
        "select gen_random_uuid()::text, %(name)s, %(category)s, true, false, "
        "st_geomfromtext(%(wkt)s, 4326), %(code)s, %(basis)s, %(visibility)s, "
        "case when %(owned)s then (select id from viauma.organisation limit 1) end, "
        "'law', gen_random_uuid()::text, 'CC0-1.0' from generate_series(1, %(many)s)",
        values,
    )


def picked(statement: str, **values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(st.just(statement), st.fixed_dictionaries({"n": chosen, **values}))


operations = st.one_of(
    inserted(),
    inserted(),
    picked(
        f"update viauma.place set names = jsonb_build_object('en', %(word)s::text) where {PICKED}",
        word=words,
    ),
    picked(
        f"update viauma.place set visibility = %(visibility)s where {PICKED}",
        visibility=visibilities,
    ),
    picked(
        "update viauma.place set status = %(status)s "
        f"where status <> 'merged' and {PICKED}",
        status=st.sampled_from(["planned", "active", "closed"]),
    ),
    picked(
        "update viauma.place p set status = 'merged', "
        "merged_into = (select min(q.id::text)::uuid from viauma.place q) "
        f"where id <> (select min(q.id::text)::uuid from viauma.place q) and {PICKED}"
    ),
    picked(
        "update viauma.place set status = 'active', merged_into = null "
        f"where status = 'merged' and {PICKED}"
    ),
    picked(
        "delete from viauma.place p where not exists "
        f"(select from viauma.place q where q.merged_into = p.id) and {PICKED}"
    ),
    picked(
        "update viauma.place set geom = st_translate(geom, 0.5, 0) "
        f"where category = 'bathing_beach' and st_xmax(geom) < 100 and {PICKED}"
    ),
    picked(
        "update viauma.place p set id = viauma.uuid7() where not exists "
        f"(select from viauma.place q where q.merged_into = p.id) and {PICKED}"
    ),
    picked("update viauma.place set municipality = null, municipality_basis = null "
           f"where {PICKED}"),
    picked(
        "update viauma.category set labels = labels || jsonb_build_object('sv', %(word)s::text) "
        "where length(key) %% 3 = %(n)s %% 3",
        word=words,
    ),
    picked(
        "update viauma.category set path = array[%(word)s::text, key] where key = 'ski_track'",
        word=words,
    ),
    picked(
        "update viauma.municipality set name = %(word)s || code "
        "where code = case when %(n)s < 4 then '2480' else '2460' end",
        word=words,
    ),
    picked("update viauma.organisation set names = jsonb_build_object('sv', %(word)s::text)",
           word=words),
)  # fmt: skip


def published(connection) -> dict[str, str]:
    return dict(rows(connection, "select id::text, feature from viauma.published_place"))


def told_truly(before: dict, after: dict, changes: Sequence[tuple[str, str]]) -> bool:
    """Whether the feed names each visible difference once and of the right kind."""
    kinds = dict(changes)
    differing = {id_ for id_ in before | after if before.get(id_) != after.get(id_)}
    right = {
        id_: "created" if id_ not in before else "deleted" if id_ not in after else "updated"
        for id_ in kinds
    }
    return len(kinds) == len(changes) and differing <= kinds.keys() and right == kinds


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(operations, min_size=3, max_size=12))
def test_whatever_is_written_the_public_rows_are_what_they_must_be_and_the_feed_tells(
    small_url, steps
):
    with connect_as(small_url) as connection:
        connection.execute("delete from viauma.place")
        for statement, values in steps:
            before, last = published(connection), last_change(connection)
            connection.execute(statement, values)
            after, changes = published(connection), changes_since(connection, last)

            assert told_truly(before, after, changes), statement
        lies = published_lies(connection)
        maintained = counted_cells(connection)
        connection.execute("select viauma.fold_published_cells()")
        folded = counted_cells(connection)
        connection.execute("select viauma.rebuild_published_cells()")
        rebuilt = counted_cells(connection)

    assert lies == []
    assert maintained == folded == rebuilt


def test_the_region_maintained_is_the_region_rebuilt(database_url):
    query = "select * from viauma.published_place order by id"
    with connect_as(database_url) as connection:
        maintained, cells = rows(connection, query), counted_cells(connection)
        with writing(database_url) as session:
            count = rebuild_published_places(session)
        rebuilt, cells_rebuilt = rows(connection, query), counted_cells(connection)

    assert maintained == rebuilt
    assert cells == cells_rebuilt
    assert count == len(rebuilt) > 300


@pytest.mark.parametrize("timezone", ["UTC", "Pacific/Auckland"])
def test_a_writer_in_another_time_zone_publishes_the_same_text(small_url, timezone):
    with connect_as(small_url) as connection:
        connection.execute(f"set timezone to '{timezone}'")
        connection.execute("set datestyle to 'German'; set extra_float_digits to -10")
        connection.execute(
            "insert into viauma.place (slug, category, is_site, is_facility, geom, source, "
            "source_id, licence, verified_at) values ('a', 'bathing_beach', true, true, "
            "'SRID=4326;POINT(20.1234567 63.7654321)', 's', '1', 'CC0-1.0', now())"
        )
        with connection.transaction():
            connection.execute("set local extra_float_digits to default")
            connection.execute("set local timezone to 'UTC'")
            lies = published_lies(connection)

    assert lies == []


def test_rebuilding_tells_the_feed_nothing(database_url):
    with connect_as(database_url) as connection:
        last = last_change(connection)
        one(connection, "select viauma.rebuild_published_places()")

        assert changes_since(connection, last) == []


def test_a_write_that_readers_cannot_see_tells_the_feed_nothing(small_url):
    with connect_as(small_url) as connection:
        with writing(small_url) as session:
            store_places(session, [place_draft(visibility="internal")])
        connection.execute("update viauma.place set visibility = 'partner'")
        connection.execute("delete from viauma.place")

        assert changes_since(connection, 0) == []


def test_the_feed_tells_a_life_from_first_to_last(small_url):
    with connect_as(small_url) as connection:
        with writing(small_url) as session:
            store_places(session, [place_draft()])
        for step in (
            "update viauma.place set street = 'Storgatan 1'",
            "update viauma.place set visibility = 'internal'",
            "update viauma.place set street = 'Storgatan 2'",
            "update viauma.place set visibility = 'public'",
            "delete from viauma.place",
        ):
            connection.execute(step)
        kinds = [kind for _, kind in changes_since(connection, 0)]

    assert kinds == ["created", "updated", "deleted", "created", "deleted"]


def test_a_new_label_reaches_the_public_rows_through_the_action_too(small_url):
    with writing(small_url) as session:
        store_places(session, [place_draft()])
    relabelled = [
        category_draft(parent="water", labels={"sv": "Badvik", "en": "Cove"})
        if one_.key == "bathing_beach" else one_ for one_ in SMALL_TAXONOMY
    ]  # fmt: skip
    with writing(small_url) as session:
        store_categories(session, relabelled)
    with psycopg.connect(small_url) as connection:
        feature = json.loads(one(connection, "select feature from viauma.published_place"))

    assert feature["properties"]["category_sv"] == "Badvik"


def test_the_feed_tells_when_a_label_changes_a_text_though_the_version_stays(small_url):
    with connect_as(small_url) as connection:
        with writing(small_url) as session:
            store_places(session, [place_draft()])
        ((version, text),) = rows(connection, "select version, feature from viauma.published_place")
        connection.execute("update viauma.municipality set name = 'Ume' where code = '2480'")
        ((now, new),) = rows(connection, "select version, feature from viauma.published_place")
        kinds = rows(connection, "select kind from viauma.change order by seq")

    assert new != text
    assert now == version
    assert kinds == [("created",), ("updated",)]


HIDDEN = {
    "internal": {"visibility": "internal"},
    "partner": {"visibility": "partner"},
}


@pytest.mark.parametrize("how", ["internal", "partner", "merged"])
def test_what_is_not_public_shows_in_no_public_relation(small_url, how):
    secret = place_draft(slug="xyzzy-secret", names={"sv": "Xyzzy"}, **HIDDEN.get(how, {}))
    with writing(small_url) as session:
        store_places(session, [place_draft(slug="open"), secret])
    with connect_as(small_url) as connection:
        if how == "merged":
            connection.execute(
                "update viauma.place set status = 'merged', merged_into = "
                "(select id from viauma.place where slug = 'open') where slug like 'xyzzy%'"
            )
        connection.execute(
            "with p as (insert into viauma.project (slug, kind, titles, summaries, source) "
            "values ('p', 'project', '{\"sv\": \"P\"}', '{}', 's') returning id) "
            "insert into viauma.project_place (project, place) "
            "select p.id, q.id from p, viauma.place q"
        )
        id_ = one(connection, "select id::text from viauma.place where slug like 'xyzzy%'")
        seen = {}
        for (relation,) in rows(
            connection,
            "select relname from pg_class where relnamespace = 'viauma'::regnamespace "
            "and relkind in ('r', 'v', 'm') "
            "and has_table_privilege('viauma_public', oid, 'select')",
        ):
            text = " ".join(map(str, rows(connection, f"select * from viauma.{relation}")))
            seen[relation] = id_ in text or "xyzzy" in text.lower()

    # Who has the address of a place that was public is told what became of it.
    told = {"published_redirect"} if how == "merged" else set()
    assert "published_place" in seen
    assert {relation for relation, shows in seen.items() if shows} == told
