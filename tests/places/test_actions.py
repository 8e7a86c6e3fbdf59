"""The one write path refuses what is not true, by name, and stores all of a batch or nothing."""

import json

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import place_draft, writing
from viauma.errors import Conflict, InvalidInput, UnknownName, ViaUmaError
from viauma.places.actions import store_places
from viauma.places.rules import Stored
from viauma.places.staging import SENTENCES

LINE = "LINESTRING (20 63, 21 64)"
AREA = "POLYGON ((20 63, 21 63, 21 64, 20 64, 20 63))"
BOWTIE = "POLYGON ((20 63, 21 64, 21 63, 20 64, 20 63))"

text_ = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)


def store(url: str, *drafts) -> Stored:
    with writing(url) as session:
        return store_places(session, drafts)


def stored_count(url: str) -> int:
    with psycopg.connect(url) as connection:
        return connection.execute("select count(*) from viauma.place").fetchone()[0]


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"wkt": LINE}, "place_geometry_of_category_kind"),
        ({"wkt": AREA}, "place_geometry_of_category_kind"),
        ({"wkt": "GEOMETRYCOLLECTION (POINT (20 63))"}, "place_geometry_of_category_kind"),
        ({"wkt": AREA, "category": "ski_track"}, "place_geometry_of_category_kind"),
        ({"wkt": LINE, "category": "nature_reserve"}, "place_geometry_of_category_kind"),
        ({"wkt": BOWTIE, "category": "nature_reserve"}, "place_geom_valid"),
        ({"wkt": "LINESTRING (20 63, 20 63)", "category": "ski_track"}, "place_geom_valid"),
        ({"wkt": "POINT EMPTY"}, "place_geom_not_empty"),
        ({"wkt": "POLYGON EMPTY", "category": "nature_reserve"}, "place_geom_not_empty"),
        ({"wkt": "MULTIPOINT EMPTY"}, "place_geom_not_empty"),
        ({"wkt": "POINT (181 63)"}, "place_geom_inside_bounds"),
        ({"wkt": "POINT (20 -90.1)"}, "place_geom_inside_bounds"),
        ({"wkt": "POINT (758000 7086000)"}, "place_geom_inside_bounds"),
        ({"wkt": "POINT (Infinity 63)"}, None),
        ({"wkt": "POINT (NaN NaN)"}, None),
        ({"wkt": "POINT (20 NaN)"}, None),
        ({"wkt": "POINT (0 0)"}, "place_geom_not_null_island"),
        ({"wkt": "MULTIPOINT ((0 0))"}, "place_geom_not_null_island"),
        ({"slug": "Umeå"}, "place_slug_format"),
        ({"slug": ""}, "place_slug_format"),
        ({"slug": "a--b"}, "place_slug_format"),
        ({"slug": "a-"}, "place_slug_format"),
        ({"slug": "a\n"}, "place_slug_format"),
        ({"slug": "../etc"}, "place_slug_format"),
        ({"is_site": False, "is_facility": False}, "place_site_or_facility"),
        ({"municipality": "9999"}, "place_municipality_fkey"),
        ({"municipality": "2480", "municipality_basis": None}, "place_municipality_has_basis"),
        ({"municipality": None, "municipality_basis": "stated"}, "place_municipality_has_basis"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_true_is_refused_with_its_sentence(small_url, wrong, constraint):
    with pytest.raises(Conflict) as refusal:
        store(small_url, place_draft(), place_draft(**wrong))

    assert stored_count(small_url) == 0
    if constraint:
        assert constraint == refusal.value.constraint
        assert refusal.value.message.startswith(SENTENCES[constraint])


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"status": "merged"}, "place_merged_has_target"),
        ({"status": "gone"}, "place_status_known"),
        ({"visibility": "secret"}, "place_visibility_known"),
        ({"municipality_basis": "guessed"}, "place_municipality_basis_known"),
        ({"attributes": []}, "place_attributes_object"),
    ],
)
def test_values_no_draft_should_carry_are_refused_too(small_url, wrong, constraint):
    with pytest.raises((Conflict, ViaUmaError)) as refusal:
        store(small_url, place_draft(**wrong))

    assert stored_count(small_url) == 0
    assert getattr(refusal.value, "constraint", None) in {constraint, None}


