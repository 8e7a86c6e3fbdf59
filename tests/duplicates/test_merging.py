"""Two rows become one place, each field the most trusted source's; and two again, exactly."""

import threading

import psycopg
import pytest

from tests.db.laws.ledger import connect_as, published_lies
from tests.duplicates.conftest import MAPPED, OFFICIAL, asked, row_of, store
from tests.factories import place_draft, writing
from viauma.duplicates.actions import dismiss_pair, merge_places, unmerge_place
from viauma.errors import Conflict, NotFound, ViaUmaError
from viauma.places.actions import store_places
from viauma.places.correcting import change_source, correct_place
from viauma.places.rules import Stored

KEEP, OTHER = "bettnesand", "bettnesands-badplats"


@pytest.fixture
def merged(beaches):
    with writing(beaches, reason="One beach") as session:
        merge_places(session, KEEP, OTHER)
    return beaches


def test_the_kept_place_says_what_either_says(merged):
    row = row_of(merged, KEEP)

    assert row["names"] == {"sv": "Bettnessand"}
    assert (row["attributes"], row["opening_hours"]) == ({"lit": True}, "24/7")
    assert row["identifiers"] == {"hav": "SE1", "osm": "node/1"}
    assert row["website"] == "https://a.example/"


def test_each_field_says_which_source_gave_it(merged):
    provenance = row_of(merged, KEEP)["provenance"]

    assert provenance["names.sv"] == provenance["geom"] == provenance["website"] == "agency"
    assert provenance["attributes.lit"] == provenance["opening_hours"] == "osm"


def test_a_street_keeps_the_town_that_its_own_source_says(merged):
    row = row_of(merged, KEEP)

    assert (row["street"], row["city"]) == ("Strandvägen 1", None)


def test_licence_and_credit_are_those_of_all_who_gave_something(merged):
    row = row_of(merged, KEEP)

    assert row["licence"] == "ODbL-1.0"
    assert row["attribution"] == "The Agency; © OpenStreetMap contributors"
    assert row["observed_on"] == "2025-06-01"


def test_the_other_keeps_its_row_and_says_where_it_went(merged):
    kept, gone = row_of(merged, KEEP), row_of(merged, OTHER)

    assert (gone["status"], gone["merged_into"]) == ("merged", kept["id"])
    assert (gone["source"], gone["names"]) == ("osm", MAPPED["names"])


def test_what_strangers_read_stays_true(merged):
    with connect_as(merged) as connection:
        assert published_lies(connection) == []
    assert asked(
        merged, "select became, target, id::text, target_id::text from viauma.published_redirect"
    ) == [("merged", KEEP, row_of(merged, OTHER)["id"], row_of(merged, KEEP)["id"])]


def test_taken_back_both_are_exactly_as_before(beaches):
    before = row_of(beaches, KEEP), row_of(beaches, OTHER)
    with writing(beaches) as session:
        merge_places(session, KEEP, OTHER)
    with writing(beaches) as session:
        unmerge_place(session, OTHER)

    assert before == (row_of(beaches, KEEP), row_of(beaches, OTHER))
    assert asked(beaches, "select * from viauma.place_statement") == []


def test_taken_back_the_other_has_the_status_that_it_had(small_url):
    store(small_url, OFFICIAL, {**MAPPED, "status": "planned"})
    with writing(small_url) as session:
        merge_places(session, KEEP, OTHER)
        unmerge_place(session, OTHER)

    assert row_of(small_url, OTHER)["status"] == "planned"


def test_the_same_file_twice_changes_nothing_after_a_merger(merged):
    before = row_of(merged, KEEP), row_of(merged, OTHER)

    assert store(merged, OFFICIAL, MAPPED) == Stored(unchanged=2)
    assert before == (row_of(merged, KEEP), row_of(merged, OTHER))


def test_a_source_that_says_something_new_changes_the_fields_that_it_gives(merged):
    stored = store(merged, OFFICIAL, {**MAPPED, "opening_hours": "10:00-18:00", "website": "x"})
    row = row_of(merged, KEEP)

    assert stored == Stored(updated=1, unchanged=1)
    assert (row["opening_hours"], row["website"]) == ("10:00-18:00", "https://a.example/")
    assert row_of(merged, OTHER)["opening_hours"] == "24/7"


def test_what_the_other_source_said_meanwhile_counts_when_it_is_taken_back(merged):
    store(merged, {**MAPPED, "opening_hours": "10:00-18:00"})
    with writing(merged) as session:
        unmerge_place(session, OTHER)

    assert row_of(merged, OTHER)["opening_hours"] == "10:00-18:00"
    assert row_of(merged, KEEP)["opening_hours"] is None


