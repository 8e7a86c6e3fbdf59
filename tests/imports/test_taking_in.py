"""Rows of a file go into the register or into quarantine; nothing is lost, nothing is doubled."""

import psycopg
import pytest

from tests.db.laws.ledger import one, rows
from tests.factories import place_draft, writing
from tests.imports.conftest import DOUBT, ERROR, row
from viauma.errors import InvalidInput
from viauma.places.actions import store_places
from viauma.places.rules import Stored

EVERYTHING = (
    "select count(*) from viauma.revision where entity <> 'import_run'",
    "select count(*) from viauma.change",
)


def asked(url: str, statement: str):
    with psycopg.connect(url) as connection:
        return rows(connection, statement)


def written(url: str) -> list[int]:
    with psycopg.connect(url) as connection:
        return [one(connection, statement) for statement in EVERYTHING]


def states(url: str) -> list[str]:
    return [state for (state,) in asked(url, "select state from viauma.quarantine order by id")]


def file() -> list:
    lacking = [row(n, ERROR, lacks=True) for n in (6, 7)]
    return [row(1), row(2), row(3, DOUBT), row(4, ERROR), *lacking]


def test_rows_are_stored_or_wait_with_their_reasons_and_what_the_file_said(take, small_url):
    outcome = take(file())
    waiting = asked(
        small_url,
        "select row_number, source_id, raw->>'n', findings->0->>'code', draft is null "
        "from viauma.quarantine order by row_number",
    )

    assert (Stored(created=2), 4, 4) == (
        outcome.stored, outcome.quarantined, outcome.newly_quarantined,
    )  # fmt: skip
    assert waiting == [
        (3, "id-3", "3", "outside-region", False),
        (4, "id-4", "4", "null-island", False),
        (6, None, "6", "null-island", True),
        (7, None, "7", "null-island", True),
    ]


def test_the_same_file_twice_changes_nothing(take, small_url):
    take(file())
    before = written(small_url)
    again = take(file())

    assert before == written(small_url)
    assert Stored(unchanged=2) == again.stored
    assert (again.quarantined, again.newly_quarantined, again.proposed) == (4, 0, 0)


def test_rows_that_say_the_same_all_wait_and_are_not_doubled(take, small_url):
    empty = [row(n, ERROR, lacks=True) for n in (1, 1, 1)]
    take(empty)
    again = take(empty)

    assert again.newly_quarantined == 0
    assert states(small_url) == ["waiting"] * 3


def test_a_trial_tells_the_same_and_changes_nothing(take, small_url):
    ledger = "select count(*) from viauma.import_run"
    before = written(small_url), asked(small_url, ledger)
    tried = take(file(), dry=True)

    assert before == (written(small_url), asked(small_url, ledger))
    assert tried == take(file())


def test_what_waits_is_superseded_when_its_source_says_something_else(take, small_url):
    take([row(1), row(2, DOUBT)])
    outcome = take([row(1), row(2, DOUBT, names={"sv": "Ny"})])

    assert states(small_url) == ["superseded", "waiting"]
    assert outcome.newly_quarantined == 1


def test_what_waits_is_stored_when_its_source_has_put_it_right(take, small_url):
    take([row(1), row(2, DOUBT)])
    outcome = take([row(1), row(2)])

    assert Stored(created=1, unchanged=1) == outcome.stored
    assert states(small_url) == ["superseded"]


def test_a_part_of_a_file_supersedes_only_what_it_has(take, small_url):
    take([row(1), row(2, DOUBT), row(3, DOUBT)])
    outcome = take([row(2)], is_whole=False)

    assert states(small_url) == ["superseded", "waiting"]
    assert (outcome.gone, outcome.proposed) == (0, 0)


def test_a_place_gone_from_its_source_is_proposed_to_be_closed_once_and_not_changed(
    take, small_url
):
    take([row(1), row(2)])
    first, second = take([row(1)]), take([row(1)])
    found = asked(small_url, "select source_id, state from viauma.closing_proposal")
    status = asked(small_url, "select distinct status from viauma.place")

    assert (first.gone, first.proposed) == (1, 1)
    assert (second.gone, second.proposed) == (1, 0)
    assert found == [("id-2", "waiting")]
    assert status == [("active",)]


def test_a_row_that_is_back_withdraws_its_proposal_even_when_it_waits(take, small_url):
    take([row(1), row(2), row(3)])
    take([row(1)])
    outcome = take([row(1), row(2), row(3, DOUBT)])
    found = asked(small_url, "select state from viauma.closing_proposal")

    assert outcome.withdrawn == 2
    assert found == [("withdrawn",)] * 2


def test_a_row_that_lost_its_position_is_not_gone(take):
    take([row(1), row(2)])
    outcome = take([row(1), row(2, ERROR, lacks=True, source_id="id-2")])

    assert (outcome.gone, outcome.quarantined) == (0, 1)


def test_when_a_fifth_is_gone_somebody_is_asked_and_nothing_is_changed(take, small_url):
    take([row(n) for n in range(1, 21)])
    few = [row(n, names={"sv": "Ny"}) for n in range(1, 11)]
    before = written(small_url)
    with pytest.raises(InvalidInput, match=r"10 of the 20 places of 'town' are not in this file"):
        take(few)

    assert before == written(small_url)
    assert take(few, many_may_be_gone=True).proposed == 10


def test_other_sources_are_left_alone(take):
    take([row(1), row(2)])
    outcome = take([row(1, source="village", slug="other")], source="village")

    assert (outcome.stored.created, outcome.gone) == (1, 0)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"category": "spaceport"}, "category-unknown"),
        ({"attributes": {"lit": "perhaps"}}, "attribute-refused"),
        ({"wkt": "LINESTRING (20 63, 21 64)"}, "geometry-kind"),
        ({"wkt": "GEOMETRYCOLLECTION (POINT (20 63))"}, "geometry-kind"),
        ({"source_id": "id-1"}, "duplicate-id"),
    ],
)
def test_what_the_database_would_refuse_waits_and_the_others_are_stored(
    take, small_url, wrong, code
):
    outcome = take([row(1), row(2, **wrong), row(3)])
    found = asked(small_url, "select findings->0->>'code' from viauma.quarantine")

    assert outcome.stored.created == 2
    assert found == [(code,)]


def test_a_municipality_from_elsewhere_is_told_and_left_out(take, small_url):
    outcome = take([row(1, municipality="0180")])
    found = asked(small_url, "select municipality, municipality_basis from viauma.place")

    assert outcome.stored.created == 1
    assert found == [(None, None)]


def test_places_with_one_address_get_their_own_and_keep_it(take, small_url):
    with writing(small_url) as session:
        store_places(session, [place_draft(slug="beach")])
    twice = [row(1, slug="beach"), row(2, slug="beach"), row(3, slug="shore")]
    first, again = take(twice), take([*reversed(twice)])
    slugs = {slug for (slug,) in asked(small_url, "select slug from viauma.place")}

    assert (first.stored.created, again.stored.unchanged) == (3, 3)
    assert {"beach", "shore"} < slugs
    assert len(slugs) == 4


def test_values_that_no_database_holds_are_kept_as_text(take, small_url):
    odd = {"nul": "a\0b", "half": "\ud800", "nan": float("nan"), "deep": {"a": 1}, "deep.a": 1}
    take([row(1, ERROR, lacks=True, **odd)])
    (found,) = asked(small_url, "select raw from viauma.quarantine")

    assert found[0] == {
        "n": 1, "nul": "a\\0b", "half": "\\ud800", "nan": "nan", "deep.a": 1,
    }  # fmt: skip