def test_every_rule_of_place_has_a_sentence_a_person_can_act_on(empty_database_url):
    with psycopg.connect(empty_database_url) as connection:
        rules = connection.execute(
            "select conname from pg_constraint where conrelid = 'viauma.place'::regclass "
            "and contype in ('c', 'f', 'u')"
        ).fetchall()

    # What a draft cannot say, since it is typed or has no such field.
    unsayable = {
        "place_status_known", "place_visibility_known", "place_municipality_basis_known",
        "place_owner_fkey", "place_operator_fkey", "place_merged_into_fkey",
        "place_attributes_object",
    }  # fmt: skip
    assert set() == {name for (name,) in rules} - unsayable - SENTENCES.keys()


def test_a_slug_that_another_place_has_is_refused(small_url):
    store(small_url, place_draft(slug="nydala"))

    with pytest.raises(Conflict, match="Another place has this slug") as refusal:
        store(small_url, place_draft(slug="nydala"))

    assert "nydala" in refusal.value.message


def test_a_slug_twice_in_one_batch_is_refused(small_url):
    with pytest.raises(Conflict, match="Another place has this slug"):
        store(small_url, place_draft(slug="nydala"), place_draft(slug="nydala"))


def test_a_source_row_twice_in_one_batch_is_refused_naming_it(small_url):
    with pytest.raises(Conflict, match="same source and source_id") as refusal:
        store(small_url, place_draft(source_id="x7"), place_draft(source_id="x7"))

    assert "x7" in refusal.value.message


def test_an_unknown_category_is_refused_by_name(small_url):
    with pytest.raises(UnknownName, match="'volcano' is not known"):
        store(small_url, place_draft(), place_draft(category="volcano"))

    assert stored_count(small_url) == 0


def test_a_group_of_categories_cannot_be_carried(small_url):
    with pytest.raises(UnknownName, match="'water' is not known"):
        store(small_url, place_draft(category="water"))


@pytest.mark.parametrize(
    ("attributes", "argument", "told"),
    [
        ({"depth": 3}, "attributes", "'depth'"),
        ({"lit": "yes"}, "attributes.lit", "'yes'"),
        ({"lit": None}, "attributes.lit", "None"),
        ({"lit": True, "LIT": True}, "attributes", "'LIT'"),
    ],
)
def test_an_attribute_that_is_not_allowed_is_refused_by_name(small_url, attributes, argument, told):
    with pytest.raises(InvalidInput) as refusal:
        store(small_url, place_draft(), place_draft(slug="guilty", attributes=attributes))

    assert argument == refusal.value.argument
    assert told in refusal.value.reason
    assert "guilty" in refusal.value.reason
    assert stored_count(small_url) == 0


def test_the_last_of_a_thousand_rows_being_wrong_stores_none(small_url):
    good = [place_draft() for _ in range(999)]

    with pytest.raises(InvalidInput):
        store(small_url, *good, place_draft(attributes={"depth": 1}))

    assert stored_count(small_url) == 0


@pytest.mark.parametrize(
    "wrong",
    [{"wkt": "POINT 20 63"}, {"wkt": ""}, {"wkt": "POINT (20)"},
     {"names": {"sv": "a\x00b"}}, {"street": "a\x00b"}, {"names": {"sv": "\ud800"}}],
)  # fmt: skip
def test_text_the_database_cannot_read_is_refused_in_the_familys_own_words(small_url, wrong):
    with pytest.raises(ViaUmaError) as refusal:
        store(small_url, place_draft(**wrong))

    assert "\n" not in refusal.value.message
    assert stored_count(small_url) == 0