def test_new_rows_and_rows_of_many_sources_go_in_one_write(merged):
    with writing(merged) as session:
        stored = store_places(
            session,
            [
                place_draft(**{**OFFICIAL, "slug": "new-slug"}),
                place_draft(**MAPPED),
                place_draft(slug="b"),
            ],
        )

    assert stored == Stored(created=1, updated=1, unchanged=1)
    assert row_of(merged, "new-slug")["provenance"]["slug"] == "agency"


def test_more_trust_decides_and_taking_it_back_undoes_it(merged):
    before = row_of(merged, KEEP)
    with writing(merged) as session:
        _, changed = change_source(session, "osm", by_field={"names": 90})
    named = row_of(merged, KEEP)
    with writing(merged) as session:
        change_source(session, "osm", by_field={"names": None})

    assert changed == 1
    assert (named["names"], named["website"]) == (MAPPED["names"], "https://a.example/")
    assert before == row_of(merged, KEEP)


def test_a_chain_of_mergers_is_one_place_and_comes_apart_link_by_link(merged):
    store(merged, {"slug": "third", "source": "x", "source_id": "3", "texts": {"sv": "Fin."}})
    with writing(merged) as session:
        merge_places(session, "third", KEEP)
    all_three = row_of(merged, "third")
    with writing(merged) as session:
        unmerge_place(session, OTHER)
    two = row_of(merged, "third")

    assert set(all_three["provenance"].values()) == {"agency", "osm", "x"}
    assert set(two["provenance"].values()) == {"agency", "x"}
    assert two["opening_hours"] is None


def test_a_merged_place_is_neither_kept_nor_merged_again(merged):
    store(merged, {"slug": "third"})
    for keep, other in ((OTHER, "third"), ("third", OTHER)):
        with writing(merged) as session, pytest.raises(Conflict, match="merged into bettnesand"):
            merge_places(session, keep, other)


def test_a_place_is_not_merged_into_itself_by_any_detour(merged):
    with writing(merged) as session, pytest.raises(Conflict, match="same place"):
        merge_places(session, KEEP, KEEP)
    with writing(merged) as session, pytest.raises(Conflict):
        merge_places(session, OTHER, KEEP)
    with connect_as(merged) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute(
            "update viauma.place set status = 'merged', merged_into = "
            "(select id from viauma.place where slug = %s) where slug = %s",
            [OTHER, KEEP],
        )


