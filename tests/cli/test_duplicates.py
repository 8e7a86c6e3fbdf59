"""`viauma duplicates` and `viauma sources`, as an officer types them."""

import json

import pytest

from tests.cli.asked import asking
from tests.factories import place_draft, store_small_world, writing
from viauma.places.actions import store_places


@pytest.fixture
def ask(empty_database_url, monkeypatch, capsys):
    with writing(empty_database_url) as session:
        store_small_world(session)
        store_places(
            session,
            [
                place_draft(slug="a", source="one", names={"sv": "Storsand"}),
                place_draft(slug="b", source="two", names={"sv": "Storsand"}, opening_hours="24/7"),
            ],
        )
    return asking(empty_database_url, monkeypatch, capsys)


def said(answer) -> str:
    assert (answer.code, answer.err) == (0, "")
    return answer.out


def test_from_finding_to_merging_and_back(ask):
    assert said(ask("duplicates", "find")).startswith("1 open pairs.")
    assert "Storsand" in said(ask("duplicates", "list"))
    assert "b is now a." in said(ask("duplicates", "merge", "a", "b", "--why", "One beach"))
    assert "0 pairs" in said(ask("duplicates", "list"))
    assert "One beach" in said(ask("duplicates", "list", "--standing", "merged"))
    assert "of its own" in said(ask("duplicates", "unmerge", "b", "--why", "Two after all"))
    assert "Two after all" in said(ask("duplicates", "list", "--standing", "dismissed"))


def test_two_places_stand_side_by_side_with_what_speaks_for_them(ask):
    shown = said(ask("duplicates", "show", "a", "b"))

    assert "opening_hours" in shown
    assert "24/7" in shown
    assert "Score 0." in shown
    assert "name +3" in shown


def test_the_list_is_for_programs_too(ask):
    ask("duplicates", "find", "--in", "Umeå", "--source", "one")
    (pair,) = json.loads(said(ask("duplicates", "list", "--format", "json")))

    assert {pair["one_slug"], pair["two_slug"]} == {"a", "b"}
    assert pair["parts"]["name"] == 3


def test_a_dismissed_pair_is_not_found_again(ask):
    said(ask("duplicates", "dismiss", "a", "b", "--why", "Two sides of the cape"))

    assert said(ask("duplicates", "find")).startswith("0 open pairs.")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["duplicates", "merge", "a", "b"], 2, "--why"),
        (["duplicates", "merge", "a", "b", "--why", " "], 2, "--why: needs a reason"),
        (["duplicates", "merge", "a", "a", "--why", "x"], 1, "same place"),
        (["duplicates", "merge", "a", "nowhere", "--why", "x"], 1, "There is no place 'nowhere'"),
        (["duplicates", "unmerge", "a", "--why", "x"], 1, "a was not merged"),
        (["duplicates", "find", "--in", "Umea,"], 2, "--in"),
        (["duplicates", "find", "--source", "onee"], 2, "'onee' is not known. Did you mean one"),
        (["duplicates", "find", "--min-score", "7"], 2, "--min-score"),
        (["duplicates", "list", "--standing", "odd"], 2, "--standing: 'odd' must be open"),
        (["duplicates", "list", "--format", "odd"], 2, "--format: 'odd' must be table, json"),
        (["sources", "show", "nobody"], 2, "'nobody' is not known"),
        (["sources", "set", "one"], 2, "say what to change"),
        (["sources", "set", "one", "--trust", "101"], 2, "--trust"),
        (["sources", "set", "one", "--field", "website=x"], 2, "--field: 'website=x' must be"),
        (["sources", "set", "one", "--field", "website=101"], 2, "from 0 to 100"),
        (["sources", "set", "one", "--field", "web=1"], 2, "'web' is not known"),
        (["sources", "set", "one", "--field", "website.x=1"], 2, "'website.x' is not known"),
    ],
)
def test_a_bad_word_is_refused_in_one_sentence(ask, words, code, told):
    answer = ask(*words)

    assert (answer.code, answer.out) == (code, "")
    assert told in answer.err
    assert "Traceback" not in answer.err


def test_every_source_that_gave_rows_is_listed_and_its_trust_can_be_set(ask):
    ask("duplicates", "merge", "a", "b", "--why", "One beach")
    shown = said(ask("sources", "set", "two", "--trust", "80", "--field", "website=20",
                     "--licence", "CC0-1.0", "--publisher", "Two"))  # fmt: skip
    listed = said(ask("sources", "list"))

    assert "Trust        80" in shown
    assert "By field     website 20" in shown
    assert "1 places changed" in shown
    assert "2 sources" in listed
    assert "website 20" in listed
    assert "Two" in said(ask("sources", "show", "two"))