def test_a_changed_row_is_updated_and_keeps_its_id(small_url):
    store(small_url, place_draft(slug="a", source_id="1"))
    with psycopg.connect(small_url) as connection:
        ((before,),) = connection.execute("select id from viauma.place").fetchall()
    stored = store(small_url, place_draft(slug="b", source_id="1", city="Umeå"))
    with psycopg.connect(small_url) as connection:
        ((after, slug, city, version),) = connection.execute(
            "select id, slug, city, version from viauma.place"
        ).fetchall()

    assert Stored(updated=1) == stored
    assert (before, "b", "Umeå", 2) == (after, slug, city, version)


def test_new_changed_and_unchanged_rows_are_told_apart(small_url):
    first = [place_draft(slug=f"p{n}", source_id=f"{n}") for n in range(5)]
    store(small_url, *first)
    changed = [place_draft(slug=f"p{n}", source_id=f"{n}", city="X") for n in range(2)]

    assert Stored(created=3, updated=2, unchanged=3) == store(
        small_url, *changed, *first[2:], *(place_draft() for _ in range(3))
    )


def test_nothing_to_store_is_not_a_fault(small_url):
    assert Stored() == store(small_url)


def test_a_shape_moved_by_the_last_bit_is_a_change(small_url):
    store(small_url, place_draft(slug="a", source_id="1", wkt="POINT (20.1 63.1)"))

    assert Stored(updated=1) == store(
        small_url, place_draft(slug="a", source_id="1", wkt="POINT (20.10000000000001 63.1)")
    )


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    names=st.dictionaries(st.sampled_from(["sv", "en", "fi"]), text_),
    street=text_,
    identifiers=st.dictionaries(text_, text_, max_size=3),
    lon=st.floats(-180, 180),
    lat=st.floats(-90, 90),
)
def test_what_is_stored_is_what_was_given(small_url, names, street, identifiers, lon, lat):
    if lon == lat == 0:
        return
    draft = place_draft(
        names=names, street=street, identifiers=identifiers, wkt=f"POINT ({lon!r} {lat!r})"
    )
    store(small_url, draft)
    with psycopg.connect(small_url) as connection:
        ((*texts, x, y, feature),) = connection.execute(
            "select p.names, p.street, p.identifiers, st_x(p.geom), st_y(p.geom), q.feature "
            "from viauma.place p join viauma.published_place q using (id) where p.slug = %s",
            [draft.slug],
        ).fetchall()

    assert [names, street, identifiers] == texts
    assert (lon, lat) == (x, y)
    assert names.get("sv") == json.loads(feature)["properties"]["name_sv"]


def test_a_place_merged_by_an_officer_survives_the_next_import(small_url):
    kept, double = place_draft(slug="kept"), place_draft(slug="double")
    store(small_url, kept, double)
    with psycopg.connect(small_url) as connection:
        connection.execute("select set_config('viauma.actor', 'a', false), "
                           "set_config('viauma.reason', 'r', false)")  # fmt: skip
        connection.execute(
            "update viauma.place set status = 'merged', merged_into = "
            "(select id from viauma.place where slug = 'kept') where slug = 'double'"
        )
    store(small_url, kept, double)
    with psycopg.connect(small_url) as connection:
        seen = connection.execute("select slug from viauma.published_place").fetchall()

    assert seen == [("kept",)]


def test_a_place_hidden_by_an_officer_stays_hidden_after_the_next_import(small_url):
    draft = place_draft()
    store(small_url, draft)
    with psycopg.connect(small_url) as connection:
        connection.execute("select set_config('viauma.actor', 'a', false), "
                           "set_config('viauma.reason', 'r', false)")  # fmt: skip
        connection.execute("update viauma.place set visibility = 'internal'")
    store(small_url, draft)
    with psycopg.connect(small_url) as connection:
        seen = connection.execute("select slug from viauma.published_place").fetchall()

    assert seen == []