def test_two_mergers_at_once_make_no_circle(beaches):
    ended, ready = [], threading.Barrier(2)

    def merge(keep, other):
        ready.wait()
        try:
            with writing(beaches) as session:
                merge_places(session, keep, other)
            ended.append("merged")
        except Conflict:
            ended.append("refused")

    threads = [threading.Thread(target=merge, args=pair) for pair in ((KEEP, OTHER), (OTHER, KEEP))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(ended) == ["merged", "refused"]
    assert asked(beaches, "select count(*) from viauma.place where status = 'merged'") == [(1,)]


def test_two_sessions_that_update_by_hand_make_no_circle(beaches):
    """The trigger decides, whoever writes: the second waits and then sees the first."""
    statement = (
        "update viauma.place set status = 'merged', merged_into = "
        "(select id from viauma.place where slug = %s) where slug = %s"
    )
    refused = []

    def second():
        with connect_as(beaches) as other:
            try:
                other.execute(statement, [OTHER, KEEP])
            except psycopg.Error as error:
                refused.append(error)

    with connect_as(beaches) as first:
        first.execute("begin")
        first.execute(statement, [KEEP, OTHER])
        thread = threading.Thread(target=second)
        thread.start()
        first.execute("commit")
        thread.join()

    assert [type(error) for error in refused] == [psycopg.errors.CheckViolation]


def test_what_fewer_may_see_does_not_speak_for_what_all_may_see(small_url):
    store(small_url, OFFICIAL, {**MAPPED, "visibility": "internal"})
    with writing(small_url) as session:
        merge_places(session, KEEP, OTHER)
    hidden = row_of(small_url, KEEP)
    store(small_url, {**MAPPED, "visibility": "public"})

    assert (hidden["opening_hours"], hidden["licence"]) == (None, "CC0-1.0")
    assert row_of(small_url, KEEP)["opening_hours"] == "24/7"


def test_a_shape_or_attribute_that_the_category_does_not_have_is_not_taken(small_url):
    store(small_url, OFFICIAL)
    line = "LINESTRING (20.26 63.82, 20.27 63.83)"
    store(small_url, {**MAPPED, "category": "ski_track", "wkt": line, "observed_on": None})
    with writing(small_url) as session:
        merge_places(session, KEEP, OTHER)
        change_source(session, "osm", by_field={"geom": 99})

    assert row_of(small_url, KEEP)["geometry_kind"] == "point"


def test_a_merger_that_nobody_knows_is_refused(beaches):
    with writing(beaches) as session:
        for slug in ("nowhere", "a\x00b", "0199f3b4-0000-7000-8000-000000000000"):
            with pytest.raises(NotFound):
                merge_places(session, KEEP, slug)
        with pytest.raises(Conflict, match="not merged"):
            unmerge_place(session, OTHER)


def test_a_merged_pair_is_not_dismissed_but_taken_back(merged):
    with writing(merged) as session, pytest.raises(Conflict, match="unmerge"):
        dismiss_pair(session, KEEP, OTHER)


# Corrections ------------------------------------------------------------------------------------


def test_a_correction_stands_whatever_the_source_says_and_ends_when_withdrawn(beaches):
    before = row_of(beaches, KEEP)
    with writing(beaches) as session:
        correct_place(session, KEEP, {"names": {"sv": "Bettnes"}, "website": None, "city": "Sävar"})
    store(beaches, {**OFFICIAL, "names": {"sv": "Changed"}})
    row = row_of(beaches, KEEP)
    store(beaches, OFFICIAL)
    with writing(beaches) as session:
        correct_place(session, KEEP, {}, withdraw=["names.sv", "website", "address"])

    assert (row["names"], row["website"]) == ({"sv": "Bettnes"}, None)
    assert (row["street"], row["city"]) == ("Strandvägen 1", "Sävar")
    assert row["provenance"]["names.sv"] == "register"
    assert before == row_of(beaches, KEEP)
    assert asked(beaches, "select * from viauma.place_statement") == []


def test_a_correction_can_move_a_place(beaches):
    with writing(beaches) as session:
        correct_place(session, KEEP, {"wkt": "POINT (20.1 63.9)"})

    assert asked(beaches, "select st_astext(geom) from viauma.place where slug = %s", KEEP) == [
        ("POINT(20.1 63.9)",)
    ]


def test_the_same_correction_twice_changes_nothing(beaches):
    revisions = "select count(*) from viauma.revision where entity in ('place', 'place_statement')"
    with writing(beaches) as session:
        correct_place(session, KEEP, {"attributes": {"lit": False}})
    before = asked(beaches, revisions)
    with writing(beaches) as session:
        correct_place(session, KEEP, {"attributes": {"lit": False}})

    assert before == asked(beaches, revisions)


def test_a_merger_keeps_corrections_of_both(beaches):
    with writing(beaches) as session:
        correct_place(session, OTHER, {"website": "https://b.example/"})
        merge_places(session, KEEP, OTHER)
    merged = row_of(beaches, KEEP)
    with writing(beaches) as session:
        unmerge_place(session, OTHER)

    assert merged["website"] == "https://b.example/"
    assert row_of(beaches, OTHER)["website"] == "https://b.example/"
    assert row_of(beaches, KEEP)["website"] == "https://a.example/"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"slug": "x"}, "'slug' is not known"),
        ({"status": "merged"}, "status: must be planned, active"),
        ({"status": ["active"]}, "status: must be"),
        ({"attributes": {"lid": True}}, "'lid'"),
        ({"attributes": {"lit": "yes"}}, "attributes.lit"),
        ({"wkt": "POINT"}, "wkt: 'POINT' is not Well-Known Text"),
        ({"wkt": "POINT (0 0)"}, "0, 0"),
        ({"wkt": "LINESTRING (20 63, 21 64)"}, "geometry"),
        ({"website": "a\x00"}, "fields: cannot be stored"),
        ({"names": {"sv": 5}}, "names.sv: must be a text"),
        ({"category": "castle"}, "castle"),
        ({"municipality": "9999", "municipality_basis": "stated"}, "municipality"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_in_one_sentence(beaches, fields, said):
    with writing(beaches) as session, pytest.raises(ViaUmaError) as refused:
        correct_place(session, KEEP, fields)

    assert said in refused.value.message


def test_a_corrected_kind_gives_way_when_the_source_speaks_of_another_shape(beaches):
    with writing(beaches) as session:
        correct_place(
            session, KEEP, {"category": "nature_reserve", "website": "https://c.example/"}
        )
    line = "LINESTRING (20.26 63.82, 20.27 63.83)"
    store(beaches, {**OFFICIAL, "category": "ski_track", "wkt": line})
    row = row_of(beaches, KEEP)

    assert (row["category"], row["website"]) == ("ski_track", "https://c.example/")
